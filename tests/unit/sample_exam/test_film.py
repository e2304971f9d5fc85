from __future__ import annotations

from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from proctor_audit.vision import FaceEngine, decode_image
from proctor_audit_local.sample_exam import (
    MAX_FRAME_BYTES,
    Event,
    SampleExam,
    Stage,
    compressed,
    contact_sheet,
    encode,
    on_demand,
    write_video,
)
from proctor_audit_local.sample_exam.__main__ import main


@pytest.fixture
def short(stage: Stage) -> SampleExam:
    return SampleExam((Event("multiple_faces", 1.0, 2.0),), duration_s=2.0, stage=stage)


def test_every_frame_fits_its_share_of_a_message(exam: SampleExam) -> None:
    for t_s, rgb in exam.frames(fps=0.5):
        encoded = encode(rgb)
        assert len(encoded) <= MAX_FRAME_BYTES, t_s
        assert decode_image(encoded).shape == (240, 320, 3)


def test_what_a_webcam_gives_is_what_the_exam_shows(short: SampleExam) -> None:
    given = list(on_demand(short, 2))
    assert [t_s for t_s, _ in given] == [0.0, 0.5, 1.0, 1.5]
    assert [make() for _, make in given] == [encode(rgb) for _, rgb in short.frames(2)]


def test_four_frames_fit_a_message_that_is_billed_once() -> None:
    assert 4 * MAX_FRAME_BYTES <= 23 * 1024


@pytest.mark.parametrize("t_s", [2.0, 22.0])
def test_detectors_see_the_same_in_what_is_sent(exam: SampleExam, engine: FaceEngine, t_s: float) -> None:
    drawn, sent = exam.render(t_s), decode_image(encode(exam.render(t_s)))
    assert np.abs(drawn.astype(int) - sent).mean() < 5
    counts = {len(engine.observe(rgb).observation.faces) for rgb in (drawn, sent)}
    assert counts == {1 if t_s == 2.0 else 2}


def test_quality_is_lowered_only_as_far_as_needed(exam: SampleExam) -> None:
    rgb = exam.render(2.0)
    assert len(encode(rgb, quality=20)) < len(encode(rgb)) <= MAX_FRAME_BYTES
    assert len(encode(rgb, max_bytes=3_000)) <= 3_000
    with pytest.raises(ValueError, match="expected a picture that fits 100 bytes"):
        encode(rgb, max_bytes=100)


@pytest.mark.parametrize("codec", [".webp", ".jpg"])
def test_compression_costs_detail_but_no_size(exam: SampleExam, codec: Literal[".webp", ".jpg"]) -> None:
    rgb = exam.render(2.0)
    fine, coarse = (compressed(rgb, quality, codec).astype(int) for quality in (90, 20))
    assert fine.shape == coarse.shape == rgb.shape
    assert 0 < np.abs(fine - rgb).mean() < np.abs(coarse - rgb).mean() < 6
    assert np.array_equal(compressed(rgb, 50, codec), compressed(rgb, 50, codec))


@pytest.mark.parametrize("name", ["exam.mp4", "exam.AVI"])
def test_a_video_plays_back_frame_by_frame(short: SampleExam, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_video(short, path, fps=5)
    video = cv2.VideoCapture(str(path))
    assert video.get(cv2.CAP_PROP_FPS) == 5
    played = []
    while (read := video.read())[0]:
        played.append(cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB))
    video.release()
    drawn = [rgb for _, rgb in short.frames(fps=5)]
    assert len(played) == len(drawn) == 10
    assert all(np.abs(a.astype(int) - b).mean() < 10 for a, b in zip(played, drawn, strict=True))


def test_a_video_needs_a_known_name_and_a_folder(short: SampleExam, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ending in .mp4 or .avi, got exam.txt"):
        write_video(short, tmp_path / "exam.txt", fps=5)
    with pytest.raises(OSError, match="does its folder exist"):
        write_video(short, tmp_path / "missing" / "exam.mp4", fps=5)


def test_the_contact_sheet_has_one_cell_a_second(exam: SampleExam) -> None:
    sheet = contact_sheet(exam, columns=10, scale=0.25)
    assert sheet.shape == (8 * 60, 10 * 80, 3)
    # 76 seconds: the last four cells stay empty.
    assert not sheet[-60:, -4 * 80 :].any()
    assert sheet[-60:, : -4 * 80].any()


def test_the_command_writes_a_sheet_and_tells_what_happens_when(tmp_path: Path) -> None:
    path = tmp_path / "sheet.png"
    result = CliRunner().invoke(main, [str(path)])
    assert result.exit_code == 0, result.output
    assert cv2.imread(str(path)) is not None
    assert " 31.5 - 36.5 s  eyes_closed" in result.output


def test_the_command_stages_the_kinds_asked_for(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [str(tmp_path / "sheet.png"), "--kind", "talking", "--kind", "loop"])
    assert result.exit_code == 0, result.output
    assert result.output.split() == ["5.3", "-", "10.3", "s", "talking", "15.6", "-", "20.6", "s", "loop"]
    assert cv2.imread(str(tmp_path / "sheet.png")).shape == (4 * 120, 8 * 160, 3)


@pytest.mark.parametrize("name", ["exam.txt", "missing/exam.mp4", "missing/exam.png"])
def test_the_command_says_what_is_wrong_with_a_path(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(main, [str(tmp_path / name)])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert not (tmp_path / name).exists()
