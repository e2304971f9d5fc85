"""A gap that a hidden tab explains is told and not held against the candidate, in whatever order things arrive."""

from __future__ import annotations

import pytest

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from tests.unit.judgement.browsers import Exam, event

GAP = IncidentKind.MONITORING_GAP


def gaps(exam: Exam) -> list[tuple[float, float, str]]:
    """Length, confidence and detail of each."""
    return [(i.duration_s, i.confidence, i.detail) for i in exam.records.values() if i.kind is GAP]


def played(order: str, hidden: tuple[float, float] | None, silence: tuple[float, float]) -> Exam:
    """Frames but in a silence, and a hidden tab told before it, while it lasts, or after frames have come again."""
    exam = Exam()
    exam.frames(0, silence[0] + 0.5)
    if hidden is None:
        exam.frame(silence[1])
        return exam
    start_s, lasted_s = hidden[0], hidden[1] - hidden[0]
    ends = event("tab_hidden", start_s, lasted_s)
    if order == "begun before":
        exam.tell(event("tab_hidden", start_s), at_s=start_s)
    if order == "ended before":
        exam.tell(ends, at_s=min(silence[1], hidden[1]))
    exam.frame(silence[1])
    exam.frame(silence[1] + 0.5)
    exam.tell(ends, at_s=max(silence[1] + 1, hidden[1]))
    exam.frame(max(silence[1] + 1.5, hidden[1] + 0.5))
    return exam


@pytest.mark.parametrize("order", ["begun before", "ended before", "told after"])
@pytest.mark.parametrize(
    ("hidden", "explained"),
    [
        ((10.2, 69.8), True),
        ((10.2, 61.0), True),  # what is left would be no gap
        ((19.0, 70.0), True),
        ((10.2, 59.0), False),
        ((21.0, 70.0), False),
        ((2.0, 9.0), False),
    ],
)
def test_gaps_beside_a_hidden_tab(order: str, hidden: tuple[float, float], explained: bool) -> None:
    exam = played(order, hidden, (10, 70))
    assert gaps(exam) == ([(60.0, 0.0, "hidden")] if explained else [(60.0, 1.0, "")])
    assert (GAP in exam.state.loads) is not explained
    assert ("tab_hidden", hidden[0], round(hidden[1] - hidden[0], 3), "closed") in exam.told
    assert exam.live_score == exam.recorded_score


def test_a_gap_by_itself_weighs() -> None:
    exam = played("", None, (10, 70))
    assert gaps(exam) == [(60.0, 1.0, "")]
    assert exam.live_score == exam.recorded_score > 0


def test_frames_that_come_seldom_from_a_hidden_tab_are_no_gaps_to_be_held_against_anybody() -> None:
    exam = Exam()
    exam.frames(0, 10)
    exam.tell(event("tab_hidden", 10), at_s=10)
    exam.frames(60, 600, 60)
    exam.tell(event("tab_hidden", 10, 590), at_s=600)
    assert set(gaps(exam)) == {(60.0, 0.0, "hidden"), (50.5, 0.0, "hidden")}
    assert exam.state.loads.keys() == {IncidentKind.TAB_HIDDEN}
    assert exam.live_score == exam.recorded_score == 15


def test_a_page_that_was_left_explains_the_gap() -> None:
    exam = Exam()
    exam.frames(0, 10)
    exam.tell(event("page_left", 9.8), at_s=9.8)
    exam.leave(10)
    exam.frame(40)
    assert gaps(exam) == [(30.5, 0.0, "hidden")]
    assert exam.told == [("tab_hidden", 9.8, 30.2, "closed")]


def test_a_connection_that_broke_while_the_tab_was_hidden() -> None:
    """Until the browser tells how long it was hidden, only the time until the break is known."""
    exam = Exam()
    exam.frames(0, 10)
    exam.tell(event("tab_hidden", 10), at_s=10)
    exam.leave(15)
    exam.frame(70)
    assert gaps(exam) == [(60.5, 1.0, "")]
    exam.tell(event("tab_hidden", 10, 59), at_s=71)
    assert gaps(exam) == [(60.5, 0.0, "hidden")]
    assert exam.told == [("tab_hidden", 10.0, 59.0, "closed")]
    assert exam.live_score == exam.recorded_score


def test_where_hidden_tabs_are_not_looked_for_they_explain_nothing() -> None:
    exam = Exam(Policy.from_mapping({"incidents": {"tab_hidden": {"enabled": False}}}))
    exam.frames(0, 10)
    exam.tell(event("tab_hidden", 10), at_s=10)
    exam.frame(70)
    assert gaps(exam) == [(60.5, 1.0, "")]


def test_gaps_that_are_not_looked_for_are_not_told() -> None:
    exam = Exam(Policy.from_mapping({"incidents": {"monitoring_gap": {"enabled": False}}}))
    exam.frames(0, 10)
    exam.frame(70)
    exam.tell(event("tab_hidden", 10, 59), at_s=71)
    assert gaps(exam) == []
