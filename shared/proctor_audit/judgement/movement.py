"""Movement between frames, measured the same at one frame a second and at thirty.

The contract speaks of the movement "from the previous frame". At a high frame rate the previous frame is so
near that any slow movement vanishes, so movement is measured against the newest earlier sample that is at
least ``REFERENCE_MS`` old: at two frames a second and fewer that is the previous frame. A sample older than
``STALE_MS`` is no reference: across a gap nobody can tell a movement from a change of seat.
"""

from __future__ import annotations

import math

from proctor_audit.observation import MainFace, Point
from proctor_audit.values import dataclass

REFERENCE_MS = 400
STALE_MS = 5_000
_SPACING_MS = 190

POSITION_DIGITS = 4
"""Decimals of a remembered position: a thirtieth of a pixel at 320 pixels."""

PLACE_DIGITS = 3
"""Decimals of where a face was, which needs no more: a third of a pixel."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Where the face and its irises were at ``at_ms``, in image units.

    ``iris_shift`` is in eye widths and None while the eyes are closed: the iris of a closed eye is no measurement.
    """

    at_ms: int
    centre: Point
    left_iris: Point
    right_iris: Point
    iris_shift: Point | None


@dataclass(frozen=True, slots=True)
class Movement:
    """Displacements since the reference sample; None where there is nothing to compare with, or the eyes are closed.

    Attributes:
        pupil: mean displacement of both irises, in image units.
        face: displacement of the face's centre, in image units.
        iris_in_eye: displacement of the irises within the eyes, in eye widths; free of head movement.
        over_ms: the time that it took.
    """

    pupil: float | None = None
    face: float | None = None
    iris_in_eye: float | None = None
    over_ms: int = 0


def sample_of(face: MainFace, at_ms: int, eyes_open: bool) -> Sample:
    """The sample of a face seen at ``at_ms``, epoch milliseconds; as fine as the session item can hold."""
    shift = rounded_point(face.iris_shift) if eyes_open else None
    return Sample(
        at_ms, rounded_point(face.centre), rounded_point(face.left_iris), rounded_point(face.right_iris), shift
    )


def movement(history: tuple[Sample, ...], now: Sample) -> Movement:
    """How far things moved since the reference sample.

    Args:
        history: earlier samples, oldest first.
        now: the sample of this frame.
    """
    ages = [(now.at_ms - sample.at_ms, sample) for sample in history]
    reference = next((s for age, s in reversed(ages) if REFERENCE_MS <= age <= STALE_MS), None)
    if reference is None:
        return Movement()
    over_ms = now.at_ms - reference.at_ms
    face = math.dist(reference.centre, now.centre)
    if reference.iris_shift is None or now.iris_shift is None:
        return Movement(face=face, over_ms=over_ms)
    left, right = math.dist(reference.left_iris, now.left_iris), math.dist(reference.right_iris, now.right_iris)
    return Movement((left + right) / 2, face, math.dist(reference.iris_shift, now.iris_shift), over_ms)


def remember(history: tuple[Sample, ...], now: Sample) -> tuple[Sample, ...]:
    """The history with ``now`` in it: enough for the next references, never more than four samples."""
    if history and now.at_ms - history[-1].at_ms < _SPACING_MS:
        return history
    kept = (*history, now)
    old_enough = [i for i, sample in enumerate(kept) if now.at_ms - sample.at_ms >= REFERENCE_MS]
    return kept[old_enough[-1] if old_enough else 0 :][-4:]


def rounded_point(point: Point, digits: int = POSITION_DIGITS) -> Point:
    """A point as fine as it is remembered."""
    return (round(point[0], digits), round(point[1], digits))
