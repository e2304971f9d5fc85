"""What a browser tells becomes an incident once, however it is told, and only when it lasted long enough."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.judgement.incident import incident_id
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import points
from proctor_audit.judgement.state import SessionState
from proctor_audit.protocol.browser_events import BrowserEvent
from tests.unit.judgement.browsers import SESSION, T0, Exam, event


def begun_exam(policy: dict[str, Any] | None = None) -> Exam:
    exam = Exam(Policy.from_mapping(policy or {}))
    exam.frame(0)
    return exam


@pytest.mark.parametrize(
    ("kind", "lasted_s", "detail", "is_incident"),
    [
        ("tab_hidden", 0.9, "", False),
        ("tab_hidden", 1.0, "", True),
        ("window_blurred", 2.9, "", False),
        ("window_blurred", 3.0, "", True),
        ("fullscreen_left", 0.9, "", False),
        ("fullscreen_left", 1.0, "", True),
        ("second_screen", 0.1, "", True),
        ("camera_changed", 0.1, "muted", True),
        ("camera_changed", 0.1, "ended", True),
        ("devtools_opened", 4.9, "", False),
        ("devtools_opened", 5.0, "", True),
    ],
)
@pytest.mark.parametrize("halves", ["both", "at once", "only the end"])
def test_what_lasts_long_enough_is_an_incident(
    kind: Any, lasted_s: float, detail: str, is_incident: bool, halves: str
) -> None:
    exam = begun_exam()
    begins, ends = event(kind, 1, None, detail), event(kind, 1, lasted_s, detail)
    if halves == "both":
        exam.tell(begins, at_s=1)
        exam.tell(ends, at_s=1 + lasted_s)
    else:
        exam.tell(*([begins, ends] if halves == "at once" else [ends]), at_s=1 + lasted_s)
    assert exam.told == ([(kind, 1.0, lasted_s, "closed")] if is_incident else [])
    assert len(exam.records) == is_incident
    assert exam.live_score == exam.recorded_score
    for incident in exam.records.values():
        assert incident.id == incident_id(SESSION, kind, T0 + 1000)
        assert (incident.confidence, incident.detail) == (1.0, detail)


@pytest.mark.parametrize("detail", ["copy", "cut", "paste"])
def test_the_clipboard_takes_no_time(detail: str) -> None:
    exam = begun_exam()
    (told,) = exam.tell(event("clipboard", 1, 7, detail), at_s=1).changes
    assert (told.kind, told.state, told.duration_s, told.detail) == ("clipboard", "closed", 0.0, detail)


@pytest.mark.parametrize(
    ("detail", "kind", "state"),
    [
        ("ended", "camera_changed", "opened"),
        ("muted", "camera_changed", "opened"),
        ("switched", "camera_changed", "closed"),
        ("virtual", "virtual_camera", "opened"),
    ],
)
def test_changes_of_the_camera(detail: str, kind: str, state: str) -> None:
    (told,) = begun_exam().tell(event("camera_changed", 1, None, detail), at_s=1).changes
    assert (told.kind, told.state, told.detail) == (kind, state, detail)


def test_a_virtual_camera_and_one_that_is_muted_go_on_beside_each_other() -> None:
    exam = begun_exam()
    exam.tell(event("camera_changed", 1, None, "virtual"), event("camera_changed", 2, None, "muted"), at_s=2)
    exam.tell(event("camera_changed", 2, 3, "muted"), event("camera_changed", 1, 9, "virtual"), at_s=10)
    assert exam.told == [("camera_changed", 2.0, 3.0, "closed"), ("virtual_camera", 1.0, 9.0, "closed")]


def test_another_camera_ends_a_virtual_one() -> None:
    exam = begun_exam()
    exam.tell(event("camera_changed", 1, None, "virtual"), at_s=1)
    exam.tell(event("camera_changed", 9, None, "switched"), event("camera_changed", 9, None, "virtual"), at_s=9)
    exam.tell(event("camera_changed", 20, None, "switched"), at_s=20)
    assert exam.told == [
        ("camera_changed", 9.0, 0.0, "closed"),
        ("camera_changed", 20.0, 0.0, "closed"),
        ("virtual_camera", 1.0, 8.0, "closed"),
        ("virtual_camera", 9.0, 11.0, "closed"),
    ]
    assert exam.live_score == exam.recorded_score


def test_while_it_lasts_it_is_told_once_it_is_long_enough_and_then_now_and_again() -> None:
    exam = begun_exam()
    assert exam.tell(event("tab_hidden", 0.4), at_s=0.5).changes == ()
    told = [(change.state, at_s / 2) for at_s in range(1, 300) for change in exam.frame(at_s / 2)]
    assert told[:4] == [("opened", 1.5), ("updated", 3.0), ("updated", 6.0), ("updated", 12.0)]
    assert [at_s for _, at_s in told[4:]] == [24.0, 48.0, 78.0, 108.0, 138.0]
    assert exam.live_score == exam.recorded_score > 0
    exam.tell(event("tab_hidden", 0.4, 150), at_s=150.4)
    assert exam.told == [("tab_hidden", 0.4, 150.0, "closed")]
    assert exam.live_score == exam.recorded_score


@pytest.mark.parametrize("kind", ["tab_hidden", "window_blurred", "clipboard", "second_screen", "camera_changed"])
def test_a_kind_can_be_switched_off(kind: Any) -> None:
    exam = begun_exam({"incidents": {kind: {"enabled": False}}})
    detail = {"clipboard": "copy", "camera_changed": "ended"}.get(kind, "")
    before = exam.state
    judged = exam.tell(event(kind, 1, None, detail), event(kind, 1, 60, detail), at_s=61)
    assert (judged.changes, judged.state) == ((), before)


def test_how_long_it_must_last_is_set_by_policy() -> None:
    exam = begun_exam({"incidents": {"tab_hidden": {"open_after_s": 30, "weight": 80}}})
    exam.tell(event("tab_hidden", 1, 29), event("tab_hidden", 40, 30), at_s=70)
    assert exam.told == [("tab_hidden", 40.0, 30.0, "closed")]
    assert exam.live_score == round(points(1.75, 80, 0))


def test_what_goes_on_ends_with_the_connection_until_its_true_end_is_told() -> None:
    exam = begun_exam()
    exam.tell(event("tab_hidden", 1), event("window_blurred", 1), at_s=1)
    exam.leave(3.5)
    assert exam.told == [("tab_hidden", 1.0, 2.5, "closed")]
    exam.tell(event("tab_hidden", 1, 60), event("window_blurred", 1, 61), at_s=62)
    assert exam.told == [("tab_hidden", 1.0, 60.0, "closed"), ("window_blurred", 1.0, 61.0, "closed")]
    assert exam.live_score == exam.recorded_score


def test_what_is_told_to_go_on_after_the_connection_broke_goes_on() -> None:
    exam = begun_exam()
    exam.tell(event("second_screen", 1), at_s=1)
    exam.leave(10)
    (told,) = exam.tell(event("second_screen", 1), at_s=20).changes
    assert (told.state, told.duration_s) == ("updated", 19.0)
    exam.leave(50)
    assert exam.told == [("second_screen", 1.0, 49.0, "closed")]
    assert exam.live_score == exam.recorded_score


@pytest.mark.parametrize(
    "unloading",
    [
        [event("page_left", 5)],
        [event("tab_hidden", 5), event("page_left", 5)],
        [event("page_left", 5), event("tab_hidden", 5.004), event("window_blurred", 5.01)],
    ],
)
def test_a_page_that_is_left_and_comes_back_was_a_hidden_tab(unloading: list[BrowserEvent]) -> None:
    exam = begun_exam()
    exam.frames(0.5, 5)
    exam.tell(event("fullscreen_left", 1), *unloading, at_s=5)
    exam.leave(5.1)
    assert exam.told == [("fullscreen_left", 1.0, 4.0, "closed")]
    exam.frame(12)
    assert exam.told == [("fullscreen_left", 1.0, 4.0, "closed"), ("tab_hidden", 5.0, 7.0, "closed")]
    assert [i.detail for i in exam.records.values()] == ["", "page_left"]
    exam.tell(event("page_left", 5), at_s=13)
    exam.frame(13)
    assert len(exam.records) == 2
    assert exam.live_score == exam.recorded_score


def test_who_leaves_the_page_and_does_not_come_back_has_finished() -> None:
    exam = begun_exam()
    exam.tell(event("page_left", 5), at_s=5)
    exam.leave(600)
    assert exam.records == {}


def test_a_page_that_is_loaded_anew_at_once_was_not_left() -> None:
    exam = begun_exam()
    exam.tell(event("page_left", 5), at_s=5)
    exam.tell(event("second_screen", 5.8), at_s=5.8)
    assert [kind for kind, *_ in exam.told] == ["second_screen"]


def test_what_begins_anew_has_ended_but_nobody_knows_when() -> None:
    exam = begun_exam()
    exam.tell(event("tab_hidden", 1), at_s=1)
    exam.tell(event("tab_hidden", 60), at_s=60)
    assert exam.told == []
    exam.tell(event("tab_hidden", 60, 5), at_s=65)
    assert exam.told == [("tab_hidden", 60.0, 5.0, "closed")]
    exam.tell(event("tab_hidden", 1, 7), at_s=66)
    assert exam.told == [("tab_hidden", 1.0, 7.0, "closed"), ("tab_hidden", 60.0, 5.0, "closed")]


def test_nothing_lasts_longer_than_a_session_can() -> None:
    exam = begun_exam({"recorded": True})
    exam.tell(event("second_screen", 1), at_s=1)
    exam.frame(90_000)
    exam.frame(90_000.5)
    assert exam.told[-1] == ("second_screen", 1.0, 86_400.0, "closed")


def test_after_a_silence_a_short_event_is_not_taken_for_one_that_lasts() -> None:
    """Its end may be on its way, behind the frame that came first."""
    exam = begun_exam()
    exam.tell(event("window_blurred", 0.5), at_s=0.5)
    assert {change.kind for change in exam.frame(60)} == {"monitoring_gap"}
    exam.tell(event("window_blurred", 0.5, 0.8), at_s=60.1)
    exam.frames(60.5, 70)
    assert {i.kind for i in exam.records.values()} == {"monitoring_gap"}


def test_what_was_told_and_turns_out_too_short_weighs_nothing() -> None:
    exam = begun_exam()
    exam.tell(event("tab_hidden", 0.5), at_s=0.5)
    exam.frames(1, 4)
    assert [state for *_, state in exam.told] == ["updated"]
    exam.tell(event("tab_hidden", 0.5, 0.4), at_s=4)
    (incident,) = exam.records.values()
    assert (incident.state, incident.confidence, incident.duration_s) == ("closed", 0.0, 0.4)
    assert exam.live_score == exam.recorded_score == 0


@pytest.mark.parametrize(
    ("at_s", "lasted_s", "received_s", "placed"),
    [
        (10, 5, 15, (10.0, 5.0)),
        (10, 5, 400, (10.0, 5.0)),  # kept through an outage
        (11.5, 5, 15, (11.5, 5.0)),  # a little ahead
        (500, 5, 15, (10.0, 5.0)),  # in the future: just over
        (500, None, 15, (15.0, 0.0)),
        (-40, 5, 15, (-40.0, 5.0)),  # while the page was being made ready
        (-100, 50, 15, (-60.0, 10.0)),  # only what was shortly before the exam
        (-100, 30, 15, None),
        (-3600, None, 15, (-45.0, 60.0)),  # what only begins began a moment ago
        (-3600, 1, 15, None),
    ],
)
def test_times_that_cannot_be_are_clamped_or_refused(
    at_s: float, lasted_s: float | None, received_s: float, placed: tuple[float, float] | None
) -> None:
    exam = begun_exam()
    judged = exam.tell(event("second_screen", at_s, lasted_s), at_s=received_s)
    assert judged.untimely == (frozenset() if placed else {0})
    assert [(start_s, length_s) for _, start_s, length_s, _ in exam.told] == ([placed] if placed else [])


@pytest.mark.parametrize("wrong_s", [-7200, -30, 30, 7200])
def test_before_the_first_frame_a_wrong_clock_makes_nothing_last(wrong_s: float) -> None:
    exam = Exam()
    exam.tell(event("second_screen", wrong_s), event("tab_hidden", wrong_s, 4), at_s=0)
    assert exam.told == [("second_screen", 0.0, 0.0, "opened"), ("tab_hidden", -4.0, 4.0, "closed")]


def test_the_clock_is_corrected_as_for_frames() -> None:
    exam = Exam()
    exam.frame(0)
    exam.state = SessionState(seq=0, started_at_ms=T0, at_ms=T0, heard_at_ms=T0, clock_offset_ms=3_600_000)
    exam.tell(event("tab_hidden", -3_590, 5), at_s=15)
    assert exam.told == [("tab_hidden", 10.0, 5.0, "closed")]


def test_the_clock_of_a_recording_is_its_own() -> None:
    exam = begun_exam({"recorded": True})
    exam.tell(event("tab_hidden", 1000, 5), at_s=1)
    assert exam.told == [("tab_hidden", 1000.0, 5.0, "closed")]


def test_an_older_event_than_is_remembered_is_taken_for_a_repeat() -> None:
    exam = begun_exam()
    told = [event("tab_hidden", 10 * n, 5) for n in range(1, 40)]
    exam.tell(*told, at_s=400)
    assert len(exam.told) == 39
    before = exam.state
    for one in told:
        assert exam.tell(one, at_s=400).state == before
        assert exam.tell(BrowserEvent(one.kind, one.at_ms), at_s=400).changes == ()


def test_an_old_repeat_beside_something_new_is_not_counted_again() -> None:
    exam = begun_exam()
    told = [event("tab_hidden", 10 * n, 5) for n in range(1, 6)]
    exam.tell(*told, at_s=60)
    load = exam.state.loads[IncidentKind.TAB_HIDDEN]
    exam.tell(told[0], event("clipboard", 61, None, "copy"), at_s=61)
    assert exam.state.loads[IncidentKind.TAB_HIDDEN] == load
    assert exam.live_score == exam.recorded_score


KINDS_AND_DETAILS = [
    ("tab_hidden", ""),
    ("window_blurred", ""),
    ("fullscreen_left", ""),
    ("clipboard", "paste"),
    ("second_screen", ""),
    ("camera_changed", "muted"),
    ("camera_changed", "switched"),
    ("camera_changed", "virtual"),
    ("devtools_opened", ""),
]
_lengths = st.lists(st.tuples(st.floats(0.2, 9), st.floats(0.2, 9)), min_size=0, max_size=2)


@st.composite
def happened(draw: st.DrawFn) -> list[BrowserEvent]:
    """At most two of a slot, one after the other; the second half of each."""
    events = []
    for kind, detail in KINDS_AND_DETAILS:
        if detail == "switched":
            continue
        at_s = 1.0
        for pause_s, lasted_s in draw(_lengths):
            at_s += pause_s
            events.append(event(kind, at_s, lasted_s, detail))
            at_s += lasted_s
    return events


def first_half(whole: BrowserEvent) -> BrowserEvent:
    return BrowserEvent(whole.kind, whole.at_ms, None, whole.detail)


@given(happened(), st.data())
def test_repeats_and_any_order_change_nothing(ends: list[BrowserEvent], data: st.DataObject) -> None:
    """Each end comes at least once; beginnings may be missing; everything may be repeated and in any order."""
    in_order = begun_exam()
    for one in sorted(ends, key=lambda end: end.at_ms):
        in_order.tell(one, at_s=40)

    begins = [first_half(one) for one in ends]
    again = data.draw(st.lists(st.sampled_from([*ends, *begins]), max_size=8)) if ends else []
    deliveries = data.draw(st.permutations([*ends, *again]))
    shuffled = begun_exam()
    while deliveries:
        size = data.draw(st.integers(1, 5))
        shuffled.tell(*deliveries[:size], at_s=40)
        deliveries = deliveries[size:]
    assert shuffled.told == in_order.told
    assert shuffled.state.loads == pytest.approx(in_order.state.loads)
    assert shuffled.live_score == in_order.live_score == in_order.recorded_score == shuffled.recorded_score
    assert shuffled.state.activity.begun == ()


@given(happened(), st.booleans())
def test_the_same_message_again_changes_nothing(ends: list[BrowserEvent], only_begun: bool) -> None:
    exam = begun_exam()
    told = [first_half(one) for one in ends] if only_begun else ends
    exam.tell(*told, at_s=40)
    before, records = exam.state, dict(exam.records)
    judged = exam.tell(*told, at_s=40)
    assert judged.changes == ()
    assert exam.state == before
    assert exam.records == records


def test_what_is_allowed_at_once_and_lastingly() -> None:
    exam = begun_exam()
    for n in range(4):
        assert exam.state.activity.budget_at(T0 + 1_000) == 200 - 50 * n
        exam.tell(*(event("clipboard", 1 + n + i / 100, None, "copy") for i in range(50)), at_s=1)
    assert exam.state.activity.budget_at(T0 + 1_000) == 0
    assert exam.state.activity.budget_at(T0 + 11_000) == 20
    assert exam.state.activity.budget_at(T0 + 500_000) == 200


def test_an_hour_of_a_second_screen_is_worth_a_glance_and_no_more() -> None:
    exam = begun_exam()
    exam.tell(event("second_screen", 0, 3600), at_s=3600)
    assert IncidentKind.SECOND_SCREEN in exam.state.loads
    assert exam.live_score == 10
