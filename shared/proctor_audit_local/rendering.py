"""A session's report in the terminal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

_BAR_CHARACTERS = 20


def show_report(console: Console, report: dict[str, Any]) -> None:
    """Print a report as ``GET /sessions/{id}`` gives it."""
    console.print(_render(report))


def _render(report: dict[str, Any]) -> RenderableType:
    session, score, quality = report["session"], report["score"], report["quality"]
    head = Text.assemble(
        (f"Exam {session['exam_id']}, candidate {session['candidate_id']}", "bold"),
        f", attempt {session['attempt']}, {session['status']}\n",
        f"session {session['session_id']}\n",
        ("attention ", "bold"),
        (
            f"{score['value']}",
            "bold red" if score["value"] >= 50 else "bold yellow" if score["value"] else "bold green",
        ),
        f" of 100. {score['summary']}\n",
        f"{quality['frames']} frames judged, {quality['uncertain_frames']} of them uncertain",
    )
    parts: list[RenderableType] = [head]
    if score["contributions"]:
        parts.append(_contributions(score["contributions"]))
    start = session["first_frame_at"] or session["opened_at"]
    if report["incidents"] or report["gaps"]:
        parts.append(_incidents(report, start))
    return Group(*parts)


def _contributions(contributions: list[dict[str, Any]]) -> Table:
    table = Table("what adds to the score", "times", "seconds", "points", "", pad_edge=False, box=None)
    for part in contributions:
        filled = round(_BAR_CHARACTERS * part["points"] / part["weight"]) if part["weight"] else 0
        table.add_row(
            part["title"],
            str(part["incidents"]),
            f"{part['duration_s']:.1f}",
            f"{part['points']:.1f} of {part['weight']:.0f}",
            "█" * filled + "░" * (_BAR_CHARACTERS - filled),
        )
    return table


def _incidents(report: dict[str, Any], start: str) -> Table:
    table = Table("from", "to", "what", "seen", "sure", pad_edge=False, box=None)
    rows = [
        (i["started_at"], i["ended_at"] or "", i["title"], i["detail"], f"{i['confidence']:.0%}")
        for i in report["incidents"]
    ]
    rows += [
        (g["started_at"], g["ended_at"] or "", "No frames", f"{g['duration_s']:.0f} s", "") for g in report["gaps"]
    ]
    for began, ended, *rest in sorted(rows):
        table.add_row(_clock(began, start), _clock(ended, start) if ended else "goes on", *rest)
    return table


def _clock(at: str, start: str) -> str:
    seconds = (datetime.fromisoformat(at) - datetime.fromisoformat(start)).total_seconds()
    return f"{int(seconds // 60):3d}:{seconds % 60:04.1f}"
