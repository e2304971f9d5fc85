"""Faces besides the candidate's: a person moves, a poster does not.

A face that keeps its place to a tenth of its width for seconds hangs on the wall or stands on a shelf, and accuses
nobody. As soon as it moves it is somebody, until it has kept still for so long that only the camera can have moved. So
is one that appears while the candidate sits still and could not have been hiding it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from proctor_audit.judgement.movement import PLACE_DIGITS, rounded_point
from proctor_audit.observation import FaceBox, Point
from proctor_audit.values import dataclass

_MOVED: Final = 0.10
"""In widths of the face. Of real people in the background four of five moved this far within half a second and the
fifth within two; a poster's box trembles by 0.03."""
_STILL_MS: Final = 4_000
_STILL_AGAIN_MS: Final = 20_000
_ANOTHER: Final = 1.0
_AS_LARGE: Final = 1.4
_BREAK_MS: Final = 1_500
_FORGOTTEN_MS: Final = 20_000
_FOLLOWED: Final = 3
_CLEAR: Final = 0.6
"""Detector's score from which a face has not merely been overlooked until now."""


@dataclass(frozen=True, slots=True)
class OtherFace:
    """A face besides the candidate's.

    Attributes:
        since_ms: since when it has been seen without a break.
        seen_at_ms: when it was seen last.
        place: where it was at first, or after it moved last, in image units.
        width: how wide it was then, in image widths.
        beside: where the candidate's face was then; None when nobody was there.
        moved_at_ms: when it came, or left such a place last; None: it never did.
    """

    since_ms: int
    seen_at_ms: int
    place: Point
    width: float
    beside: Point | None = None
    moved_at_ms: int | None = None

    @property
    def somebody(self) -> bool | None:
        """Whether it is a person; None while that cannot be told."""
        if self.moved_at_ms is not None:
            return self.seen_at_ms - self.moved_at_ms < _STILL_AGAIN_MS
        return False if self.seen_at_ms - self.since_ms >= _STILL_MS else None

    def distance(self, box: FaceBox) -> float:
        """How far a face is from the place of this one, in its widths."""
        return math.dist(self.place, box.centre) / max(self.width, 1e-6)

    def looks_like(self, box: FaceBox) -> bool:
        """Whether a face is where this one was, and as large."""
        return self.distance(box) <= _ANOTHER / 2 and 1 / _AS_LARGE < box.width / max(self.width, 1e-6) < _AS_LARGE

    def again(self, box: FaceBox, candidate: Point | None, at_ms: int) -> OtherFace:
        """The same after it was seen there, with the candidate's face at ``candidate``."""
        since_ms = at_ms if at_ms - self.seen_at_ms > _BREAK_MS else self.since_ms
        after = replace(self, since_ms=since_ms, seen_at_ms=at_ms)
        if self.distance(box) <= _MOVED:
            return after
        place, width = rounded_point(box.centre, PLACE_DIGITS), round(box.width, 3)
        beside = None if candidate is None else rounded_point(candidate, PLACE_DIGITS)
        if self._moved_with(box, candidate):
            # Everything has moved: the camera, or the laptop on a lap.
            return replace(after, place=place, width=width, beside=beside)
        if self.somebody is False:
            since_ms = at_ms  # what hung still until now did not begin then
        return replace(after, since_ms=since_ms, place=place, width=width, beside=beside, moved_at_ms=at_ms)

    def _moved_with(self, box: FaceBox, candidate: Point | None) -> bool:
        """Whether it moved no further than the candidate's face did at the same time."""
        if candidate is None or self.beside is None:
            return False
        there = (self.place[0] + candidate[0] - self.beside[0], self.place[1] + candidate[1] - self.beside[1])
        return math.dist(there, box.centre) / max(self.width, 1e-6) <= _MOVED


def seen(
    before: Sequence[OtherFace], boxes: Sequence[FaceBox], candidate: Point | None, at_ms: int, *, settled: bool = False
) -> tuple[OtherFace, ...]:
    """What is known of such faces after another frame; those that it showed come first.

    Args:
        before: what was known.
        boxes: all faces but the candidate's, largest first.
        candidate: where the candidate's face is; None when nobody is there.
        at_ms: the frame's time.
        settled: the candidate has been sitting where they are, and what is behind them has been looked at: a face that
            was not there has come.
    """
    known = [face for face in before if at_ms - face.seen_at_ms <= _FORGOTTEN_MS]
    shown = list(boxes[:_FOLLOWED])
    pairs = sorted(((face.distance(box), i, j) for i, face in enumerate(known) for j, box in enumerate(shown)))
    same: dict[int, int] = {}
    for distance, i, j in pairs:
        if distance <= _ANOTHER and i not in same and j not in same.values():
            same[i] = j
    now = [known[i].again(shown[j], candidate, at_ms) for i, j in same.items()]
    unseen = [face for i, face in enumerate(known) if i not in same]
    for box in (box for j, box in enumerate(shown) if j not in same.values()):
        # Who walks gets far between two frames; what hangs on the wall does not.
        walker = next((f for f in unseen if f.somebody is not False and at_ms - f.seen_at_ms <= _BREAK_MS), None)
        if walker is None:
            beside = None if candidate is None else rounded_point(candidate, PLACE_DIGITS)
            came_at_ms = at_ms if settled and box.score >= _CLEAR else None
            now.append(
                OtherFace(
                    at_ms, at_ms, rounded_point(box.centre, PLACE_DIGITS), round(box.width, 3), beside, came_at_ms
                )
            )
        else:
            unseen.remove(walker)
            now.append(walker.again(box, candidate, at_ms))
    return (*now, *unseen)[:_FOLLOWED]


def somebody(others: Sequence[OtherFace], at_ms: int) -> tuple[bool | None, int | None]:
    """Whether one of those seen at this time is a person, and since when; None while that cannot be told."""
    now = [face for face in others if face.seen_at_ms == at_ms]
    people = [face.since_ms for face in now if face.somebody]
    if people:
        return True, min(people)
    pending = [face.since_ms for face in now if face.somebody is None]
    return (None, min(pending)) if pending else (False, None)
