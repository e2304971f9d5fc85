"""The timeline: everything stands at its time, whatever the length of the session, and short things can be seen."""

from __future__ import annotations

from typing import Any

import pytest

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.reporting.html.axis import Period, TimeAxis, clock, duration
from proctor_audit.reporting.html.lanes import Bar, lanes, merged
from proctor_audit.reporting.html.markup import document
from proctor_audit.reporting.html.timeline_svg import timeline_svg
from tests.unit.reporting.parsed_page import Node, Page
from tests.unit.reporting.reports import START, incident, report


def drawn(told: dict[str, Any]) -> Page:
    axis = TimeAxis.of(told)
    anchors = {i["id"]: f"card-{n}" for n, i in enumerate(told["incidents"], 1)}
    return Page.of(document(timeline_svg(lanes(told, axis, anchors), axis, "s1")))


def place(bar: Node) -> tuple[float, float]:
    """Left edge and width in percent."""
    return float(bar.attributes["x"].rstrip("%")), float(bar.attributes["width"].rstrip("%"))


@pytest.mark.parametrize(
    ("length_s", "start_s", "duration_s", "left", "width", "labels"),
    [
        (5, 1, 2, 20, 40, ["0:00", "0:01", "0:02", "0:03", "0:04", "0:05"]),
        (10, 2, 5, 20, 50, ["0:00", "0:02", "0:04", "0:06", "0:08", "0:10"]),
        (90, 45, 9, 50, 10, ["0:00", "0:15", "0:30", "0:45", "1:00", "1:15", "1:30"]),
        (3600, 900, 360, 25, 10, ["0:00", "10:00", "20:00", "30:00", "40:00", "50:00", "60:00"]),
        (14400, 7200, 1440, 50, 10, ["0:00", "60:00", "120:00", "180:00", "240:00"]),
    ],
)
def test_times_and_places(
    length_s: float, start_s: float, duration_s: float, left: float, width: float, labels: list[str]
) -> None:
    page = drawn(report(incident(IncidentKind.LOOKING_AWAY, start_s, duration_s), length_s=length_s))
    assert place(page.one("rect", "kind-looking_away")) == pytest.approx((left, width))
    assert place(page.one("rect", "frames")) == (0.0, 100.0)
    assert [node.text for node in page.all("text", "time")] == labels
    ticks = [float(node.attributes["x1"].rstrip("%")) for node in page.all("line", "tick")]
    assert ticks == pytest.approx([100 * n / (len(labels) - 1) for n in range(len(labels))], abs=0.01)


@pytest.mark.parametrize("length_s", [1, 7.3, 61, 599, 1801, 5000, 14400, 86400])
def test_labels_are_few_and_round(length_s: float) -> None:
    ticks = TimeAxis(START, length_s).ticks()
    assert 2 <= len(ticks) <= 7
    assert ticks[-1] <= length_s < ticks[-1] + ticks[1]


@pytest.mark.parametrize("start_s", [0, 7000, 14399.9])
def test_a_short_incident_of_a_long_exam_can_be_seen_and_stays_inside(start_s: float) -> None:
    page = drawn(report(incident(IncidentKind.FACE_ABSENT, start_s, 0.1), length_s=14400))
    left, width = place(page.one("rect", "kind-face_absent"))
    assert width == 0.25
    assert 0 <= left <= 100 - width
    assert left == pytest.approx(min(start_s / 144, 99.75), abs=0.01)


def test_the_surer_the_less_pale() -> None:
    told = [incident(IncidentKind.TALKING, 60.0 * n, 9, confidence=sure) for n, sure in enumerate((0.2, 0.6, 1.0), 1)]
    bars = drawn(report(*told)).all("rect", "kind-talking")
    assert [bar.attributes.get("opacity") for bar in bars] == ["0.52", "0.76", None]


def test_what_the_browser_told_stands_below_what_the_camera_showed() -> None:
    told = report(
        incident(IncidentKind.TAB_HIDDEN, 10, 5, evidence=()),
        incident(IncidentKind.FACE_ABSENT, 100, 9),
        incident(IncidentKind.CLIPBOARD, 50, 0, evidence=(), detail="copy"),
        incident(IncidentKind.POOR_PICTURE, 300, 60, detail="blurred", evidence=()),
    )
    lane_names = [node.text for node in drawn(told).all("text", "lane")]
    assert lane_names == ["Camera frames", "Nobody in view", "Poor picture", "Exam's tab hidden", "Clipboard used"]


