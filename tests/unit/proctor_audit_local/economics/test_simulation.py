"""The simulation against queues whose answers are known, and against limits it must hold."""

from __future__ import annotations

import math
from random import Random

import pytest

from proctor_audit_local.economics.arrivals import starting_arrivals, steady_arrivals
from proctor_audit_local.economics.erlang import lost_share
from proctor_audit_local.economics.simulation import Outcome, Pool, ServiceTime, simulate
from proctor_audit_local.economics.token_bucket import TokenBucket

ENOUGH = 10**6


def poisson(per_s: float, seconds: float, random: Random) -> list[float]:
    times: list[float] = []
    at = random.expovariate(per_s)
    while at < seconds:
        times.append(at)
        at += random.expovariate(per_s)
    return times


def warm(environments: int) -> Pool:
    return Pool(environments, cold_start_s=0, warm=environments, new_per_s=math.inf)


@pytest.mark.parametrize("spread", [1.0, 2.0])
def test_with_servers_enough_as_many_are_busy_as_little_says(spread: float) -> None:
    # M/G/∞: the number busy is Poisson with the mean arrivals × service, whatever the service times look like.
    random = Random(7)
    arrivals = poisson(200, 400, random)
    outcome = simulate(arrivals, ServiceTime(0.1, spread), warm(ENOUGH), random, watched_from_s=10, watched_until_s=400)
    assert outcome.lost == 0
    assert outcome.mean_busy == pytest.approx(200 * 0.1, rel=0.02)
    assert 20 < outcome.most_busy < 20 + 8 * math.sqrt(20)


@pytest.mark.parametrize(("servers", "load"), [(1, 1.0), (5, 4.0), (10, 5.0), (30, 30.0)])
@pytest.mark.parametrize("spread", [1.0, 2.0])
def test_with_too_few_servers_erlangs_share_is_lost(servers: int, load: float, spread: float) -> None:
    random = Random(3)
    arrivals = poisson(load / 0.05, 60_000 * 0.05 / load, random)
    outcome = simulate(arrivals, ServiceTime(0.05, spread), warm(servers), random, watched_until_s=60_000 * 0.05 / load)
    assert outcome.lost_share == pytest.approx(lost_share(servers, load), abs=0.012)
    assert outcome.most_busy == servers


def outcome_of(arrivals: list[float], pool: Pool, mean_s: float = 0.1) -> Outcome:
    return simulate(arrivals, ServiceTime(mean_s), pool, Random(1), watched_until_s=100)


@pytest.mark.parametrize(
    ("arrivals", "pool", "lost", "cold_starts", "answers_ms"),
    [
        pytest.param([0, 1, 2], Pool(5, 0.5), 0, 1, (100, 600, 600), id="one environment serves one after the other"),
        pytest.param([0, 0.2], Pool(5, 0.5), 0, 2, (600, 600, 600), id="busy with its cold start, it serves nobody"),
        pytest.param([0, 0.2], Pool(1, 0.5), 1, 1, (600, 600, 600), id="beyond the quota, messages are lost"),
        pytest.param([0, 0], Pool(5, 0.5, warm=2), 0, 0, (100, 100, 100), id="warm ones need no start"),
        pytest.param([0] * 30, Pool(99, 0.5, new_per_s=1), 20, 10, (600, 600, 600), id="ten starts at once"),
        pytest.param([0] * 10 + [5] * 20, Pool(99, 9, new_per_s=1), 15, 15, (9100,) * 3, id="and one more a second"),
        pytest.param([0] * 30, Pool(99, 0.5, requests_per_s=20), 10, 20, (600, 600, 600), id="requests a second"),
    ],
)
def test_what_lambda_does(
    arrivals: list[float], pool: Pool, lost: int, cold_starts: int, answers_ms: tuple[float, float, float]
) -> None:
    outcome = outcome_of(arrivals, pool)
    assert (outcome.messages, outcome.lost, outcome.cold_starts) == (len(arrivals), lost, cold_starts)
    assert outcome.answers_ms == pytest.approx(answers_ms)


def test_what_comes_before_it_is_watched_only_warms_up() -> None:
    outcome = simulate([0.0, 10.0], ServiceTime(0.1), Pool(5, 0.5), Random(1), watched_from_s=5, watched_until_s=15)
    assert (outcome.messages, outcome.cold_starts, outcome.environments) == (1, 0, 1)
    assert outcome.mean_busy == pytest.approx(0.1 / 10)


def test_nothing_answered_has_no_percentiles() -> None:
    assert all(math.isnan(value) for value in outcome_of([], Pool(1, 0)).answers_ms)


def test_service_times_have_their_mean_and_spread() -> None:
    random = Random(5)
    draw = ServiceTime(0.044, 1.5).drawn(random)
    drawn = sorted(draw() for _ in range(40_000))
    assert sum(drawn) / len(drawn) == pytest.approx(0.044, rel=0.01)
    assert drawn[int(0.95 * len(drawn))] / drawn[len(drawn) // 2] == pytest.approx(1.5, rel=0.02)


def test_steady_candidates_send_a_message_each_interval() -> None:
    times = steady_arrivals(200, 2.0, 60.0, 0.1, Random(2))
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] < 60
    assert len(times) == pytest.approx(200 * 30, rel=0.01)


@pytest.mark.parametrize(
    ("candidates", "seconds", "messages"), [(10_000, 10.0, 0), (10_000, 12.0, 100), (50, 12.0, 50)]
)
def test_starting_candidates_connect_one_after_the_other(candidates: int, seconds: float, messages: int) -> None:
    # Fifty a second, and the first messages ten seconds after them.
    times = starting_arrivals(candidates, 50.0, 10.0, seconds, 0.0, Random(2))
    assert len(times) == messages
    assert times == sorted(times)


def test_a_token_bucket_refills_no_further_than_its_size() -> None:
    bucket = TokenBucket(2.0, 4.0)
    assert [bucket.take(0.0) for _ in range(5)] == [True] * 4 + [False]
    assert bucket.take(0.5)
    assert not bucket.take(0.5)
    assert [bucket.take(100.0) for _ in range(5)] == [True] * 4 + [False]
