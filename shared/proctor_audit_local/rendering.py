"""A session's report in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from proctor_audit.reporting.html.axis import TimeAxis, clock

_BAR_CHARACTERS = 20
# From these scores on, as in the HTML report.
_STYLES = ((60, "bold red"), (10, "bold yellow"), (0, "bold green"))

_Row = tuple[dict[str, Any], tuple[str, ...]]
"""An incident, gap or period with its cells after the times."""


def show_report(console: Console, report: dict[str, Any]) -> None:
    """Print a report as ``GET /sessions/{id}`` gives it."""
    console.print(_render(report))


def _render(report: dict[str, Any]) -> RenderableType:
    parts: list[RenderableType] = [_head(report)]
    contributions = report["score"]["contributions"]
    if contributions:
        parts.append(_contributions(contributions))
    rows = [*_incidents(report), *_notes(report)]
    if rows:
        parts.append(_events(rows, TimeAxis.of(report)))
    return Group(*parts)


def _head(report: dict[str, Any]) -> Text:
    session, score, quality = report["session"], report["score"], report["quality"]
    style = next(style for least, style in _STYLES if score["value"] >= least)
    head = Text.assemble(
        (f"Exam {session['exam_id']}, candidate {session['candidate_id']}", "bold"),
        f", attempt {session['attempt']}, {session['status']}\n",
        f"session {session['session_id']}\n",
        ("attention ", "bold"),
        (f"{score['value']}", style),
        f" of 100. {score['summary']}\n",
        f"{quality['frames']} frames judged, {quality['uncertain_frames']} of them uncertain",
    )
    preset = report.get("policy", {}).get("preset", "standard")
    if preset != "standard":
        head.append(f"\njudged by the preset {preset}")
    for allowed in report.get("accommodations", ()):
        head.append(f"\n{allowed['sentence']}")
    return head


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


def _incidents(report: dict[str, Any]) -> Iterator[_Row]:
    dismissed = report["score"].get("dismissed", ())
    for incident in report["incidents"]:
        added = "dismissed" if incident.get("id") in dismissed else _points(incident)
        told = (incident["title"], incident["detail"], f"{incident['confidence']:.0%}", added, _said(incident))
        yield incident, told


def _notes(report: dict[str, Any]) -> Iterator[_Row]:
    """What says nothing of the candidate: gaps, and times in which the picture could not be judged."""
    for gap in report["gaps"]:
        yield gap, ("No frames", f"{gap['duration_s']:.0f} s", "", _points(gap), "")
    for period in report["quality"].get("periods", ()):
        yield period, (period["title"], f"{period['duration_s']:.0f} s", "", "", "")


def _said(incident: dict[str, Any]) -> str:
    """A reviewer's verdict and note."""
    review = incident.get("review") or {}
    return ": ".join(filter(None, (review.get("verdict"), review.get("note"))))


def _points(entry: dict[str, Any]) -> str:
    return f"{entry['points']:.1f}" if entry.get("points") else ""


def _events(rows: list[_Row], axis: TimeAxis) -> Table:
    columns = ["from", "to", "what", "seen", "sure", "points"]
    if any(told[-1] for _, told in rows):
        columns.append("reviewer")
    table = Table(*columns, pad_edge=False, box=None)
    for entry, told in sorted(rows, key=lambda row: row[0]["started_at"]):
        ended = entry["ended_at"]
        # As texts: what stands in a report is no markup.
        cells = (_clock(entry["started_at"], axis), _clock(ended, axis) if ended else "goes on", *told)
        table.add_row(*(Text(cell) for cell in cells[: len(columns)]))
    return table


def _clock(at: str, axis: TimeAxis) -> str:
    return f"{clock(axis.seconds(at), tenths=True):>8}"
