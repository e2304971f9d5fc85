"""The score adds up, grows with what was seen, fades with the exam's length, and anybody can compute it again."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.judge import Sight, end_of_connection, judge
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.live_score import score
from proctor_audit.judgement.policy import DEFAULT_RULES, Policy
from proctor_audit.judgement.score import (
    EXAM_UNIT_S,
    STRENGTH,
    incident_load,
    points,
    score_of,
    score_of_loads,
    scored,
    weighed,
)
from proctor_audit.judgement.state import SessionState, decode, encode
from tests.unit.judgement.observations import AWAY, CALM, CLOSED, DARK, NOBODY, TWO, pacing

T0 = 1_763_881_200_000
SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
COUNTED = [kind for kind in IncidentKind if kind is not IncidentKind.POOR_PICTURE]


def incident(
    kind: IncidentKind, duration_s: float, confidence: float = 0.9, peak: float = 2.0, **change: Any
) -> Incident:
    start = change.pop("start_s", 0)
    began = T0 + round(start * 1000)
    ended = began + round(duration_s * 1000)
    made = Incident(f"{kind}-{start}", kind, "closed", 2, began, ended, ended, peak, confidence, 20)
    return dataclasses.replace(made, **change)


_some = st.builds(
    incident,
    st.sampled_from(list(IncidentKind)),
    st.floats(0, 900),
    st.integers(0, 100).map(lambda n: n / 100),
    st.floats(0, 90),
    id=st.uuids().map(str),
)
_incidents = st.lists(_some, max_size=12)
_exam_s = st.sampled_from([0.0, 60.0, 600.0, 1800.0, 3600.0, 5400.0, 10_800.5, 86_400.0])


@given(_incidents, _some, _exam_s)
def test_one_more_incident_never_lowers_the_score(before: list[Incident], one: Incident, exam_s: float) -> None:
    assert score_of([*before, one], DEFAULT_RULES, exam_s) >= score_of(before, DEFAULT_RULES, exam_s)


@given(_incidents, _some, st.floats(0, 300), st.integers(0, 50), st.floats(0, 60), _exam_s)
def test_longer_surer_and_stronger_never_lowers_it(
    others: list[Incident], one: Incident, longer_s: float, surer: int, stronger: float, exam_s: float
) -> None:
    assert one.ended_at_ms is not None
    more = dataclasses.replace(
        one,
        ended_at_ms=one.ended_at_ms + round(longer_s * 1000),
        confidence=min(1.0, one.confidence + surer / 100),
        peak=one.peak + stronger,
    )
    assert score_of([*others, more], DEFAULT_RULES, exam_s) >= score_of([*others, one], DEFAULT_RULES, exam_s)


@given(_incidents, _exam_s)
def test_the_score_is_the_sum_of_its_parts_down_to_each_incident(incidents: list[Incident], exam_s: float) -> None:
    whole = scored(weighed(incidents), DEFAULT_RULES, exam_s)
    assert whole.value == min(100, round(round(sum(part.points for part in whole.contributions), 1)))
    assert list(whole.contributions) == sorted(whole.contributions, key=lambda part: (-part.points, part.kind))
    kind_of = {i.id: i.kind for i in incidents}
    for part in whole.contributions:
        shares = [share for one, share in whole.points.items() if kind_of[one] is part.kind]
        assert len(shares) == part.incidents
        assert round(sum(shares), 1) == part.points <= part.weight
        assert min(shares) >= 0


def test_an_incident_has_the_part_of_the_points_that_it_has_of_the_load() -> None:
    three = [incident(IncidentKind.FACE_ABSENT, duration_s, start_s=n) for n, duration_s in enumerate((15, 35, 35))]
    whole = scored(weighed(three), DEFAULT_RULES, 600)
    part = whole.contributions[0].points
    short, *long = whole.points.values()
    assert short == pytest.approx(part / 5, abs=0.1)
    assert long == pytest.approx([part * 2 / 5] * 2, abs=0.1)


@pytest.mark.parametrize("kind", COUNTED)
def test_a_kind_saturates_at_its_weight(kind: IncidentKind) -> None:
    weight = DEFAULT_RULES[kind].weight
    endless = [incident(kind, 600, start_s=n) for n in range(50)]
    for exam_s in (600, 10_800):
        assert scored(weighed(endless), DEFAULT_RULES, exam_s).contributions[0].points == weight
    assert 0 < points(0.3, weight, 600) < points(0.6, weight, 600) < weight
    assert points(1.0, weight, 600) == pytest.approx(weight / 2, abs=0.05)


def test_everything_at_once_is_a_hundred() -> None:
    assert score_of([incident(kind, 900, start_s=n) for n, kind in enumerate(IncidentKind)], DEFAULT_RULES, 900) == 100


def test_the_same_seconds_weigh_less_in_a_long_exam_and_a_long_time_still_shows() -> None:
    glimpse, serious = incident(IncidentKind.MULTIPLE_FACES, 4), incident(IncidentKind.MULTIPLE_FACES, 60)
    by_length = [score_of([glimpse], DEFAULT_RULES, minutes * 60) for minutes in (1, 10, 30, 60, 180)]
    assert by_length == sorted(by_length, reverse=True)
    assert by_length[0] == by_length[1] == by_length[2], "up to half an hour nothing is diluted"
    assert by_length[-1] <= by_length[0] / 2
    assert score_of([serious], DEFAULT_RULES, 3 * 3600) >= DEFAULT_RULES[IncidentKind.MULTIPLE_FACES].weight / 2


@pytest.mark.parametrize("kind", sorted(STRENGTH))
def test_the_peak_strengthens_by_half_at_most(kind: IncidentKind) -> None:
    usual, full = STRENGTH[kind]
    loads = [incident_load(kind, 1.0, 15.0, peak) for peak in (0.0, usual, (usual + full) / 2, full, 10 * full)]
    assert loads == [1.0, 1.0, 1.25, 1.5, 1.5]


@pytest.mark.parametrize("kind", [kind for kind in COUNTED if kind not in STRENGTH])
def test_what_has_no_strength_weighs_by_time_alone(kind: IncidentKind) -> None:
    assert {incident_load(kind, 0.5, 20.0, peak) for peak in (0.0, 0.1, 90.0)} == {0.625}


def test_a_poor_picture_never_counts_and_a_gap_does() -> None:
    poor = incident(IncidentKind.POOR_PICTURE, 900)
    assert weighed([poor]) == []
    assert incident_load(IncidentKind.POOR_PICTURE, 1.0, 900.0, 1.0) == 0
    gap = incident(IncidentKind.MONITORING_GAP, 20, confidence=1.0)
    assert score_of([gap, poor], DEFAULT_RULES, 600) == round(15 * (1 - 2**-1.25))


@given(_incidents, st.sets(st.integers(0, 11)), _exam_s)
def test_without_the_dismissed_it_is_as_if_they_had_never_been(
    incidents: list[Incident], which: set[int], exam_s: float
) -> None:
    dismissed = {incidents[n].id for n in which if n < len(incidents)}
    kept = [i for i in incidents if i.id not in dismissed]
    told = scored(weighed(incidents), DEFAULT_RULES, exam_s, dismissed)
    alone = scored(weighed(kept), DEFAULT_RULES, exam_s)
    assert (told.value, told.contributions) == (alone.value, alone.contributions)
    assert all(told.points[one] == 0 for one in dismissed & told.points.keys())
    assert told.points.keys() == {i.id for i in weighed(incidents)}


def test_other_weights_give_another_score_of_the_same_incidents() -> None:
    seen = [incident(IncidentKind.TALKING, 20, peak=0.5), incident(IncidentKind.LOOKING_DOWN, 40, peak=10)]
    lighter = Policy().reweighed({"talking": 0}).rules
    heavier = Policy().reweighed({"talking": 100}).rules
    scores = [score_of(seen, rules, 600) for rules in (lighter, DEFAULT_RULES, heavier)]
    assert scores == sorted(set(scores))
    assert scored(weighed(seen), lighter, 600).contributions[-1].kind is IncidentKind.TALKING


@given(_incidents, _exam_s)
def test_loads_summed_one_by_one_give_the_same_score(incidents: list[Incident], exam_s: float) -> None:
    """What the session item does."""
    loads: dict[IncidentKind, float] = {}
    for i in incidents:
        load = incident_load(i.kind, i.confidence, i.duration_s, i.peak)
        loads[i.kind] = round(loads.get(i.kind, 0.0) + load, 3)
    assert score_of_loads(loads, DEFAULT_RULES, exam_s) == score_of(incidents, DEFAULT_RULES, exam_s)


STORY = [
    (TWO, 12, 0), (CALM, 20, 0), (NOBODY, 9, 600), (CALM, 20, 0), (AWAY, 30, 0), (CLOSED, 14, 0), (DARK, 20, 0),
    (CALM, 20, 1_700), (NOBODY, 6, 0),
]  # fmt: skip
"""What is shown, for how many seconds, and how long nothing comes after it."""


@pytest.mark.parametrize("fps", [1, 2, 5])
@pytest.mark.parametrize("preset", ["lenient", "standard", "strict"])
def test_the_live_score_is_the_one_computed_again_from_the_incidents(preset: str, fps: int) -> None:
    policy = Policy.from_mapping({"preset": preset})
    state, newest, at, seq = SessionState(), {}, T0, 0
    for what, seen_s, silent_s in STORY:
        for _ in range(seen_s * fps):
            shown = pacing(seq) if what is TWO else what
            result = judge(SESSION, decode(encode(state)), [Sight(seq, at, shown)], policy, at)
            newest.update({i.id: i for i in result.frames[0].changes})
            state, seq, at = result.state.delivered(), seq + 1, at + 1000 // fps
        at += silent_s * 1000
    newest.update({i.id: i for i in end_of_connection(SESSION, state).outbox})
    exam_s = (state.at_ms - T0) / 1000
    assert exam_s > EXAM_UNIT_S
    assert {"multiple_faces", "face_absent", "looking_away", "monitoring_gap"} <= {i.kind for i in newest.values()}
    assert result.score == score(state, policy) == score_of(newest.values(), policy.rules, exam_s) > 0
