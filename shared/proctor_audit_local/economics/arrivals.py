"""When messages of many candidates arrive."""

from __future__ import annotations

from random import Random


def steady_arrivals(candidates: int, interval_s: float, seconds: float, jitter: float, random: Random) -> list[float]:
    """Candidates that all are connected: a message each interval, at a phase of its own.

    Args:
        candidates: how many.
        interval_s: between a candidate's messages.
        seconds: how long; arrivals are within 0 and this.
        jitter: how far a message may be early or late, as a share of the interval.
        random: where phases and jitter come from.

    Returns:
        Times in s, in order.
    """
    firsts = [random.random() * interval_s for _ in range(candidates)]
    return _arrivals(firsts, interval_s, seconds, jitter, random)


def starting_arrivals(
    candidates: int, connects_per_s: float, interval_s: float, seconds: float, jitter: float, random: Random
) -> list[float]:
    """Candidates that connect one after the other, as fast as the gateway lets them; each sends an interval later.

    Args:
        candidates: how many at most.
        connects_per_s: how fast.
        interval_s: between a candidate's messages.
        seconds: how long; arrivals are within 0 and this.
        jitter: how far a message may be early or late, as a share of the interval.
        random: where jitter comes from.

    Returns:
        Times in s, in order.
    """
    connected = min(candidates, int(connects_per_s * seconds))
    firsts = [interval_s + number / connects_per_s for number in range(connected)]
    return _arrivals(firsts, interval_s, seconds, jitter, random)


def _arrivals(firsts: list[float], interval_s: float, seconds: float, jitter: float, random: Random) -> list[float]:
    times: list[float] = []
    reach_s = jitter * interval_s
    for first in firsts:
        due = first
        while due < seconds + reach_s:
            at = due + (2 * random.random() - 1) * reach_s
            if 0 <= at < seconds:
                times.append(at)
            due += interval_s
    times.sort()
    return times
