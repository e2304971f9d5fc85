"""How a mouth moves in speech: syllables of uneven length and width, with pauses for breath and thought."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

_SYLLABLE_S: Final = (0.19, 0.34)
_WIDTH: Final = (0.35, 1.0)
_IN_A_PHRASE: Final = (5, 12)
_PAUSE_S: Final = (0.3, 0.8)


class Syllable(NamedTuple):
    """One opening of the mouth: from when to when, in seconds, and how wide, 0..1."""

    start_s: float
    end_s: float
    width: float


@lru_cache(maxsize=32)
def syllables(start_s: float, end_s: float, seed: int) -> tuple[Syllable, ...]:
    """What is said between two moments.

    Args:
        start_s: of the first syllable.
        end_s: no syllable starts later.
        seed: the same seed, the same speech.
    """
    random = np.random.default_rng((seed, round(1000 * start_s)))
    spoken: list[Syllable] = []
    left = int(random.integers(*_IN_A_PHRASE))
    while start_s < end_s:
        length_s = float(random.uniform(*_SYLLABLE_S))
        spoken.append(Syllable(start_s, start_s + length_s, float(random.uniform(*_WIDTH))))
        start_s += length_s
        left -= 1
        if left == 0:
            start_s += float(random.uniform(*_PAUSE_S))
            left = int(random.integers(*_IN_A_PHRASE))
    return tuple(spoken)


def openness(t_s: float, spoken: tuple[Syllable, ...]) -> float:
    """How far the mouth is open: 0 closed .. 1."""
    for start_s, end_s, width in spoken:
        if start_s < t_s < end_s:
            return width * math.sin(math.pi * (t_s - start_s) / (end_s - start_s)) ** 2
    return 0.0
