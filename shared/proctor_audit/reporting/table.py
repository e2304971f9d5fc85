"""A report as a table for spreadsheets: a row for each incident, gap and period that could not be judged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from proctor_audit.judgement.kinds import IncidentKind

COLUMNS: Final = (
    "exam_id",
    "candidate_id",
    "attempt",
    "session_id",
    "session_score",
    "started_at",
    "ended_at",
    "duration_s",
    "kind",
    "title",
    "detail",
    "source",
    "confidence",
    "points",
    "verdict",
    "note",
    "reviewed_by",
    "reviewed_at",
    "evidence",
    "incident_id",
)

_BYTE_ORDER_MARK: Final = "\ufeff"
# What spreadsheets take for the beginning of a formula, the wide forms of Japanese keyboards included
# (OWASP, "CSV Injection").
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def report_csv(report: Mapping[str, Any]) -> bytes:
    """The report as RFC 4180 has it, in UTF-8 with the mark by which spreadsheets know it.

    Args:
        report: as ``GET /sessions/{id}`` gives it.
    """
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    session = report["session"]
    of_session = {
        **{name: session[name] for name in ("exam_id", "candidate_id", "attempt", "session_id")},
        "session_score": report["score"]["value"],
    }
    for row in sorted(_rows(report), key=lambda row: str(row["started_at"])):
        writer.writerow({name: _defused(value) for name, value in (of_session | row).items()})
    return (_BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", "replace")


def _rows(report: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for incident in report["incidents"]:
        review = incident.get("review") or {}
        yield {
            **_times(incident),
            **{name: incident[name] for name in ("kind", "title", "detail", "source", "confidence", "points")},
            "verdict": review.get("verdict"),
            "note": review.get("note"),
            "reviewed_by": review.get("by"),
            "reviewed_at": review.get("at"),
            "evidence": " ".join(incident["evidence"]),
            "incident_id": incident["id"],
        }
    for gap in report["gaps"]:
        yield {**_times(gap), "kind": IncidentKind.MONITORING_GAP, "title": "No frames", "points": gap["points"]}
    for period in report["quality"]["periods"]:
        title = {"title": period["title"], "detail": period["reason"]}
        yield {**_times(period), "kind": IncidentKind.POOR_PICTURE, **title}


def _times(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in ("started_at", "ended_at", "duration_s")}


def _defused(value: Any) -> Any:
    """Numbers as they are; a text that a spreadsheet would calculate begins with an apostrophe, which it shows."""
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" \u00a0\u200b\ufeff").startswith(_FORMULA) else text
