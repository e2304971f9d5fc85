"""What vision should look for in the next frame.

Looking for people far from the camera costs as much again as finding those near it. So it is done every two seconds if
something around the candidate has changed, every ten seconds in any case, and in every frame while somebody else is in
view, or was a moment ago.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from proctor_audit.judgement.movement import PLACE_DIGITS, rounded_point
from proctor_audit.observation import Focus, Grid, Observation, Point, Side
from proctor_audit.values import dataclass

SEARCH_EVERY_MS: Final = 1_900
_SEARCH_ANYWAY_MS: Final = 9_900
_FORGOTTEN_MS: Final = 5_000
_OTHER_FORGOTTEN_MS: Final = 2_500
_TURNS: Final[tuple[tuple[Side, ...], ...]] = (("left",), (), ("right",), ())


@dataclass(frozen=True, slots=True)
class Attention:
    """What earlier frames showed of it.

    Attributes:
        searched_at_ms: when far faces were looked for last; None: never.
        candidate: where the candidate's face was last, in image units.
        seen_at_ms: when that was.
        other: where another face was last.
        other_at_ms: when that was.
        grid: what the picture's parts looked like when far faces were looked for.
    """

    searched_at_ms: int | None = None
    candidate: Point | None = None
    seen_at_ms: int = 0
    other: Point | None = None
    other_at_ms: int = 0
    grid: Grid = ()

    def focus(self, at_ms: int) -> Focus:
        """For a frame of this time."""
        since_ms = None if self.searched_at_ms is None else at_ms - self.searched_at_ms
        due = since_ms is None or since_ms >= SEARCH_EVERY_MS
        known = self.candidate is not None and at_ms - self.seen_at_ms <= _FORGOTTEN_MS
        several = self.other is not None and at_ms - self.other_at_ms <= _OTHER_FORGOTTEN_MS
        other = self.other if several else None
        # Only where the candidate was alone does an unchanged picture say that they still are.
        like = self.grid if known and not several and since_ms is not None and since_ms < _SEARCH_ANYWAY_MS else ()
        return Focus(due or several, self.candidate if known else None, other, self._sides(at_ms, other), like)

    def _sides(self, at_ms: int, other: Point | None) -> tuple[Side, ...]:
        """Both at first; then where somebody was, or in every other search one of them in turn."""
        if self.searched_at_ms is None:
            return ("left", "right")
        if other is not None:
            return ("left",) if other[0] < 0.5 else ("right",)
        return _TURNS[at_ms // SEARCH_EVERY_MS % len(_TURNS)]

    def after(self, observation: Observation, at_ms: int) -> Attention:
        """The same after what a frame showed."""
        known = self
        if observation.searched:
            known = replace(known, searched_at_ms=at_ms, grid=observation.grid)
        if observation.faces:
            known = replace(known, candidate=rounded_point(observation.faces[0].centre, PLACE_DIGITS), seen_at_ms=at_ms)
        if len(observation.faces) > 1:
            known = replace(known, other=rounded_point(observation.faces[1].centre, PLACE_DIGITS), other_at_ms=at_ms)
        return known
