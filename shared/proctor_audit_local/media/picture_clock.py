"""When pictures are shown."""

from __future__ import annotations


class PictureClock:
    """Times from a film's first picture; where the file gives none, or one that does not rise, pictures are counted.

    Args:
        interval_s: from one picture to the next, as far as they are counted.

    Attributes:
        time_s: of the newest picture.
    """

    def __init__(self, interval_s: float) -> None:
        self.time_s = 0.0
        self._interval_s = interval_s
        self._begun = False
        self._zero_s: float | None = None

    def next_s(self, presented_s: float | None) -> float:
        """When the next picture is shown.

        Args:
            presented_s: the file's own time for it, from a zero of its own.
        """
        counted_s = self.time_s + self._interval_s if self._begun else 0.0
        time_s = counted_s
        if presented_s is not None:
            if self._zero_s is None:
                self._zero_s = presented_s - counted_s
            time_s = presented_s - self._zero_s
        self.time_s = time_s if time_s > self.time_s or not self._begun else counted_s
        self._begun = True
        return self.time_s
