"""What the frame function counts: added up in the process and told once a minute, since a line a frame would cost more
than the frame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from proctor_audit.observability import put_metrics

_TOLD_EVERY_S: Final = 60.0
_MOST_TIMES: Final = 99
"""Of a minute, the first ones. CloudWatch takes a hundred in a line, and with the hundredth Powertools writes one."""


class FrameMetrics:
    """Counts and times of this process since they were last told.

    What has been counted when Lambda takes the process away is lost: metrics show how things go, they are no ledger.

    Args:
        put: where they are told.
    """

    def __init__(self, put: Callable[[Mapping[str, int], Mapping[str, Sequence[float]]], None] = put_metrics) -> None:
        self._put = put
        self._counts: Counter[str] = Counter()
        self._times_ms: list[float] = []
        self._since_s: float | None = None

    def count(self, **counts: int) -> None:
        """Add to what is counted: ``frames=4, lost_races=1``."""
        self._counts.update(counts)

    def answered(self, took_ms: float, now_s: float) -> None:
        """A message has been answered; tells if it is time."""
        self._counts["messages"] += 1
        if len(self._times_ms) < _MOST_TIMES:
            self._times_ms.append(round(took_ms, 1))
        if self._since_s is None:
            self._since_s = now_s
        elif now_s - self._since_s >= _TOLD_EVERY_S:
            self._put({name: count for name, count in self._counts.items() if count}, {"message": self._times_ms})
            self._counts, self._times_ms, self._since_s = Counter(), [], now_s
