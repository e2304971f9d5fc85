"""What is usual for this person: how far their eyes are open, where they look, how they hold their head.

People differ more than any fixed threshold allows: eyes seen from below or behind glasses are narrower, a camera beside
the screen sees everybody look aside. So signs are judged against the person's own levels. They are learned within the
first seconds, follow slowly what the person does most of the time, and are learned anew when the seat or the light
changes. What is not plausible is not learned: nobody's "usual" is a head turned by 40° or closed eyes.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from proctor_audit.observation import Gaze, MainFace, Point
from proctor_audit.values import dataclass

BLINK_SHARE: Final = 0.75
"""Eyes opened to less than this share of their usual level are closing or closed: a blink, at least.

On 149 labelled blinks of 10 people, seen live, any share from 0.7 to 0.8 finds 145 to 147 with 10 or 11 false ones.
"""

NEUTRAL_MS: Final = 3_000
"""Time of readable frames in which the levels are learned at first, and after a change of seat or light."""

_FIRST_MS: Final = 1_000
"""Of these, the ones in which nothing is known yet that a look could be far from."""

_AVERAGE_OPENING: Final = 0.27
_PLAUSIBLE_OPENING: Final = (0.15, 0.42)
_PLAUSIBLE_IRIS_X: Final = (-0.05, 0.05)
_PLAUSIBLE_IRIS_Y: Final = (-0.20, 0.06)
_PLAUSIBLE_YAW_DEG: Final = (-10.0, 10.0)
_PLAUSIBLE_PITCH_DEG: Final = (-18.0, 18.0)
_PLAUSIBLE_REACH: Final = (0.0, 0.14)
_UNASKED_REACH: Final = 0.10
"""As far as this a screen can be wide without having been shown to be."""

_SHUT_SHARE: Final = 0.55
"""Below it eyes are shut, and not only narrow for a while."""

_QUICK_S: Final = 0.7
_FOLLOW_S: Final = 10.0
_FOLLOW_HEAD_S: Final = 60.0
_DOUBT_S: Final = 120.0
"""Time constants at first, and then of eyes and head near the usual and of what is far from it."""
_RISE_S: Final = 0.5
_WIDEN_S: Final = 3.0
_FALL_S: Final = 15.0
_SHUT_S: Final = 600.0
"""Time constants of eyes that open wider, at first and then, of eyes that narrow, and of eyes that are shut."""

_REACH_RISE_S: Final = 40.0
_REACH_FALL_S: Final = 360.0
"""Time constants of the reach: what the eyes do a tenth of the time is part of it."""

_NEAR_IRIS: Final = 0.05
_NEAR_DEG: Final = 10.0
_PLACE_S: Final = 3.0
_OTHER_PLACE: Final = 0.75
_OTHER_SIZE: Final = 1.3
_OTHER_LIGHT: Final = 0.15
_LONGEST_STEP_MS: Final = 2_000
_ANEW_MS: Final = 20_000
"""Seat and light count as changed no more often than this: a light that flickers is no new one."""
_ASKED_MS: Final = 30_000
"""Calibration takes no longer, all in all."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the eyes turn, from their usual place, to the edges of what the person has to look at; in eye widths.

    Who reads on a wide screen looks to both its edges all the time; who has been asked to look there has shown more.
    """

    left: float = 0.0
    right: float = 0.0
    up: float = 0.0
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Person:
    """The usual levels of one person, and where they sit.

    Attributes:
        at_ms: the newest frame learned from.
        learned_ms: time of readable frames since learning began or began anew, up to ``NEUTRAL_MS``.
        opening: eye aspect ratio of their open eyes.
        iris: usual iris shift (x, y), in eye widths.
        yaw_deg: usual turn of the head.
        pitch_deg: usual nod of the head.
        place: where the face is, in image units.
        size: how wide it is, in image widths.
        light: mean luma of the picture.
        reach: of the eyes, as far as the candidate has shown it.
        asked_ms: time of frames in which they were asked to look somewhere.
        anew_at_ms: when learning began, or began anew.
    """

    at_ms: int
    learned_ms: int = 0
    opening: float = _AVERAGE_OPENING
    iris: Point = (0.0, -0.075)
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    place: Point = (0.5, 0.5)
    size: float = 0.2
    light: float = 0.5
    reach: Reach = Reach()
    asked_ms: int = 0
    anew_at_ms: int = 0

    @property
    def learned(self) -> bool:
        return self.learned_ms >= NEUTRAL_MS

    def opened(self, face: MainFace) -> float:
        """How far the eyes are open, as a share of what is usual."""
        return face.eye_aspect_ratio / self.opening

    def iris_offset(self, face: MainFace) -> Point:
        """How far the irises are from their usual place, in eye widths: x > 0 to the image's right, y > 0 down."""
        return (face.iris_shift[0] - self.iris[0], face.iris_shift[1] - self.iris[1])

    def turned_deg(self, face: MainFace) -> float:
        """Yaw against the usual one."""
        return face.head_pose.yaw_deg - self.yaw_deg

    def nodded_deg(self, face: MainFace) -> float:
        """Pitch against the usual one; < 0 down."""
        return face.head_pose.pitch_deg - self.pitch_deg


