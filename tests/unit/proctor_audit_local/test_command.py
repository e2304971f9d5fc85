"""The proctor-audit command: help that helps, one sentence when something is amiss, a report that reads well."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from proctor_audit_local.cli import group
from proctor_audit_local.commands.replay import report_to
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.rendering import show_report
from proctor_audit_local.running import RunningStack
from tests.unit.reporting.sessions import TWO_FACES, report_of

COMMANDS = [
    ["local"],
    ["demo"],
    ["replay"],
    ["invite"],
    ["analyze"],
    ["report"],
    ["keys"],
    ["keys", "create"],
    ["keys", "list"],
    ["keys", "revoke"],
    ["cost"],
    ["capacity"],
]


@pytest.mark.parametrize("words", [[], *COMMANDS], ids=" ".join)
def test_help(words: list[str]) -> None:
    result = CliRunner().invoke(group, [*words, "--help"])
    assert result.exit_code == 0
    text = result.output
    assert "Usage:" in text
    options = [line for line in text.splitlines() if line.strip().startswith("--")]
    assert all(len(line.split("  ")) > 1 for line in options), "every option says what it does"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["report", "some-session"], "start one with `make run`"),
        (["keys", "list"], "start one with `make run`"),
        (["invite", "ada"], "start one with `make run`"),
        (["invite", "ada", "--policy", "{", "--api-url", "http://x", "--api-key", "k"], "is not JSON"),
        (["invite", "ada", "--policy", "[]", "--api-url", "http://x", "--api-key", "k"], "must be a JSON object"),
        (["report", "x", "--api-url", "https://example.org"], "needs an API key"),
        (["report", "x", "--api-url", "ftp://example.org", "--api-key", "k"], "is not an address"),
        (["report", "x", "--api-url", "http://127.0.0.1:1", "--api-key", "k"], "cannot be reached"),
    ],
)
def test_what_is_amiss_is_one_sentence_and_exit_status_1(words: list[str], told: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from proctor_audit_local.__main__ import main; main()", *words]
    done = subprocess.run([*command, "--data", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("proctor-audit: ")
    assert told in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_file_named_env_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PROCTOR_AUDIT_API_URL=http://127.0.0.1:1\nPROCTOR_AUDIT_API_KEY=k\n")
    command = [sys.executable, "-c", "from proctor_audit_local.__main__ import main; main()", "report", "x"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "http://127.0.0.1:1 cannot be reached" in " ".join(done.stderr.split())


def test_a_file_that_is_no_video_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    text = tmp_path / "lecture.mp4"
    text.write_text("this is no video")
    command = [sys.executable, "-c", "from proctor_audit_local.__main__ import main; main()", "replay", str(text)]
    done = subprocess.run([*command, "--data", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "cannot be read as a video" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_where_a_stack_runs_is_for_its_owner_only(tmp_path: Path) -> None:
    RunningStack("http://h", "ws://w", "http://l", "pa_key", os.getpid()).write(tmp_path)
    assert RunningStack.find(tmp_path).api_key == "pa_key"
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    RunningStack.forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_a_crashed_stack_left_behind_is_no_running_stack(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    RunningStack("http://h", "ws://w", "http://l", "pa_key", gone.pid).write(tmp_path)
    with pytest.raises(LocalStackError, match="No local stack runs"):
        RunningStack.find(tmp_path)


def test_a_report_that_cannot_be_written_is_told_before_anything_is_played(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalStackError, match="cannot be written"), report_to(tmp_path / "file" / "report.json"):
        pass
    with report_to(tmp_path / "new" / "report.json") as write:
        write({"score": 1})
    assert json.loads((tmp_path / "new" / "report.json").read_text()) == {"score": 1}


def shown(report: dict[str, Any]) -> str:
    text = io.StringIO()
    show_report(Console(file=text, width=80, highlight=False), report)
    return text.getvalue()


@pytest.mark.parametrize(
    ("review", "told"),
    [
        (None, None),
        ({"verdict": "confirmed", "note": "[red]Yes[/red]"}, "confirmed: [red]Yes[/red]"),
        ({"verdict": "dismissed", "note": ""}, "dismissed"),
        ({"verdict": None, "note": "Hm."}, "Hm."),
    ],
)
def test_a_report_tells_what_reviewers_said(review: dict[str, Any] | None, told: str | None) -> None:
    document = report_of(TWO_FACES)
    document["incidents"][0]["review"] = review
    text = io.StringIO()
    show_report(Console(file=text, width=160, highlight=False), document)

    assert ("reviewer" in text.getvalue()) is (told is not None)
    assert (told or "") in text.getvalue()


def test_a_report_fits_eighty_columns() -> None:
    incident = {
        "started_at": "2026-11-23T09:00:07.000Z",
        "ended_at": None,
        "title": "Nobody in view",
        "detail": "no face in view",
        "confidence": 0.98,
    }
    report = {
        "session": {
            "exam_id": "[red]algebra[/red]",
            "candidate_id": "ada",
            "attempt": 1,
            "status": "open",
            "session_id": "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11",
            "first_frame_at": "2026-11-23T09:00:00.000Z",
            "opened_at": "2026-11-23T08:59:00.000Z",
        },
        "score": {
            "value": 12,
            "summary": "Nobody in view once, 6 s in all.",
            "contributions": [
                {"title": "Nobody in view", "incidents": 1, "duration_s": 6.0, "points": 9.4, "weight": 30.0}
            ],
        },
        "incidents": [incident],
        "gaps": [
            {"started_at": "2026-11-23T09:01:00.000Z", "ended_at": "2026-11-23T09:01:42.000Z", "duration_s": 42.0}
        ],
        "quality": {"frames": 152, "uncertain_frames": 11},
    }
    text = shown(json.loads(json.dumps(report)))
    assert "attention 12 of 100" in text
    assert "0:07.0  goes on" in text
    assert "No frames" in text
    assert "[red]algebra[/red]" in text, "names are shown as they are"
    assert max(map(len, text.splitlines())) <= 80
