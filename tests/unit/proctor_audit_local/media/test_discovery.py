"""Which files an analysis reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from proctor_audit_local.errors import UnreadableMedia
from proctor_audit_local.media import found_files, is_picture


def test_a_folder_is_every_recording_below_it(tmp_path: Path) -> None:
    for name in ("b.MP4", "a.jpg", "deep/down/c.opus", "notes.txt", "labels.csv", "d.gif"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "folder.mp4").mkdir()
    found = found_files([tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["a.jpg", "b.MP4", "d.gif", "deep/down/c.opus"]


def test_files_that_are_named_are_taken_as_they_are_and_once(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"x")
    named = [tmp_path / "gone.mp4", tmp_path / "a.mp4", tmp_path, tmp_path / "gone.mp4"]
    assert found_files(named) == [tmp_path / "gone.mp4", tmp_path / "a.mp4"]


def test_a_folder_without_recordings_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(UnreadableMedia, match="holds no video, picture or sound"):
        found_files([tmp_path])


@pytest.mark.parametrize(
    ("name", "still"),
    [("a.jpg", True), ("a.JPEG", True), ("a.heif", True), ("a.tif", True), ("a.gif", False), ("a.mp4", False)],
)
def test_a_picture_is_known_by_its_name(name: str, still: bool) -> None:
    assert is_picture(Path(name)) is still