def first_seen(face: MainFace, light: float, at_ms: int) -> Person:
    """A person of whom one frame is known. Eyes that are closed in it do not count as their usual."""
    return Person(
        at_ms=at_ms,
        opening=_clamped(max(face.eye_aspect_ratio, 0.2), _PLAUSIBLE_OPENING),
        place=face.centre,
        size=face.width,
        light=light,
        anew_at_ms=at_ms,
    )


def can_be_asked(person: Person | None) -> bool:
    """Whether frames still count as calibration: else who is "asked" to look at a neighbour would never look away."""
    return person is None or person.asked_ms < _ASKED_MS


def learned(person: Person, face: MainFace, light: float, at_ms: int) -> Person:
    """The person after another readable frame."""
    step_ms = min(max(at_ms - person.at_ms, 0), _LONGEST_STEP_MS)
    step_s = step_ms / 1000
    if person.learned and at_ms - person.anew_at_ms >= _ANEW_MS and _elsewhere(person, face, light):
        # The levels stay until new ones are learned: what came before was learned from the same person.
        person = replace(person, learned_ms=0, place=face.centre, size=face.width, light=light, anew_at_ms=at_ms)
    closing = person.opened(face) < BLINK_SHARE
    aside = abs(person.turned_deg(face)) > 2 * _NEAR_DEG
    offset_x, offset_y = person.iris_offset(face)
    near_eyes = max(abs(offset_x), abs(offset_y)) < _NEAR_IRIS
    near_head = max(abs(person.turned_deg(face)), abs(person.nodded_deg(face))) < _NEAR_DEG
    eyes_s = _pace(person, near_eyes, _FOLLOW_S)
    head_s = _pace(person, near_head, _FOLLOW_HEAD_S)
    iris, reach = person.iris, person.reach
    if not closing and not aside:
        reach = _followed(reach, offset_x, step_s) if person.learned else reach
        iris = (
            _clamped(_toward(iris[0], face.iris_shift[0], step_s / eyes_s), _PLAUSIBLE_IRIS_X),
            _clamped(_toward(iris[1], face.iris_shift[1], step_s / eyes_s), _PLAUSIBLE_IRIS_Y),
        )
    place_share = step_s / _PLACE_S
    return Person(
        at_ms=at_ms,
        learned_ms=min(person.learned_ms + step_ms, NEUTRAL_MS),
        opening=person.opening if aside else _opening(person, face, step_s),
        iris=iris,
        reach=reach,
        yaw_deg=_clamped(_toward(person.yaw_deg, face.head_pose.yaw_deg, step_s / head_s), _PLAUSIBLE_YAW_DEG),
        pitch_deg=_clamped(_toward(person.pitch_deg, face.head_pose.pitch_deg, step_s / head_s), _PLAUSIBLE_PITCH_DEG),
        place=(
            _toward(person.place[0], face.centre[0], place_share),
            _toward(person.place[1], face.centre[1], place_share),
        ),
        size=_toward(person.size, face.width, place_share),
        light=_toward(person.light, light, place_share),
        asked_ms=person.asked_ms,
        anew_at_ms=person.anew_at_ms,
    )


