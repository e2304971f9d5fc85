"""A film is a webcam whose pictures are made only when they are sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from proctor_audit.vision import decode_image
from proctor_audit_local.media import Video, webcam_pictures
from proctor_audit_local.sample_exam import MAX_FRAME_BYTES
from tests.unit.proctor_audit_local.media.films import film, numbered


@pytest.mark.parametrize(("fps", "count"), [(2, 2), (5, 5), (20, 10)])
def test_pictures_at_their_times_made_when_they_are_asked_for(tmp_path: Path, fps: float, count: int) -> None:
    path = film(tmp_path / "film.mp4", [numbered(index, 640, 480) for index in range(10)], fps=10)
    pictures = list(webcam_pictures(Video.open(path), fps))
    assert [t_s for t_s, _ in pictures] == pytest.approx([number / min(fps, 10) for number in range(count)], abs=0.06)
    for _, make in pictures:
        image = make()
        assert len(image) <= MAX_FRAME_BYTES
        height, width, _ = decode_image(image).shape
        assert height * 4 == width * 3
