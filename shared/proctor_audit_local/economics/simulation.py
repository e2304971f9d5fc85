"""A discrete-event simulation of Lambda: messages come, each takes an environment of its own, or is lost."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from proctor_audit_local.economics.token_bucket import TokenBucket

_TOLD_EVERY: Final = 10_000
_NORMAL_P95: Final = 1.6449


@dataclass(frozen=True, slots=True)
class Pool:
    """What a function may have of Lambda.

    Attributes:
        environments: at most, at the same time.
        cold_start_s: until a new one can work on its message.
        warm: that are there from the beginning.
        new_per_s: how many may be started a second, and ten times as many at once.
        requests_per_s: served at most, all environments together, and as many at once.
    """

    environments: int
    cold_start_s: float
    warm: int = 0
    new_per_s: float = 100.0
    requests_per_s: float = math.inf

    def scaled(self, share: float) -> Pool:
        """The pool for a share of the candidates."""
        return replace(
            self,
            environments=max(1, round(self.environments * share)),
            warm=round(self.warm * share),
            new_per_s=self.new_per_s * share,
            requests_per_s=self.requests_per_s * share,
        )


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """How long environments are busy with a message: log-normal, as measured times are, by mean and spread.

    Attributes:
        mean_s: of all.
        p95_over_median: 1 when all take the same.
    """

    mean_s: float
    p95_over_median: float = 1.0

    def drawn(self, random: Random) -> Callable[[], float]:
        """What gives one of them after the other."""
        if self.p95_over_median <= 1:
            return lambda: self.mean_s
        sigma = math.log(self.p95_over_median) / _NORMAL_P95
        mu = math.log(self.mean_s) - sigma * sigma / 2
        return lambda: math.exp(random.gauss(mu, sigma))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened.

    Attributes:
        messages: that came while it was watched.
        lost: of these, refused by Lambda.
        cold_starts: of environments, while it was watched.
        environments: how many there were in the end.
        mean_busy: environments at work, averaged over the time watched.
        most_busy: the most at once.
        answers_ms: the 50th, 95th and 99th percentile of the time from arrival to answer, without the network.
    """

    messages: int
    lost: int
    cold_starts: int
    environments: int
    mean_busy: float
    most_busy: int
    answers_ms: tuple[float, float, float]

    @property
    def lost_share(self) -> float:
        return self.lost / self.messages if self.messages else 0.0


def simulate(
    arrivals_s: Sequence[float],
    service: ServiceTime,
    pool: Pool,
    random: Random,
    *,
    watched_from_s: float = 0.0,
    watched_until_s: float,
    told: Callable[[int], object] = lambda _messages: None,
) -> Outcome:
    """Let messages come.

    Args:
        arrivals_s: when, in order.
        service: how long they take.
        pool: what serves them.
        random: where service times come from.
        watched_from_s: what comes before only warms up.
        watched_until_s: when watching ends.
        told: called with the number of messages since it was called last.
    """
    new = TokenBucket(pool.new_per_s, 10 * pool.new_per_s)
    requests = TokenBucket(pool.requests_per_s, pool.requests_per_s)
    next_service_s = service.drawn(random)
    busy: list[float] = []  # when each busy environment is free again
    environments = idle = min(pool.warm, pool.environments)
    messages = lost = cold_starts = most_busy = 0
    busy_s = 0.0
    answers_s: list[float] = []
    for number, at in enumerate(arrivals_s, 1):
        while busy and busy[0] <= at:
            heapq.heappop(busy)
            idle += 1
        watched = watched_from_s <= at < watched_until_s
        messages += watched
        takes_s = next_service_s()
        if not requests.take(at):
            lost += watched
            continue
        if idle:
            idle -= 1
        elif environments < pool.environments and new.take(at):
            environments += 1
            cold_starts += watched
            takes_s += pool.cold_start_s
        else:
            lost += watched
            continue
        heapq.heappush(busy, at + takes_s)
        busy_s += max(0.0, min(at + takes_s, watched_until_s) - max(at, watched_from_s))
        if watched:
            answers_s.append(takes_s)
            most_busy = max(most_busy, len(busy))
        if number % _TOLD_EVERY == 0:
            told(_TOLD_EVERY)
    return Outcome(
        messages=messages,
        lost=lost,
        cold_starts=cold_starts,
        environments=environments,
        mean_busy=busy_s / (watched_until_s - watched_from_s),
        most_busy=most_busy,
        answers_ms=_percentiles_ms(answers_s),
    )


def _percentiles_ms(times_s: list[float]) -> tuple[float, float, float]:
    times_s.sort()
    if not times_s:
        return (math.nan, math.nan, math.nan)
    p50, p95, p99 = (times_s[min(len(times_s) - 1, int(share * len(times_s)))] for share in (0.5, 0.95, 0.99))
    return (1000 * p50, 1000 * p95, 1000 * p99)
