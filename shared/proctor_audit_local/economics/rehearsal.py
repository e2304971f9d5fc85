"""Plays a crowd's messages against Lambda: everybody at work, and the exam's first seconds."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from proctor_audit_local.economics.arrivals import starting_arrivals, steady_arrivals
from proctor_audit_local.economics.crowd import Crowd
from proctor_audit_local.economics.quotas import CONNECTS_PER_S, REQUESTS_PER_ENVIRONMENT
from proctor_audit_local.economics.simulation import Outcome, Pool, ServiceTime, simulate

MOST_MESSAGES: Final = 100_000
"""That are simulated in one go; of a larger crowd, only a part is."""

_JITTER: Final = 0.1
"""Of the interval: networks and browsers' timers."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One simulation.

    Attributes:
        candidates: that were simulated.
        share: of those in one place; the pool is as much smaller. Few fluctuate more than many, so that a part
            errs on the safe side.
        seconds: that were watched.
        warm: environments that were there before: as many as are said to be needed, if there may be so many.
        claimed_busy: environments that Little's law says are busy, of those simulated; None while it still grows.
        outcome: what happened.
    """

    candidates: int
    share: float
    seconds: float
    warm: int
    claimed_busy: float | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Both simulations.

    Attributes:
        places: over which the candidates are spread; one of them is simulated.
        concurrency: Lambda's quota there.
        steady: everybody is connected and at work.
        start: they connect, as fast as the gateway lets them, and no environment is there yet.
    """

    places: int
    concurrency: int
    steady: Scene
    start: Scene


@dataclass(frozen=True, slots=True)
class Script:
    """How it is played.

    Attributes:
        seconds: to watch.
        p95_over_median: how much service times spread.
        concurrency: Lambda's quota in each place.
        seed: the same gives the same.
    """

    seconds: float
    p95_over_median: float
    concurrency: int
    seed: int


def rehearse(crowd: Crowd, places: int, script: Script, told: Callable[[int], object]) -> Rehearsal:
    """Simulate one place.

    Args:
        crowd: the candidates in it.
        places: of how many.
        script: how.
        told: called with the number of messages since it was called last.
    """
    pool = Pool(
        environments=script.concurrency,
        cold_start_s=crowd.exam.cold_start_ms / 1000,
        requests_per_s=float(REQUESTS_PER_ENVIRONMENT * script.concurrency),
    )
    random = Random(script.seed)  # noqa: S311 – nothing is kept secret by it
    return Rehearsal(
        places=places,
        concurrency=script.concurrency,
        steady=_steady(crowd, pool, script, random, told),
        start=_start(crowd, pool, script, random, told),
    )


def messages_of(crowd: Crowd, script: Script) -> int:
    """About how many messages ``rehearse`` simulates."""
    steady = crowd.messages_per_s * (script.seconds + _warm_up_s(crowd))
    return int(min(steady, MOST_MESSAGES) + min(_starting_messages(crowd, script.seconds), MOST_MESSAGES))


def _warm_up_s(crowd: Crowd) -> float:
    """Until every candidate has sent, and the first answers are out."""
    return crowd.exam.message_interval_s + 4 * crowd.exam.service_ms / 1000


def _steady(crowd: Crowd, pool: Pool, script: Script, random: Random, told: Callable[[int], object]) -> Scene:
    exam, warm_up_s = crowd.exam, _warm_up_s(crowd)
    until_s = warm_up_s + script.seconds
    part = min(1.0, MOST_MESSAGES / (crowd.messages_per_s * until_s))
    candidates = max(1, math.ceil(crowd.candidates * part))
    share = candidates / crowd.candidates
    sample = replace(crowd, candidates=candidates)
    pool = replace(pool.scaled(share) if part < 1 else pool, warm=sample.environments)
    outcome = simulate(
        steady_arrivals(candidates, exam.message_interval_s, until_s, _JITTER, random),
        ServiceTime(exam.service_ms / 1000, script.p95_over_median),
        pool,
        random,
        watched_from_s=warm_up_s,
        watched_until_s=until_s,
        told=told,
    )
    warm = min(pool.warm, pool.environments)
    return Scene(candidates, share, script.seconds, warm, sample.busy_environments, outcome)


def _start(crowd: Crowd, pool: Pool, script: Script, random: Random, told: Callable[[int], object]) -> Scene:
    exam = crowd.exam
    part = min(1.0, MOST_MESSAGES / max(1.0, _starting_messages(crowd, script.seconds)))
    connects_per_s = CONNECTS_PER_S * part
    candidates = max(1, math.ceil(crowd.candidates * part))
    # The first message comes an interval after its candidate.
    until_s = exam.message_interval_s + script.seconds
    outcome = simulate(
        starting_arrivals(candidates, connects_per_s, exam.message_interval_s, until_s, _JITTER, random),
        ServiceTime(exam.service_ms / 1000, script.p95_over_median),
        pool.scaled(part) if part < 1 else pool,
        random,
        watched_until_s=until_s,
        told=told,
    )
    connected = min(candidates, int(connects_per_s * until_s))
    return Scene(connected, connected / crowd.candidates, until_s, 0, None, outcome)


def _starting_messages(crowd: Crowd, seconds: float) -> float:
    """Of candidates who connect as fast as they may for so long."""
    connecting_s = min(seconds, crowd.candidates / CONNECTS_PER_S)
    candidates = CONNECTS_PER_S * connecting_s
    return candidates * crowd.exam.messages_per_s * (seconds - connecting_s / 2)
