"""Incidents as cards in the order of time, each with the pictures to judge it by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from proctor_audit.judgement.earlier import seconds_before
from proctor_audit.reporting.html.axis import TimeAxis, duration
from proctor_audit.reporting.html.markup import element, named
from proctor_audit.reporting.html.words import counted, sureness, title_of
from proctor_audit.reporting.wording import evidence_title

_SHOWN_AT_ONCE = 50
_FOLDED_TOGETHER = 150
_SENT = "Sent by the candidate's browser when it was asked"
# Nothing else may be the address of a picture, whatever a report says: no script, no file of the reader's machine.
_ADDRESSES = ("data:image/", "https://", "http://127.0.0.1:")


def incident_cards(
    incidents: Sequence[Mapping[str, Any]],
    axis: TimeAxis,
    anchors: Mapping[str, str],
    dismissed: Collection[str],
    level: int,
) -> Iterator[Element]:
    """The cards: the first ones open to view, the rest folded in groups that say when they were.

    Args:
        incidents: in the order in which they began.
        axis: the session's time.
        anchors: for each incident's id, the id of its card.
        dismissed: ids of those that a reviewer has dismissed.
        level: of the cards' headings.
    """
    if not incidents:
        yield element("p", "None was confirmed.")
        return
    cards = [
        (incident, _card(incident, axis, anchors[str(incident["id"])], incident["id"] in dismissed, level))
        for incident in incidents
    ]
    yield element("div", (card for _, card in cards[:_SHOWN_AT_ONCE]), class_="cards")
    for start in range(_SHOWN_AT_ONCE, len(cards), _FOLDED_TOGETHER):
        group = cards[start : start + _FOLDED_TOGETHER]
        first, last = (axis.clock(axis.period(incident).start_s) for incident, _ in (group[0], group[-1]))
        yield element(
            "details",
            element("summary", f"{counted(len(group), 'more incident')}, from {first} to {last}"),
            element("div", (card for _, card in group), class_="cards"),
            class_="more",
        )


def _card(incident: Mapping[str, Any], axis: TimeAxis, anchor: str, dismissed: bool, level: int) -> Element:
    period = axis.period(incident)
    title = str(incident.get("title") or title_of(str(incident["kind"])))
    at = axis.clock(period.start_s)
    review = incident.get("review") or {}
    facts = (
        f"{duration(period.duration_s)} so far, goes on" if period.lasting else duration(period.duration_s),
        sureness(float(incident["confidence"])),
        "dismissed by a reviewer" if dismissed else _points(incident.get("points")),
        "confirmed by a reviewer" if review.get("verdict") == "confirmed" else None,
    )
    return element(
        "article",
        element(
            "div",
            element("time", at, datetime=str(incident["started_at"]), class_="at"),
            element(f"h{level}", title, id=f"{anchor}-name"),
            element("p", _sentence(str(incident["detail"]))),
            element("ul", (element("li", fact) for fact in facts if fact), class_="facts"),
            element("blockquote", named(review["note"]), class_="note") if review.get("note") else None,
            class_="told",
        ),
        _pictures(incident.get("evidence") or {}, f"{title} at {at}"),
        class_=f"card kind-{incident['kind']}{' dismissed' if dismissed else ''}",
        id=anchor,
        aria_labelledby=f"{anchor}-name",
    )


def _pictures(evidence: Mapping[str, str | None], what: str) -> Element | None:
    if not evidence:
        return None
    pictures = (
        _picture(address, evidence_title(role), what, _SENT if seconds_before(role) else None)
        for role, address in evidence.items()
    )
    return element("div", pictures, class_="pictures")


def _picture(address: str | None, role: str, what: str, note: str | None) -> Element:
    """A picture that a click enlarges: folded open it is shown larger, without script or a second copy."""
    if address is None or not address.startswith(_ADDRESSES):
        shown = element("p", "This picture could not be fetched.", class_="missing")
    else:
        picture = element("img", src=address, alt=f"{role}: {what}", loading="lazy")
        shown = element("details", element("summary", picture, title="Click to enlarge, and again to make small"))
    return element("figure", shown, element("figcaption", role, title=note), class_="picture")


def _sentence(clause: str) -> str:
    text = clause.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".") if text else ""


def _points(points: float | None) -> str | None:
    """What it adds to the score; nothing is said where that is not known."""
    if points is None:
        return None
    return f"adds {points:.1f} points" if points > 0 else "adds nothing"
