"""A rate with a burst, as AWS holds most of its limits."""

from __future__ import annotations

import math


class TokenBucket:
    """Fills at a rate up to its size; full at the beginning.

    Args:
        per_s: tokens a second; infinite: never empty.
        size: the most it holds; less than one token would let nothing through, so it holds at least one.
    """

    def __init__(self, per_s: float, size: float) -> None:
        self._per_s = per_s
        self._size = max(1.0, size)
        self._tokens = self._size
        self._filled_at_s = 0.0

    def take(self, at_s: float) -> bool:
        """Take a token, if there is one; time only goes on."""
        if math.isinf(self._per_s):
            return True
        self._tokens = min(self._size, self._tokens + (at_s - self._filled_at_s) * self._per_s)
        self._filled_at_s = at_s
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True
