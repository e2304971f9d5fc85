"""From a moment in time to its scene: pure, so that any frame rate sees the same exam."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from proctor_audit_local.sample_exam.events import Event, Span
from proctor_audit_local.sample_exam.scenes import Person, Scene

SEAT: Final = Person(x=0.46, y=0.42, face_width=0.25)
"""The candidate at rest."""

_GONE_X: Final = -0.5
_GUEST: Final = Person(x=0.82, y=0.33, face_width=0.165, yaw_deg=-6.0)
_DOOR_X: Final = 1.3
_RESTLESS_PERIOD_S: Final = 1.4
_GRAIN_RATE: Final = 1000


def scene_at(t_s: float, events: Iterable[Event], blinks: Iterable[Span], seed: int) -> Scene:
    """What the camera sees at one moment.

    Args:
        t_s: seconds from the start of the exam.
        events: that happen; any number may overlap.
        blinks: of the candidate.
        seed: of the sensor's noise and of the candidate's small movements.
    """
    happening = [(event, presence) for event in events if (presence := event.presence(t_s)) > 0]
    for event, _ in happening:
        if event.kind == "static_feed":
            t_s = event.start_s
    candidate = _breathing(SEAT, t_s, seed)
    candidate = replace(candidate, eye_closure=max((_blink(t_s, blink) for blink in blinks), default=0.0))
    guest: Person | None = None
    light = 1.0
    for event, presence in happening:
        if event.kind == "dark":
            light *= 1 + presence * (event.strength - 1)
        elif event.kind == "multiple_faces":
            guest = _guest(event, presence, t_s, seed)
        else:
            candidate = _affected(candidate, event, presence, t_s)
    return Scene(
        people=(candidate,) if guest is None else (guest, candidate),
        light=light,
        grain=seed * 1_000_003 + round(t_s * _GRAIN_RATE),
        guest=None if guest is None else 0,
    )


def _affected(candidate: Person, event: Event, presence: float, t_s: float) -> Person:
    """The candidate while something happens to them."""
    amount = presence * event.strength
    match event.kind:
        case "face_absent":
            x = candidate.x + presence * (_GONE_X - candidate.x)
            return replace(candidate, x=x, y=candidate.y - 0.04 * presence)
        case "eyes_closed":
            return replace(candidate, eye_closure=max(candidate.eye_closure, amount))
        case "looking_away":
            unsteady_deg = 1.2 * presence * math.sin(2.1 * t_s)
            return replace(candidate, yaw_deg=candidate.yaw_deg + amount + unsteady_deg)
        case "looking_down":
            return replace(candidate, pitch_deg=candidate.pitch_deg + amount)
        case "excessive_movement":
            # An ellipse, so that there is no moment of rest whatever the time between two frames.
            angle = 2 * math.pi * (t_s - event.start_s) / _RESTLESS_PERIOD_S
            return replace(
                candidate,
                x=candidate.x + amount * math.sin(angle),
                y=candidate.y + 0.55 * amount * math.cos(angle),
                roll_deg=candidate.roll_deg + 60 * amount * math.sin(angle),
            )
    return candidate


def _guest(event: Event, presence: float, t_s: float, seed: int) -> Person:
    """Somebody who comes in behind the candidate."""
    at_rest = replace(_breathing(_GUEST, t_s, seed + 1), face_width=event.strength)
    return replace(at_rest, x=_DOOR_X + presence * (at_rest.x - _DOOR_X))


def _breathing(person: Person, t_s: float, seed: int) -> Person:
    """Nobody sits perfectly still: slow small movements, below every threshold."""
    phase = 1.7 * seed
    return replace(
        person,
        x=person.x + 0.0030 * math.sin(0.83 * t_s + phase) + 0.0012 * math.sin(1.9 * t_s + 2 * phase),
        y=person.y + 0.0022 * math.sin(1.31 * t_s + 3 * phase),
        roll_deg=person.roll_deg + 0.7 * math.sin(0.61 * t_s + phase),
        face_width=person.face_width * (1 + 0.006 * math.sin(0.47 * t_s + phase)),
    )


def _blink(t_s: float, blink: Span) -> float:
    """Closure during a blink: down in a third of its time, up in the rest."""
    part = (t_s - blink.start_s) / (blink.end_s - blink.start_s)
    if not 0 < part < 1:
        return 0.0
    lowered = part * 3 if part < 1 / 3 else (1 - part) * 1.5
    return min(1.0, 1.3 * lowered)
