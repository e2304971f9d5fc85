"""Whether the camera shows something alive: not one picture all the time, not the same seconds again, not a photograph.

- *Frozen*: the whole picture stays the same. A camera's own noise, its exposure and a person's breathing do not allow
  that for three seconds; a feed that does it for longer is not live.
- *Loop*: moments come back, one after the other, each after the same time.
- *Photograph*: a face without a blink, a glance, a turn or a word for three minutes, while its picture moves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from proctor_audit.observation import SAME_PICTURE, Fingerprint
from proctor_audit.values import dataclass

Feed = Literal["frozen", "loop", "photograph"]

FROZEN_MS: Final = 4_000
"""The same picture for so long counts; the longest that live video of 40 clips of people who sat still showed was 3 s,
seen once a second, and 0.9 s, seen thirty times."""
_BREAK_MS: Final = 2_500
"""Nobody knows what was between two pictures that are further apart."""

_FINGERPRINT_RANGE: Final = 64
_MOMENTS: Final = 12
_NEWEST_KEPT: Final = 4
_NEXT_MOMENT_MS: Final = 1_000
_SAME_STRETCH_MS: Final = 2_000
"""A picture that is there again sooner has hardly been away."""
_SHORTEST_LOOP_MS: Final = 5_000
_SAME_LAG_MS: Final = 300
_OVER: Final = 2
"""Times as long as the loop takes, without a moment that comes back: it is over."""
_RETURNS: Final = 5
"""Different moments that must come back after the same time, or after twice that time if one was missed."""

_LIFELESS_MS: Final = 180_000
_LIFELESS_LOOKS: Final = 300
_STEADY: Final = (0.22, 0.06, 8.0, 0.03)
"""Ranges of how far the eyes are open (a share of the usual), of the irises (eye widths), of the yaw (degrees) and of
the mouth's area. A hand-held photograph stays within 0.17 and 0.05 of the first two; people within them, of 173
stretches of 5 s, never. People who stare, blink seldom and are seen twice a second can be for a minute."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the picture looked like at a time."""

    at_ms: int
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Stillness:
    """How little a face has changed since ``since_ms``: lowest and highest of each measure of ``_STEADY``."""

    since_ms: int
    looks: int
    bands: tuple[tuple[float, float], ...]

    @property
    def lifeless(self) -> bool:
        return self.looks >= _LIFELESS_LOOKS


@dataclass(frozen=True, slots=True)
class Liveness:
    """What is known of the feed.

    Attributes:
        anchor: the picture from which on nothing has changed.
        moments: pictures that differ from each other, oldest first, the sparser the older.
        lag_ms: time after which moments came back; 0: none did.
        returns: how many did, one after the other.
        returned_at_ms: when the last of them did.
        stillness: of the face.
        looked_at_ms: when the newest picture was there.
    """

    anchor: Moment | None = None
    moments: tuple[Moment, ...] = ()
    lag_ms: int = 0
    returns: int = 0
    returned_at_ms: int = 0
    stillness: Stillness | None = None
    looked_at_ms: int = 0

    def feed(self, at_ms: int) -> Feed | None:
        """What the feed is at this time, if it is not live."""
        if self.anchor is not None and at_ms - self.anchor.at_ms >= FROZEN_MS:
            return "frozen"
        if self.returns >= _RETURNS and self.repeats(at_ms):
            return "loop"
        still = self.stillness
        return "photograph" if still and still.lifeless and at_ms - still.since_ms >= _LIFELESS_MS else None

    def repeats(self, at_ms: int) -> bool:
        """Whether moments have been coming back up to now."""
        return self.returns > 0 and at_ms - self.returned_at_ms <= _OVER * self.lag_ms

    def since_ms(self, at_ms: int) -> int | None:
        """Since when the feed has not been live."""
        match self.feed(at_ms):
            case "frozen":
                return self.anchor.at_ms if self.anchor else None
            case "photograph":
                return self.stillness.since_ms if self.stillness else None
            case _:
                return None


def same_picture(a: Fingerprint, b: Fingerprint) -> bool:
    """Whether two fingerprints can be of the same picture."""
    half = _FINGERPRINT_RANGE // 2
    return all(abs((x - y + half) % _FINGERPRINT_RANGE - half) <= SAME_PICTURE for x, y in zip(a, b, strict=True))


def looked(before: Liveness, fingerprint: Fingerprint, at_ms: int) -> Liveness:
    """The feed after another picture."""
    anchor = before.anchor
    broken = at_ms - before.looked_at_ms > _BREAK_MS
    if anchor is None or broken or not same_picture(anchor.fingerprint, fingerprint):
        anchor = Moment(at_ms, fingerprint)
    after = replace(before, anchor=anchor, looked_at_ms=at_ms)
    return _recalled(after, fingerprint, at_ms)


def faced(before: Liveness, measures: tuple[float, ...], at_ms: int) -> Liveness:
    """The feed after another readable face.

    Args:
        before: what was known.
        measures: of the face, as ``_STEADY`` has them.
        at_ms: when it was seen.
    """
    still = before.stillness
    if still is not None:
        bands = tuple((min(low, now), max(high, now)) for (low, high), now in zip(still.bands, measures, strict=True))
        if all(high - low <= most for (low, high), most in zip(bands, _STEADY, strict=True)):
            looks = min(still.looks + 1, _LIFELESS_LOOKS)
            return replace(before, stillness=Stillness(still.since_ms, looks, bands))
    return replace(before, stillness=Stillness(at_ms, 1, tuple((now, now) for now in measures)))


def _recalled(before: Liveness, fingerprint: Fingerprint, at_ms: int) -> Liveness:
    """Look whether this picture has been there before, and remember it if it has not."""
    known = next((moment for moment in before.moments if same_picture(moment.fingerprint, fingerprint)), None)
    if known is None:
        if before.moments and at_ms - before.moments[-1].at_ms < _NEXT_MOMENT_MS:
            return before
        return replace(before, moments=_thinned((*before.moments, Moment(at_ms, fingerprint))))
    lag_ms = at_ms - known.at_ms
    if lag_ms < _SAME_STRETCH_MS:
        return before
    # From now on its time is this one: what loops comes back after the same time again.
    others = tuple(moment for moment in before.moments if moment is not known)
    after = replace(before, moments=(*others, Moment(at_ms, known.fingerprint)))
    if lag_ms < _SHORTEST_LOOP_MS:
        # A posture that a person who sits still comes back to, or a picture that stays: no loop is so short.
        return after
    if not before.repeats(at_ms):
        return replace(after, lag_ms=lag_ms, returns=1, returned_at_ms=at_ms)
    if any(abs(lag_ms - times * before.lag_ms) <= _SAME_LAG_MS for times in (1, 2)):
        return replace(after, returns=min(before.returns + 1, _RETURNS + 1), returned_at_ms=at_ms)
    if before.returns > 1:
        # One that comes back after another time does not undo what several have shown.
        return replace(after, returns=before.returns - 1)
    return replace(after, lag_ms=lag_ms, returns=1, returned_at_ms=at_ms)


def _thinned(moments: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """Without the moment that is missed least: the one that stands closest between its neighbours, for its age."""
    if len(moments) <= _MOMENTS:
        return moments
    newest_ms = moments[-1].at_ms

    def closeness(i: int) -> float:
        return (moments[i + 1].at_ms - moments[i - 1].at_ms) / (newest_ms - moments[i].at_ms)

    drop = min(range(1, len(moments) - _NEWEST_KEPT), key=closeness)
    return moments[:drop] + moments[drop + 1 :]