def shown_target(person: Person, face: MainFace, target: Gaze, at_ms: int) -> Person:
    """The person after a frame in which they were asked to look at the screen's centre or at one of its edges.

    A look that cannot be one, such as to the left when asked to the right, changes nothing.
    """
    step_ms = min(max(at_ms - person.at_ms, 0), _LONGEST_STEP_MS)
    share = step_ms / 1000 / _QUICK_S
    person = replace(person, at_ms=at_ms, asked_ms=min(person.asked_ms + step_ms, _ASKED_MS))
    if person.opened(face) < BLINK_SHARE:
        return person
    if target == "centre":
        x, y = (_toward(old, new, share) for old, new in zip(person.iris, face.iris_shift, strict=True))
        return replace(
            person,
            iris=(_clamped(x, _PLAUSIBLE_IRIS_X), _clamped(y, _PLAUSIBLE_IRIS_Y)),
            yaw_deg=_clamped(_toward(person.yaw_deg, face.head_pose.yaw_deg, share), _PLAUSIBLE_YAW_DEG),
            pitch_deg=_clamped(_toward(person.pitch_deg, face.head_pose.pitch_deg, share), _PLAUSIBLE_PITCH_DEG),
        )
    x, y = person.iris_offset(face)
    looked = {"left": -x, "right": x, "up": -y, "down": y}[target]
    if looked <= 0:
        return person
    reached = _clamped(_toward(getattr(person.reach, target), looked, share), _PLAUSIBLE_REACH)
    return replace(person, reach=replace(person.reach, **{target: reached}))


def _opening(person: Person, face: MainFace, step_s: float) -> float:
    seen, opened = face.eye_aspect_ratio, person.opened(face)
    if opened >= 1:
        pace_s = _WIDEN_S if person.learned else _RISE_S
    elif opened >= BLINK_SHARE:
        pace_s = _FALL_S if person.learned else _RISE_S * 2
    elif opened >= _SHUT_SHARE:
        pace_s = _FALL_S if person.learned else _PLACE_S
    else:
        pace_s = _SHUT_S
    return _clamped(_toward(person.opening, seen, step_s / pace_s), _PLAUSIBLE_OPENING)


def _followed(reach: Reach, offset_x: float, step_s: float) -> Reach:
    """The reach after another look; a look beyond what a screen can be does not widen it."""

    def side(old: float, offset: float) -> float:
        seen = min(max(offset, 0.0), max(old, _UNASKED_REACH))
        return _toward(old, seen, step_s / (_REACH_RISE_S if seen > old else _REACH_FALL_S))

    return replace(reach, left=side(reach.left, -offset_x), right=side(reach.right, offset_x))


def _pace(person: Person, near: bool, usual_s: float) -> float:
    """The time constant for what is near the usual, or far from it. A glance while it is learned is not the usual."""
    if person.learned_ms < _FIRST_MS or (near and not person.learned):
        return _QUICK_S
    return usual_s if near else _DOUBT_S


def _elsewhere(person: Person, face: MainFace, light: float) -> bool:
    """Whether the seat or the light has changed."""
    moved = math.dist(person.place, face.centre) > _OTHER_PLACE * person.size
    ratio = face.width / max(person.size, 1e-6)
    return moved or not 1 / _OTHER_SIZE < ratio < _OTHER_SIZE or abs(light - person.light) > _OTHER_LIGHT


def _toward(old: float, new: float, share: float) -> float:
    """One step of an exponential mean; ``share`` is the time passed over the time constant."""
    return old + (new - old) * (1 - math.exp(-share))


def _clamped(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])
