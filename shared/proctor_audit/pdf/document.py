"""A report as a PDF."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from proctor_audit.pdf.paper import Paper
from proctor_audit.reporting.html.axis import TimeAxis, duration
from proctor_audit.reporting.html.words import counted, sureness
from proctor_audit.reporting.pictures import Place
from proctor_audit.reporting.wording import evidence_title

_MOST_INCIDENTS: Final = 400
_PICTURE_MM: Final = (44.0, 33.0)
_PICTURES_A_ROW: Final = 3
_PRINCIPLE: Final = "It reports what was seen and how sure it is; people decide what it means."


def report_pdf(report: Mapping[str, Any], pictures: Mapping[Place, bytes], *, generated_at: datetime) -> bytes:
    """The report on A4.

    Args:
        report: as ``GET /sessions/{id}`` gives it.
        pictures: JPEG by incident's id and role.
        generated_at: the present, to be told at the foot.
    """
    with Paper(_given_texts(report), f"Proctor-Audit report of {report['session']['session_id']}") as paper:
        _write(paper, report, pictures, generated_at.astimezone(UTC))
        return bytes(paper.output())


def _write(paper: Paper, report: Mapping[str, Any], pictures: Mapping[Place, bytes], moment: datetime) -> None:
    session, score = report["session"], report["score"]
    paper.set_title(paper.written(f"{session['candidate_id']} in {session['exam_id']}"))
    paper.set_creator("Proctor-Audit")
    paper.set_creation_date(moment)
    paper.set_lang("en")

    paper.write_text(session["candidate_id"], 17)
    paper.write_text(session["exam_id"], 12, soft=True)
    began = datetime.fromisoformat(session["first_frame_at"] or session["opened_at"])
    reviewed = "reviewed" if session["reviewed"] else "not reviewed to the end"
    paper.write_text(
        f"Attempt {session['attempt']}, began {began:%Y-%m-%d %H:%M:%S} UTC, {session['status']}, {reviewed}", soft=True
    )
    paper.heading(f"Attention {score['value']} of 100", 14)
    paper.write_text(score["summary"])
    _contributions(paper, score["contributions"])
    _incidents(paper, report, pictures)
    _not_seen(paper, report)
    paper.ln(4)
    paper.write_text(f"{_PRINCIPLE} Written {moment:%Y-%m-%d %H:%M} UTC.", 8, soft=True)


def _given_texts(report: Mapping[str, Any]) -> Iterator[str]:
    """What somebody else wrote."""
    yield from (report["session"]["candidate_id"], report["session"]["exam_id"])
    for incident in report["incidents"]:
        review = incident.get("review") or {}
        yield from (review.get("note", ""), review.get("by", ""))


def _contributions(paper: Paper, parts: Sequence[Mapping[str, Any]]) -> None:
    if not parts:
        return
    paper.ln(2)
    rows = [
        (
            part["title"],
            f"{part['incidents']:,}",
            f"{part['duration_s']:,.1f}",
            f"{part['points']:.1f} of {part['weight']:g}",
        )
        for part in parts
    ]
    paper.rows(("what adds to it", "times", "seconds", "points"), rows, (50, 15, 20, 25))


def _incidents(paper: Paper, report: Mapping[str, Any], pictures: Mapping[Place, bytes]) -> None:
    incidents = report["incidents"]
    paper.heading(f"Incidents ({len(incidents):,})", 14)
    if not incidents:
        paper.write_text("None was confirmed.")
    shown = sorted(incidents, key=lambda incident: -float(incident["points"]))[:_MOST_INCIDENTS]
    if len(shown) < len(incidents):
        left = counted(len(incidents) - len(shown), "incident")
        paper.write_text(f"Those that add most to the score; {left} more stand in the HTML and CSV exports.", soft=True)
    axis = TimeAxis.of(report)
    for incident in sorted(shown, key=lambda incident: str(incident["started_at"])):
        _incident(paper, incident, axis, pictures)


def _incident(paper: Paper, incident: Mapping[str, Any], axis: TimeAxis, pictures: Mapping[Place, bytes]) -> None:
    there = [role for role in incident["evidence"] if (incident["id"], role) in pictures]
    review = incident.get("review") or {}
    rows = math.ceil(len(there) / _PICTURES_A_ROW)
    if paper.will_page_break(22 + rows * (_PICTURE_MM[1] + 6)):
        paper.add_page()
    period = axis.period(incident)
    paper.heading(f"{axis.clock(period.start_s)}  {incident['title']}", 11)
    verdict = review.get("verdict")
    facts = (
        incident["detail"],
        f"{duration(period.duration_s)} so far, goes on" if period.lasting else duration(incident["duration_s"]),
        sureness(float(incident["confidence"])),
        f"adds {incident['points']:.1f} points" if incident["points"] > 0 else "adds nothing",
    )
    paper.write_text("; ".join(fact for fact in facts if fact))
    if verdict:
        at = review["at"][:16].replace("T", " ")
        paper.write_text(f"{verdict.capitalize()} by a reviewer, {at} UTC, with the API key {review['by']}", soft=True)
    if review.get("note"):
        paper.write_text(review["note"])
    for start in range(0, len(there), _PICTURES_A_ROW):
        row = there[start : start + _PICTURES_A_ROW]
        _pictures(paper, [(evidence_title(role), pictures[incident["id"], role]) for role in row])


def _pictures(paper: Paper, pictures: Sequence[tuple[str, bytes]]) -> None:
    width, height = _PICTURE_MM
    top = paper.get_y() + 1.5
    for place, (title, jpeg) in enumerate(pictures):
        left = paper.l_margin + paper.c_margin + place * (width + 4)
        try:
            paper.image(io.BytesIO(jpeg), left, top, width, height, keep_aspect_ratio=True, alt_text=title)
        except (OSError, ValueError):
            title = "This picture cannot be read."
        paper.set_xy(left - paper.c_margin, top + height)
        paper.write_text(title, 8, soft=True, width_mm=width)
    paper.ln(1)


def _not_seen(paper: Paper, report: Mapping[str, Any]) -> None:
    """Gaps, and times in which the picture could not be judged."""
    axis = TimeAxis.of(report)
    rows = []
    for entry in (*report["gaps"], *report["quality"]["periods"]):
        period = axis.period(entry)
        rows.append(
            (period.start_s, axis.clock(period.start_s), entry.get("title", "No frames"), duration(period.duration_s))
        )
    paper.heading("What could not be seen", 14)
    quality = report["quality"]
    frames = counted(quality["frames"], "frame")
    paper.write_text(f"{frames} judged, {quality['uncertain_frames']:,} of them uncertain.")
    if rows:
        paper.ln(2)
        told = [cells for _, *cells in sorted(rows)[:_MOST_INCIDENTS]]
        paper.rows(("from", "what", "for"), [tuple(cells) for cells in told], (25, 60, 25))
