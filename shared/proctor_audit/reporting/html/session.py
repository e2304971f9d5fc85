"""One session: what a reviewer sees first, then its timeline, its incidents, and what could not be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element

from proctor_audit.reporting.html import notes
from proctor_audit.reporting.html.axis import TimeAxis, duration
from proctor_audit.reporting.html.gauge import gauge
from proctor_audit.reporting.html.incidents import incident_cards
from proctor_audit.reporting.html.lanes import Lane, lanes
from proctor_audit.reporting.html.markup import Content, element, named
from proctor_audit.reporting.html.policy import policy
from proctor_audit.reporting.html.timeline_svg import timeline_svg


def session_section(report: Mapping[str, Any], prefix: str, level: int) -> Element:
    """The whole of a session.

    Args:
        report: of the session.
        prefix: its id on the page; every other id in it begins with it.
        level: of its heading; those within are one and two lower.
    """
    axis = TimeAxis.of(report)
    incidents = sorted(report["incidents"], key=lambda incident: str(incident["started_at"]))
    anchors = {str(incident["id"]): f"{prefix}-{number}" for number, incident in enumerate(incidents, 1)}
    cards = incident_cards(incidents, axis, anchors, report["score"].get("dismissed") or (), level + 2)

    def part(name: str, title: str, *content: Content | Iterable[Content]) -> Element:
        heading = element(f"h{level + 1}", title, id=f"{prefix}-{name}")
        return element("section", heading, *content, class_=name, aria_labelledby=f"{prefix}-{name}")

    return element(
        "section",
        _head(report, prefix, level),
        part("timeline-of", "Timeline", _timeline(lanes(report, axis, anchors), axis, prefix)),
        part(
            "incidents",
            f"Incidents ({len(incidents):,})",
            cards,
        ),
        part("gaps", "Gaps", notes.gaps(report, axis)),
        part("quality", "Picture quality", notes.quality(report, axis)),
        part("policy", "Policy", policy(report)),
        id=prefix,
        class_="session",
        aria_labelledby=f"{prefix}-name",
    )


def _head(report: Mapping[str, Any], prefix: str, level: int) -> Element:
    session, score = report["session"], report["score"]
    return element(
        "header",
        element(f"h{level}", named(session["candidate_id"]), " in ", named(session["exam_id"]), id=f"{prefix}-name"),
        element("dl", _facts(session)),
        element(
            "div",
            gauge(int(score["value"])),
            element(
                "div",
                element("p", str(score["summary"]), class_="summary"),
                _contributions(score["contributions"], int(score["value"])),
                class_="why",
            ),
            class_="score",
        ),
    )


def _facts(session: Mapping[str, Any]) -> Iterator[Element]:
    first, last = session.get("first_frame_at"), session.get("last_frame_at")
    facts: dict[str, Content] = {
        "Attempt": str(session.get("attempt", 1)),
        "Began": _moment(first or session["opened_at"]),
        "Length": duration(_seconds_between(first, last)) if first and last else "no frames",
        "Status": _status(session),
        "Session": element("code", str(session["session_id"])),
    }
    for name, value in facts.items():
        yield element("div", element("dt", name), element("dd", value))


def _status(session: Mapping[str, Any]) -> str:
    if session["status"] != "open" or session.get("connected") is None:
        return str(session["status"])
    return "open, connected" if session["connected"] else "open, not connected"


def _contributions(parts: Sequence[Mapping[str, Any]], score: int) -> Element | None:
    if not parts:
        return None
    head = (
        element("th", "what adds to it", scope="col"),
        *(element("th", text, scope="col", class_="number") for text in ("times", "seconds", "points")),
        element("th", "share of the most it can add", scope="col", class_="unseen"),
    )
    return element(
        "table",
        element("caption", "What the score is made of", class_="unseen"),
        element("thead", element("tr", head)),
        element("tbody", (_contribution(part) for part in parts)),
        element(
            "tfoot",
            element(
                "tr",
                element("th", "together, at most 100", scope="row", colspan=3),
                element("td", f"{score}", class_="number"),
                element("td", class_="share"),
            ),
        ),
        class_="contributions",
    )


def _contribution(part: Mapping[str, Any]) -> Element:
    points, weight = float(part["points"]), float(part["weight"])
    share = min(1.0, points / weight) if weight else 0.0
    filled = element("span", style=f"width:{share:.1%}")
    return element(
        "tr",
        element("th", str(part["title"]), scope="row"),
        element("td", f"{part['incidents']:,}", class_="number"),
        element("td", f"{part['duration_s']:,.1f}", class_="number"),
        element("td", f"{points:.1f}", element("span", f" of {weight:g}", class_="soft"), class_="number"),
        element(
            "td", element("span", filled, class_=f"bar-of kind-{part['kind']}", title=f"{share:.0%}"), class_="share"
        ),
    )


def _timeline(drawn: Sequence[Lane], axis: TimeAxis, prefix: str) -> Iterator[Element]:
    if not drawn or axis.length_s <= 0:
        yield element("p", "No stretch of time was watched, so there is nothing to draw.")
        return
    yield timeline_svg(drawn, axis, prefix)
    styles = {bar.style for lane in drawn for bar in lane.bars}
    yield element("p", "Minutes and seconds from the first frame. Point at a bar for what it is.", class_="soft")
    legend = {
        "frames": "frames came",
        "gap": "no frames came",
        "kind": "an incident, the paler the less sure; a click leads to it",
        "poor": "the picture could not be judged",
        "speech": "speech was heard",
    }
    yield element(
        "ul",
        (
            element("li", element("span", class_=f"swatch {style}"), words)
            for style, words in legend.items()
            if style in styles or (style == "kind" and any(s.startswith("kind-") for s in styles))
        ),
        class_="legend",
    )


def _seconds_between(first: str, last: str) -> float:
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()


def _moment(at: str) -> Element:
    moment = datetime.fromisoformat(at).astimezone(UTC)
    return element("time", f"{moment:%Y-%m-%d %H:%M:%S} UTC", datetime=at)
