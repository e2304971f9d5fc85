"""From times that a busy machine troubles to a ratio that it does not.

Whatever else runs on a machine only ever adds time, and it rarely adds to the same piece of work every time. So each
piece of work is done once a round, its fastest round counts, and a side's time is the sum of those; sides take turns
within a round, so that a slow minute troubles them alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median


def sum_of_fastest(rounds: Sequence[Sequence[float]]) -> float:
    """The time that all pieces take when nothing disturbs them.

    Args:
        rounds: the time of every piece, in the same order in every round.

    Raises:
        ValueError: if there is no round, or rounds differ in length.
    """
    if not rounds:
        raise ValueError("expected at least one round")
    return math.fsum(min(piece) for piece in zip(*rounds, strict=True))


def disturbance(rounds: Sequence[Sequence[float]]) -> float:
    """How much longer pieces took in an ordinary round than in their fastest: 1 on a machine that does nothing else.

    Args:
        rounds: as for ``sum_of_fastest``.
    """
    return math.fsum(median(piece) for piece in zip(*rounds, strict=True)) / sum_of_fastest(rounds)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of the values that at least ``share`` (0..1) of them do not exceed.

    Raises:
        ValueError: if there is no value.
    """
    if not values:
        raise ValueError("expected at least one value")
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]
