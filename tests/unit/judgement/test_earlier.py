"""Pictures from before an incident: asked for once, and taken only if they can be what was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proctor_audit.judgement.earlier import (
    MOST_BEFORE_S,
    asked_for,
    earlier_role,
    in_order,
    incident_that_asks,
    seconds_before,
)
from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.judge import Judgement, Sight, judge
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import MAX_BURST_FRAMES, SessionState, decode, encode
from tests.unit.judgement.observations import CALM, DARK, NOBODY

SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
T0 = 1_763_881_200_000
AHEAD_MS = 3_600_000
"""The client's clock is an hour fast."""
LEFT_MS = 10_000


def absence(policy: Policy, until_s: float = 14.0) -> list[Judgement]:
    """A calm candidate leaves after ten seconds; two frames a second, by a clock that is wrong."""
    state, judgements = SessionState(), []
    for seq in range(round(2 * until_s)):
        at_ms = T0 + 500 * seq
        shown = NOBODY if 500 * seq >= LEFT_MS else CALM
        sight = Sight(seq, at_ms + AHEAD_MS, shown)
        judgements.append(judge(SESSION, decode(encode(state)), [sight], policy, at_ms))
        state = judgements[-1].state
    return judgements


def test_the_reply_that_tells_of_it_asks_once_by_the_clients_clock() -> None:
    asking = [judgement for judgement in absence(Policy()) if judgement.asks]
    assert len(asking) == 1
    (change,) = asking[0].frames[0].changes
    assert change.state == "opened"
    assert asking[0].asks == {change.id: {"before": T0 + LEFT_MS + AHEAD_MS, "pictures": 3}}


@pytest.mark.parametrize(("pictures", "asks"), [(0, False), (1, True), (3, True)])
def test_the_policy_says_how_many(pictures: int, asks: bool) -> None:
    asked = [a for judgement in absence(Policy(earlier_pictures=pictures)) for a in judgement.asks.values()]
    assert [one["pictures"] for one in asked] == ([pictures] if asks else [])


def test_of_what_has_no_pictures_none_are_asked_for() -> None:
    state = absence(Policy(), 5)[-1].state
    late_ms = T0 + 60_000
    after = judge(SESSION, state, [Sight(100, late_ms + AHEAD_MS, CALM)], Policy(), late_ms)
    assert [change.kind for change in after.frames[0].changes] == [IncidentKind.MONITORING_GAP]
    assert after.asks == {}


def test_they_are_taken_for_a_minute() -> None:
    judgements = absence(Policy(), 120)
    ((identity, _),) = [asked for judgement in judgements for asked in judgement.asks.items()]
    taken = [
        judgement.state.at_ms - T0
        for judgement in judgements
        if incident_that_asks(SESSION, judgement.state, Policy(), identity, judgement.state.heard_at_ms)
    ]
    confirmed_ms = LEFT_MS + 2_000
    assert (taken[0], taken[-1]) == (confirmed_ms, confirmed_ms + 60_000)
    state = judgements[30].state
    now_ms = state.heard_at_ms
    assert incident_that_asks(SESSION, state, Policy(), identity, now_ms)
    assert incident_that_asks(SESSION, state, Policy(), SESSION, now_ms) is None
    assert incident_that_asks("another", state, Policy(), identity, now_ms) is None
    assert incident_that_asks(SESSION, state, Policy(earlier_pictures=0), identity, now_ms) is None
    assert incident_that_asks(SESSION, state, Policy(), identity, now_ms + 61_000) is None


def test_a_poor_picture_accuses_nobody_and_asks_for_none() -> None:
    state, asks, changes = SessionState(), list[str](), list[Incident]()
    for seq in range(60):
        at_ms = T0 + 500 * seq
        judgement = judge(SESSION, state, [Sight(seq, at_ms, DARK if seq > 10 else CALM)], Policy(), at_ms)
        state = judgement.state
        asks += judgement.asks
        changes += judgement.frames[0].changes
    note = next(change for change in changes if change.kind is IncidentKind.POOR_PICTURE)
    assert note.evidence
    assert asks == []
    assert incident_that_asks(SESSION, state, Policy(), note.id, state.heard_at_ms) is None


@pytest.mark.parametrize("silent_ms", [0, 700, 60_000])
@pytest.mark.parametrize("weight", [10, 100, 400])
def test_what_is_charged_stays_charged_through_a_silence(silent_ms: int, weight: int) -> None:
    state = absence(Policy())[-1].state
    now_ms = state.heard_at_ms + silent_ms
    charged = decode(encode(state.charged(weight, now_ms)))
    assert charged.budget_at(now_ms) == state.budget_at(now_ms) - weight
    assert charged.budget_at(now_ms + 1_000) == min(MAX_BURST_FRAMES, state.budget_at(now_ms) - weight + 30)


@pytest.mark.parametrize(
    ("before_ms", "role"),
    [
        (-1, None),
        (0, None),
        (1, "earlier-1"),
        (1_499, "earlier-1"),
        (7_900, "earlier-8"),
        (1000 * MOST_BEFORE_S, f"earlier-{MOST_BEFORE_S}"),
        (1000 * MOST_BEFORE_S + 1, None),
    ],
)
def test_a_picture_is_of_the_seconds_before_or_it_is_refused(before_ms: int, role: str | None) -> None:
    state = absence(Policy())[-1].state
    tracker = state.trackers[IncidentKind.FACE_ABSENT]
    captured_at_ms = T0 + LEFT_MS + AHEAD_MS - before_ms
    assert earlier_role(tracker, captured_at_ms, state) == role
    assert earlier_role(tracker, captured_at_ms, replace(state, clock_offset_ms=0)) is None


def test_roles_tell_the_seconds_and_their_order() -> None:
    roles = ["earlier-2", "earlier-10", "earlier-1"]
    assert in_order(roles) == ("earlier-10", "earlier-2", "earlier-1")
    assert [seconds_before(role) for role in (*roles, "first", "earlier-", "earlier-x")] == [2, 10, 1, None, None, None]


def test_nothing_that_has_not_changed_asks() -> None:
    (opened,) = (j.frames[0].changes[0] for j in absence(Policy()) if j.asks)
    state = SessionState(clock_offset_ms=-AHEAD_MS)
    assert asked_for(opened, state, Policy())
    assert asked_for(replace(opened, state="updated"), state, Policy()) is None
    assert asked_for(replace(opened, evidence=()), state, Policy()) is None
