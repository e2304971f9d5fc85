"""What could not be read of a file, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_CUT_SHORT_S: Final = 1.0
"""What ends by this much earlier than its header says, and by a twentieth, has lost its end."""


@dataclass(slots=True)
class Damage:
    """What went wrong while reading.

    Attributes:
        places: how often something could not be decoded.
        broken_off: the file could not be read to its end.
    """

    places: int = 0
    broken_off: bool = False

    def told(self, what: str, read_s: float, duration_s: float) -> str | None:
        """The sentence; None when nothing went wrong.

        Args:
            what: was read.
            read_s: how much of it.
            duration_s: how much there should be; 0.0 when the header does not say.
        """
        if read_s < min(duration_s - _CUT_SHORT_S, duration_s * 0.95):
            return f"only the first {read_s:.1f} of {duration_s:.1f} s of {what} can be read: cut short or damaged"
        if self.broken_off:
            return f"after {read_s:.1f} s of {what} the file is damaged"
        if self.places:
            return f"{what} damaged in {self.places} place{'s' if self.places > 1 else ''}, left out"
        return None
