"""The simulation of a crowd agrees with what is claimed of it."""

from __future__ import annotations

import pytest

from proctor_audit_local.economics.crowd import Crowd
from proctor_audit_local.economics.exam import Exam
from proctor_audit_local.economics.rehearsal import MOST_MESSAGES, Rehearsal, Script, messages_of, rehearse

EXAM = Exam(frame_ms=9.0, message_ms=8.0)


def rehearsed(candidates: int, *, seconds: float = 10, concurrency: int = 1000, seed: int = 1) -> Rehearsal:
    told: list[int] = []
    script = Script(seconds, 1.5, concurrency, seed)
    return rehearse(Crowd(candidates, EXAM, 600), 1, script, told.append)


@pytest.mark.parametrize("candidates", [200, 2_000, 10_000])
def test_littles_law_and_the_environments_needed(candidates: int) -> None:
    steady = rehearsed(candidates).steady
    assert steady.claimed_busy == pytest.approx(candidates * 0.5 * 0.044)
    assert steady.outcome.mean_busy == pytest.approx(steady.claimed_busy, rel=0.04)
    # Those said to be needed were there, and enough.
    assert (steady.outcome.lost, steady.outcome.cold_starts) == (0, 0)
    assert steady.outcome.most_busy <= steady.warm


def test_what_is_beyond_lambdas_requests_a_second_is_lost() -> None:
    # 5,000 messages a second, of which 100 units of concurrency let 1,000 through.
    outcome = rehearsed(10_000, seconds=20, concurrency=100).steady.outcome
    assert outcome.lost_share == pytest.approx(0.8, abs=0.03)


def test_of_a_large_crowd_a_part_is_simulated_which_behaves_alike() -> None:
    whole, part = rehearsed(20_000, seconds=5, concurrency=500).steady, rehearsed(200_000, seconds=5, concurrency=5000)
    assert whole.share == 1
    assert part.steady.share < 0.25
    assert part.steady.outcome.messages <= MOST_MESSAGES
    assert part.steady.outcome.lost_share == pytest.approx(whole.outcome.lost_share, abs=0.02)


def test_an_exam_may_start_as_fast_as_candidates_connect() -> None:
    start = rehearsed(20_000, seconds=15).start
    assert start.candidates == 500 * 17
    assert start.outcome.lost == 0
    # A cold start among the slowest, not among the usual.
    assert start.outcome.answers_ms[0] < 60
    assert start.outcome.cold_starts > 50


def test_the_same_seed_gives_the_same() -> None:
    assert rehearsed(500, seed=4) == rehearsed(500, seed=4)
    assert rehearsed(500, seed=4) != rehearsed(500, seed=5)


def test_how_much_there_is_to_simulate_is_known_before() -> None:
    script = Script(10, 1.5, 1000, 1)
    rehearsal = rehearsed(3_000)
    simulated = rehearsal.steady.outcome.messages + rehearsal.start.outcome.messages
    assert messages_of(Crowd(3_000, EXAM, 600), script) == pytest.approx(simulated, rel=0.25)