def test_a_lane_for_each_kind_that_occurred_and_for_what_could_not_be_seen() -> None:
    told = report(
        incident(IncidentKind.MONITORING_GAP, 100, 40, evidence=()),
        incident(IncidentKind.POOR_PICTURE, 300, 60, detail="blurred", evidence=()),
        incident(IncidentKind.TALKING, 500, 5),
        incident(IncidentKind.FACE_ABSENT, 200, 5),
        incident(IncidentKind.TALKING, 50, 5),
    )
    told["voice"] = [{"start_s": 50.0, "end_s": 54.0}, {"start_s": 52.0, "end_s": 60.0}]
    page = drawn(told)
    assert list(
        zip([n.text for n in page.all("text", "lane")], [n.text for n in page.all("text", "tally")], strict=True)
    ) == [
        ("Camera frames", "none for 40 s"),
        ("Mouth moving as in speech", "twice, 10 s"),
        ("Nobody in view", "once, 5 s"),
        ("Poor picture", "once, 1 min"),
        ("Speech heard", "twice, 10 s"),
    ]
    assert page.one("rect", "gap").attributes["fill"] == "url(#s1-hatching)"
    assert page.one("pattern").attributes["id"] == "s1-hatching"
    assert "Blurred from 5:00 for 1 min" in [title.text for title in page.all("title")]


def test_a_bar_tells_what_it_is_and_leads_to_its_card() -> None:
    page = drawn(report(incident(IncidentKind.LOOKING_AWAY, 65, 8.2, detail="left")))
    told = page.all("title")[-1].text
    assert told == "Looking away from 1:05 for 8.2 s: looked to the left, by up to 2°, very sure (90%)"
    assert page.one("a").attributes["href"] == "#card-1"


def test_what_lasts_reaches_as_far_as_it_is_known() -> None:
    told = report(incident(IncidentKind.CAMERA_BLOCKED, 50, 25, ended=False), length_s=100, open_=True)
    page = drawn(told)
    assert place(page.one("rect", "kind-camera_blocked")) == (50.0, 25.0)
    assert page.all("text", "tally")[1].text == "once, 25 s, goes on"


@pytest.mark.parametrize(("silent_s", "left", "width"), [(12, 89.29, 10.71), (7200, 86.96, 13.04)])
def test_silence_that_goes_on_is_shown_but_squeezes_nothing(silent_s: float, left: float, width: float) -> None:
    told = report(length_s=100, open_=True)
    told["gaps"] = [{"started_at": told["session"]["last_frame_at"], "ended_at": None, "duration_s": silent_s}]
    page = drawn(told)
    assert place(page.one("rect", "gap")) == pytest.approx((left, width))
    assert page.all("text", "tally")[0].text == f"none for {duration(silent_s)}, goes on"


def test_neighbours_that_cannot_be_told_apart_are_one_bar() -> None:
    axis = TimeAxis(START, 1000.0)
    bars = [
        Bar(Period(at, at + 1.0), "kind-talking", "", sure, f"card-{at:g}")
        for at, sure in ((1.0, 0.5), (3.0, 0.9), (9.0, 0.7))
    ]
    first, second = merged(bars, 2.0, axis)
    assert (first.period, first.confidence, first.anchor) == (Period(1.0, 4.0), 0.9, "card-1")
    assert first.title == "2 times from 0:01 to 0:04"
    assert second == bars[2]


def test_a_lane_never_holds_more_bars_than_the_eye_can_tell_apart() -> None:
    told = report(*(incident(IncidentKind.TALKING, 5.0 * n, 3) for n in range(2000)), length_s=10_000)
    assert len(drawn(told).all("rect", "kind-talking")) <= 250
    few = report(*(incident(IncidentKind.TALKING, 5.0 * n, 3) for n in range(100)), length_s=10_000)
    assert len(drawn(few).all("rect", "kind-talking")) == 100


@pytest.mark.parametrize(
    ("at_s", "whole", "tenths"),
    [(0, "0:00", "0:00.0"), (7.46, "0:07", "0:07.5"), (59.96, "0:59", "1:00.0"), (3725.2, "62:05", "62:05.2")],
)
def test_clock(at_s: float, whole: str, tenths: str) -> None:
    assert (clock(at_s), clock(at_s, tenths=True)) == (whole, tenths)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (8.24, "8.2 s"),
        (10.0, "10 s"),
        (59.97, "1 min"),
        (125, "2 min 5 s"),
        (3599.6, "1 h"),
        (4320, "1 h 12 min"),
    ],
)
def test_duration(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_what_the_browser_told_before_the_first_frame_has_its_whole_length() -> None:
    told = report(incident(IncidentKind.TAB_HIDDEN, -20, 30, evidence=()), length_s=80)
    axis = TimeAxis.of(told)
    assert axis.length_s == 100
    assert axis.period(told["incidents"][0]) == Period(0, 30)
    page = drawn(told)
    assert place(page.one("rect", "kind-tab_hidden")) == pytest.approx((0, 30))
    assert place(page.one("rect", "frames")) == pytest.approx((20, 80))
