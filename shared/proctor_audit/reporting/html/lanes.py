"""The lanes of the timeline: what happened when, a kind of incident each, and what could not be seen."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from proctor_audit.judgement.kinds import BROWSER_KINDS
from proctor_audit.reporting.html.axis import Period, TimeAxis, duration
from proctor_audit.reporting.html.words import counted, sureness, times, title_of

# More bars than this in one lane, and those that the eye cannot keep apart are drawn as one.
_MOST_BARS = 150
_APART_PERCENT = 0.4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a lane.

    Attributes:
        period: when.
        style: its class in the style sheet.
        title: shown while the pointer is over it.
        confidence: 0..1; the less, the paler.
        anchor: the id of what it leads to.
    """

    period: Period
    style: str
    title: str
    confidence: float = 1.0
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of bars with its name, and how much there is of it."""

    name: str
    tally: str
    bars: tuple[Bar, ...]

    @property
    def lasting(self) -> bool:
        return any(bar.period.lasting for bar in self.bars)


def lanes(report: Mapping[str, Any], axis: TimeAxis, anchors: Mapping[str, str]) -> list[Lane]:
    """The lanes that a session needs: its frames, then what they showed, then what the browser told.

    Kinds come in the order in which they first occurred.

    Args:
        report: of the session.
        axis: its time.
        anchors: for each incident's id, the id of its card on the page.
    """
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for incident in sorted(report["incidents"], key=lambda incident: str(incident["started_at"])):
        by_kind.setdefault(str(incident["kind"]), []).append(incident)
    seen, told = (
        [
            _lane(group[0].get("title") or title_of(kind), [_incident_bar(i, axis, anchors) for i in group], axis)
            for kind, group in by_kind.items()
            if (kind in BROWSER_KINDS) is browser
        ]
        for browser in (False, True)
    )
    return [*_frames(report, axis), *seen, *_poor_picture(report, axis), *_speech(report, axis), *told]


def _incident_bar(incident: Mapping[str, Any], axis: TimeAxis, anchors: Mapping[str, str]) -> Bar:
    period = axis.period(incident)
    confidence = float(incident["confidence"])
    sentence = f"{incident['detail']}, {sureness(confidence)}"
    title = _told(incident.get("title") or title_of(str(incident["kind"])), period, axis, sentence)
    return Bar(period, f"kind-{incident['kind']}", title, confidence, anchors.get(str(incident["id"])))


def _frames(report: Mapping[str, Any], axis: TimeAxis) -> list[Lane]:
    """Where frames came, and the gaps between them."""
    session, gaps = report["session"], [axis.period(gap) for gap in report["gaps"]]
    explained = ["the exam's tab was hidden" if gap.get("explained_by") else None for gap in report["gaps"]]
    bars = [Bar(gap, "gap", _told("No frames", gap, axis, why)) for gap, why in zip(gaps, explained, strict=True)]
    if session.get("first_frame_at") and session.get("last_frame_at"):
        came = Period(axis.seconds(session["first_frame_at"]), axis.seconds(session["last_frame_at"]))
        bars.insert(0, Bar(came, "frames", _told("Frames came", came, axis)))
    if not bars:
        return []
    missing = f"none for {_in_all(gaps)}" if gaps else "no gap"
    return [Lane("Camera frames", missing, tuple(bars))]


def _poor_picture(report: Mapping[str, Any], axis: TimeAxis) -> list[Lane]:
    periods = report["quality"].get("periods") or ()
    bars = [
        Bar(period, "poor", _told(entry.get("title") or "Poor picture", period, axis))
        for entry in periods
        for period in (axis.period(entry),)
    ]
    return [_lane("Poor picture", bars, axis)] if bars else []


def _speech(report: Mapping[str, Any], axis: TimeAxis) -> list[Lane]:
    heard = [Period(float(part["start_s"]), float(part["end_s"])) for part in report.get("voice") or ()]
    return [_lane("Speech heard", [Bar(p, "speech", _told("Speech", p, axis)) for p in heard], axis)] if heard else []


def _lane(name: str, bars: Sequence[Bar], axis: TimeAxis) -> Lane:
    tally = f"{times(len(bars))}, {_in_all([bar.period for bar in bars])}"
    drawn = bars if len(bars) <= _MOST_BARS else merged(bars, axis.length_s * _APART_PERCENT / 100, axis)
    return Lane(name, tally, tuple(drawn))


def merged(bars: Sequence[Bar], apart_s: float, axis: TimeAxis) -> list[Bar]:
    """Neighbours less than ``apart_s`` from each other as one bar, as sure as the surest of them."""
    groups: list[list[Bar]] = []
    end_s = 0.0
    for bar in sorted(bars, key=lambda bar: bar.period.start_s):
        if groups and bar.period.start_s - end_s < apart_s:
            groups[-1].append(bar)
        else:
            groups.append([bar])
            end_s = bar.period.end_s
        end_s = max(end_s, bar.period.end_s)
    return [_as_one(group, axis) for group in groups]


def _as_one(group: Sequence[Bar], axis: TimeAxis) -> Bar:
    if len(group) == 1:
        return group[0]
    periods = [bar.period for bar in group]
    period = Period(periods[0].start_s, max(p.end_s for p in periods), any(p.lasting for p in periods))
    title = f"{counted(len(group), 'time')} from {axis.clock(period.start_s)} to {axis.clock(period.end_s)}"
    return replace(group[0], period=period, title=title, confidence=max(bar.confidence for bar in group))


def _told(what: str, period: Period, axis: TimeAxis, sentence: str | None = None) -> str:
    end = "and goes on" if period.lasting else f"for {duration(period.duration_s)}"
    return f"{what} from {axis.clock(period.start_s)} {end}{f': {sentence}' if sentence else ''}"


def _in_all(periods: Iterable[Period]) -> str:
    """How long periods are together; where they overlap counts once."""
    total_s = end_s = 0.0
    for start, group in itertools.groupby(sorted(periods, key=lambda p: p.start_s), key=lambda p: p.start_s):
        last = max(p.end_s for p in group)
        total_s += max(0.0, last - max(start, end_s))
        end_s = max(end_s, last)
    return duration(total_s)
