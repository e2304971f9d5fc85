"""``proctor-audit analyze``: what it writes, what it tells, and how it ends."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import pytest
from click.testing import CliRunner, Result

from proctor_audit.errors import InvalidPolicy
from proctor_audit_local.cli import group
from proctor_audit_local.errors import LocalStackError
from tests.unit.proctor_audit_local.analysis.exams import FPS, alone, walk_out
from tests.unit.proctor_audit_local.media.films import film, numbered, sound, tone

COMMAND = [sys.executable, "-c", "from proctor_audit_local.__main__ import main; main()", "analyze"]


def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it."""
    done = subprocess.run([*COMMAND, *map(str, words)], capture_output=True, text=True, check=False, timeout=120)
    assert "Traceback" not in done.stderr
    done.stderr = " ".join(done.stderr.split())  # it was folded to the width of a terminal
    return done


def analyze_here(*words: str | Path, given: str | None = None) -> Result:
    """The command in this process."""
    return CliRunner().invoke(group, ["analyze", *map(str, words)], input=given)


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A folder of recordings, audited with every output."""
    folder = tmp_path_factory.mktemp("recordings")
    walk_out(folder / "exam ñ.mp4", tone_s=7.0)
    film(folder / "moving.gif", map(numbered, range(10)))
    cv2.imwrite(str(folder / "photo.png"), alone()[:, :, ::-1])
    sound(folder / "sound.wav", tone(1.0, 16_000), 16_000)
    (folder / "text.mp4").write_text("this is no video")
    (folder / "zero.webm").write_bytes(b"")
    out = folder / "out"
    done = analyze(folder, "--jsonl", out / "a.jsonl", "--json", out / "a.json", "--report", out / "a.html")
    return folder, done


Audited = tuple[Path, "subprocess.CompletedProcess[str]"]


def test_what_cannot_be_read_is_told_and_the_rest_is_audited(audited: Audited) -> None:
    _, done = audited
    assert done.returncode == 1
    assert done.stderr == "proctor-audit: 2 of 6 files could not be read.", "no bar where there is no terminal"
    assert "text.mp4 cannot be read as a video" in done.stdout
    assert "zero.webm is empty" in done.stdout
    row = next(line for line in done.stdout.splitlines() if "exam ñ.mp4" in line)
    assert row.split()[2:4] == ["0:07.0", "35"]
    assert "1 × face absent" in row
    assert "0.0 s" in row, "a tone is no speech"


def test_each_frame_is_a_line_in_the_documented_form(audited: Audited) -> None:
    folder, _ = audited
    source = str(folder / "exam ñ.mp4")
    frames = [line for line in lines(folder / "out/a.jsonl") if line["type"] == "frame" and line["source"] == source]
    assert [frame["index"] for frame in frames] == list(range(35))
    assert [frame["time_s"] for frame in frames] == pytest.approx([index / FPS for index in range(35)], abs=0.002)
    assert [frame["faces"] for frame in frames] == [1] * 10 + [0] * 25
    first = frames[0]
    assert list(first) == [
        "type", "source", "index", "time_s", "status", "usable", "faces", "eye_aspect_ratio", "eyes_closed",
        "head_pose_deg", "gaze", "gaze_deg", "pupil_movement", "pupil_movement_status", "face_movement", "talking",
        "talking_score", "anomaly", "anomalies", "guidance",
    ]  # fmt: skip
    assert list(first["head_pose_deg"]) == ["yaw", "pitch", "roll"]
    assert 0.1 < first["eye_aspect_ratio"] < 0.5
    assert frames[-1]["anomalies"] == ["face_absent"]
    assert all(frame["usable"] is (frame["status"] != "uncertain") for frame in frames)
    assert all(frame["anomaly"] is bool(frame["anomalies"]) for frame in frames)


def test_incidents_and_sound_are_lines_at_seconds_of_the_file(audited: Audited) -> None:
    folder, _ = audited
    found = lines(folder / "out/a.jsonl")
    (absent,) = [line for line in found if line["type"] == "incident" and line["kind"] == "face_absent"]
    assert absent["source"] == str(folder / "exam ñ.mp4")
    assert absent["start_s"] == pytest.approx(2.0, abs=0.25)
    assert absent["end_s"] == pytest.approx(6.8, abs=0.01), "what lasts at the end ends with the last frame"
    assert absent["confidence"] > 0.5
    heard = [line["source"] for line in found if line["type"] == "audio"]
    assert heard == [str(folder / "exam ñ.mp4"), str(folder / "sound.wav")]
    assert [line for line in found if line["type"] == "voice"] == []


def test_reports_hold_the_evidence_of_what_was_confirmed(audited: Audited) -> None:
    folder, _ = audited
    reports = json.loads((folder / "out/a.json").read_text("utf-8"))
    assert reports[0]["source"] == str(folder / "exam ñ.mp4")
    assert {report["session"]["exam_id"] for report in reports} == {folder.name}
    assert [report["session"]["candidate_id"] for report in reports] == [
        "exam ñ.mp4",
        "moving.gif",
        "photo.png",
        "sound.wav",
    ]
    exam = reports[0]
    (incident,) = [incident for incident in exam["incidents"] if incident["kind"] == "face_absent"]
    assert {"first", "confirmed"} <= set(incident["evidence"])
    assert all(link.startswith("data:image/jpeg;base64,/9j/") for link in incident["evidence"].values())
    assert exam["session"]["status"] == "ended"
    assert exam["session"]["first_frame_at"] == exam["session"]["opened_at"]
    assert exam["policy"]["recorded"] is True
    assert exam["voice"] == []
    assert (reports[3]["session"]["frames"], reports[3]["incidents"]) == (0, [])
    page = (folder / "out/a.html").read_text("utf-8")
    assert "exam ñ.mp4" in page
    assert incident["evidence"]["confirmed"] in page


def test_names_come_from_a_list_and_fewer_frames_keep_their_numbers(tmp_path: Path) -> None:
    exam = walk_out(tmp_path / "a.mp4")
    done = analyze_here("--files-from", "-", "--fps", "1", "--jsonl", tmp_path / "o.jsonl", given=f"{exam}\n\n")
    assert (done.exit_code, done.stderr) == (0, "")
    found = lines(tmp_path / "o.jsonl")
    assert [line["index"] for line in found if line["type"] == "frame"] == list(range(0, 35, FPS))


def test_a_policy_decides_what_is_an_incident(tmp_path: Path) -> None:
    exam = walk_out(tmp_path / "a.mp4")
    policy = tmp_path / "policy.json"
    policy.write_text(json.dumps({"incidents": {"face_absent": {"enabled": False}}}))
    analyze_here(exam, "--policy", policy, "--jsonl", tmp_path / "o.jsonl")
    assert "face_absent" not in [line.get("kind") for line in lines(tmp_path / "o.jsonl")]


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("{", "is no JSON"),
        ('{"incidents": {"naps": {}}}', "naps"),
        ("[]", "must be an object"),
    ],
)
def test_a_policy_that_is_none_is_told_before_the_work(policy: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text(policy)
    done = analyze_here(tmp_path / "gone.mp4", "--policy", tmp_path / "policy.json")
    assert (done.exit_code, done.output) == (1, "")
    assert isinstance(done.exception, LocalStackError | InvalidPolicy)
    assert told in done.exception.message


def test_outputs_are_checked_before_the_work(tmp_path: Path) -> None:
    exam = walk_out(tmp_path / "a.mp4", here_s=0.4, away_s=0.2)
    recorded = exam.read_bytes()
    (tmp_path / "file").write_text("")
    refused: list[tuple[list[str | Path], str]] = [
        (["--jsonl", tmp_path / "file" / "o.jsonl"], "cannot be written"),
        (["--report", exam], "is needed for something else"),
        (["--json", tmp_path / "o", "--jsonl", tmp_path / "o"], "is needed for something else"),
    ]
    for words, told in refused:
        done = analyze_here(exam, *words)
        assert (done.exit_code, done.output) == (1, ""), words
        assert told in str(done.exception)
    assert exam.read_bytes() == recorded


def test_a_missing_file_and_no_file_at_all_are_told(tmp_path: Path) -> None:
    done = analyze_here(tmp_path / "gone.mp4")
    assert isinstance(done.exception, LocalStackError)
    assert "There is no file" in done.stdout
    done = analyze_here()
    assert done.exit_code == 2
    assert "Name videos" in done.stderr


def test_ctrl_c_leaves_whole_lines_and_what_is_done(tmp_path: Path) -> None:
    exam = walk_out(tmp_path / "0.mp4")
    for number in range(1, 100):
        shutil.copy(exam, tmp_path / f"{number}.mp4")
    out, reported = tmp_path / "out" / "o.jsonl", tmp_path / "out" / "o.json"
    command = [*COMMAND, str(tmp_path), "--jsonl", str(out), "--json", str(reported)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while running.poll() is None and not (out.exists() and out.read_text("utf-8").count('"index": 0,') > 1):
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    stdout, stderr = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in stderr
    assert "0.mp4" in stdout
    assert [line["index"] for line in lines(out) if line["type"] == "frame"][:35] == list(range(35))
    assert 1 <= len(json.loads(reported.read_text("utf-8"))) < 30
