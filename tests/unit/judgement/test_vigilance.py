"""A doubt is watched closely, and nothing is for long."""

from __future__ import annotations

import pytest

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.pace import Need
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.vigilance import MAX_CLOSE_MS, close_left_ms
from proctor_audit.observation import Observation
from tests.unit.judgement.client import Scene, follow
from tests.unit.judgement.observations import AWAY, CALM, CLOSED, DARK, NOBODY, main_face, observation
from tests.unit.judgement.test_incidents import frames_at

QUIET, ALERT, DOUBTFUL = (500, 4), (500, 2), (250, 1)
DOWN = observation(main_face(pitch_deg=-30.0))


@pytest.mark.parametrize(
    ("shown", "needs"),
    [
        # One look is noticed, a second makes a doubt, two seconds an incident; its end is told after 1.5 s.
        ([NOBODY] * 5 + [CALM] * 4, "quiet alert doubtful doubtful doubtful alert alert alert quiet quiet"),
        ([CLOSED, CALM, CALM], "quiet alert quiet quiet"),
        # The same again, soon after its end.
        ([*[NOBODY] * 5, *[CALM] * 3, NOBODY, NOBODY], "quiet alert doubtful doubtful doubtful alert alert alert quiet "
         "alert doubtful"),
    ],
)  # fmt: skip
def test_what_a_session_needs(shown: list[Observation], needs: str) -> None:
    seen, policy = [CALM, *shown], Policy()
    told: list[Need] = []
    for count in range(1, len(seen) + 1):
        times = [number / 2 for number in range(count)]
        state, _ = frames_at(times, lambda t: seen[round(t * 2)])
        told.append(state.need(policy.rules))
    assert " ".join(told) == needs


@pytest.mark.parametrize(("kind", "shown"), [("looking_down", DOWN), ("poor_picture", DARK)])
def test_what_is_slow_to_be_confirmed_or_accuses_nobody_needs_nothing(kind: IncidentKind, shown: Observation) -> None:
    for until_s in (10.5, 12.0, 25.0):
        state, _ = frames_at([number / 2 for number in range(round(until_s * 2))], lambda t: shown if t >= 10 else CALM)
        assert set(state.trackers) == {kind}
        assert state.need(Policy().rules) == "quiet"


def test_a_kind_without_weight_needs_nothing() -> None:
    state, _ = frames_at([0, 0.5, 1.0, 1.5], lambda t: NOBODY if t else CALM)
    assert state.need(Policy().rules) == "doubtful"
    assert state.need(Policy().reweighed({"face_absent": 0}).rules) == "quiet"


@pytest.mark.parametrize(
    ("left_ms", "need", "for_ms", "after_ms"),
    [
        (60_000, "doubtful", 250, 59_750),
        (60_000, "alert", 500, 59_500),
        (100, "doubtful", 250, 0),
        (0, "quiet", 500, 100),
        (MAX_CLOSE_MS, "quiet", 500, MAX_CLOSE_MS),
        # Nobody watched through a silence.
        (60_000, "alert", 90_000, 58_000),
        (0, "quiet", 3_600_000, 400),
    ],
)
def test_close_watching_is_spent_and_earned(left_ms: int, need: Need, for_ms: int, after_ms: int) -> None:
    assert close_left_ms(left_ms, need, for_ms) == after_ms


def test_a_quiet_candidate_is_seen_twice_a_second_in_batches() -> None:
    done = follow(lambda _t: CALM, 60)
    assert set(done.messages) == {4}
    assert set(done.paces) == {QUIET}
    assert abs(done.frames - 120) <= 4


def test_a_doubt_is_settled_and_then_paid_for_no_longer() -> None:
    done = follow(lambda t: NOBODY if 10 <= t < 20 else CALM, 60)
    assert done.opened == {"face_absent"}
    changes = [pace for pace, before in zip(done.paces[1:], done.paces, strict=False) if pace != before]
    assert changes in ([DOUBTFUL, ALERT, QUIET], [ALERT, DOUBTFUL, ALERT, QUIET])


@pytest.mark.parametrize(
    "scene",
    [
        lambda t: AWAY if t > 5 else CALM,
        lambda t: AWAY if t % 4 < 1.5 and t > 5 else CALM,
    ],
)
def test_neither_a_steady_sign_nor_one_that_comes_and_goes_keeps_the_expensive_pace(scene: Scene) -> None:
    minutes = 10
    done = follow(scene, 60 * minutes)
    assert {DOUBTFUL, ALERT} & set(done.paces)
    # A minute at four messages a second, and a sixth of the rest.
    assert len(done.messages) <= 60 * 4 + 60 * minutes * (4 / 6 + 0.5)
    later = done.paces[len(done.paces) // 2 :]
    assert later.count(QUIET) >= len(later) / 5
    assert done.state.close_ms < 2_000
