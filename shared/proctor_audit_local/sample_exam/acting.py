"""What the candidate and a guest do at one moment: pure, so that any frame rate sees the same."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from proctor_audit_local.sample_exam.events import Event, Span
from proctor_audit_local.sample_exam.person import Person, Worn
from proctor_audit_local.sample_exam.speech import openness, syllables

_GONE_X: Final = -0.5
_RESTLESS_PERIOD_S: Final = 1.4
_OTHER_SEAT_LOWER: Final = 0.06
_OTHER_SEAT_SMALLER: Final = 0.2
_LIPS_CLOSED: Final = -0.13
_SPOKEN_WIDTH: Final = 0.36
"""Mouth widths that a wide syllable opens the lips beyond closed."""
_FIXATION_S: Final = 0.8
_FIXATIONS: Final = 0.03
"""How far from the middle the eyes of a reader rest, in eye widths."""
_YAWNING_EYES: Final = 0.75


def affected(candidate: Person, event: Event, presence: float, t_s: float, seed: int) -> Person:
    """The candidate while something happens to them.

    Args:
        candidate: as they are without it.
        event: that happens.
        presence: how far it has come, 0..1.
        t_s: seconds from the start of the exam.
        seed: of what is said.
    """
    moved = _moved(candidate, event, presence, t_s)
    expressing = _expressing(moved, event, presence, t_s, seed)
    return replace(expressing, wears=_dressed(expressing.wears, event, presence))


def _moved(candidate: Person, event: Event, presence: float, t_s: float) -> Person:
    """In another place, or with the head turned."""
    amount = presence * event.strength
    match event.kind:
        case "face_absent":
            x = candidate.x + presence * (_GONE_X - candidate.x)
            return replace(candidate, x=x, y=candidate.y - 0.04 * presence)
        case "cut_off":
            return replace(candidate, y=candidate.y + presence * (event.strength - candidate.y))
        case "seat_change":
            return replace(
                candidate,
                x=candidate.x + presence * (event.strength - candidate.x),
                y=candidate.y + presence * _OTHER_SEAT_LOWER,
                face_width=candidate.face_width * (1 - presence * _OTHER_SEAT_SMALLER),
            )
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


def _expressing(candidate: Person, event: Event, presence: float, t_s: float, seed: int) -> Person:
    """With eyes and mouth as the event has them."""
    amount = presence * event.strength
    match event.kind:
        case "eyes_closed":
            return replace(candidate, eye_closure=max(candidate.eye_closure, amount))
        case "gaze_aside":
            return replace(candidate, gaze_aside=candidate.gaze_aside + amount)
        case "gaze_down":
            return replace(candidate, gaze_down=candidate.gaze_down + amount)
        case "talking":
            said = openness(t_s, syllables(event.start_s, event.end_s, seed))
            gap = event.strength * (_LIPS_CLOSED + _SPOKEN_WIDTH * said)
            return replace(candidate, mouth_gap=candidate.mouth_gap + presence * (gap - candidate.mouth_gap))
        case "yawn":
            gap = candidate.mouth_gap + presence * (event.strength - candidate.mouth_gap)
            return replace(candidate, mouth_gap=gap, eye_closure=max(candidate.eye_closure, presence * _YAWNING_EYES))
    return candidate


def _dressed(wears: tuple[Worn, ...], event: Event, presence: float) -> tuple[Worn, ...]:
    """What is worn with the thing that the event brings; whoever wears spectacles already keeps them."""
    match event.kind:
        case "glare":
            if any(worn.thing == "spectacles" for worn in wears):
                glare = presence * event.strength
                return tuple(worn._replace(glare=glare) if worn.thing == "spectacles" else worn for worn in wears)
            return (*wears, Worn("spectacles", presence, event.strength))
        case "glasses":
            return (*wears, Worn("spectacles", presence))
        case "sunglasses":
            return (*wears, Worn("sunglasses", presence))
        case "mask":
            return (Worn("mask", presence), *wears)
        case "hand_over_mouth":
            return (*wears, Worn("hand", presence))
    return wears


def stirring(person: Person, t_s: float, seed: int, liveliness: float) -> Person:
    """What tells a live face from a picture of one between blinks: eyes that fixate, a head and lips that stir.

    Args:
        person: at rest.
        t_s: seconds from the start of the exam.
        seed: of the movements.
        liveliness: 0 none of it .. 1 as people at a screen are.
    """
    if liveliness == 0:
        return person
    phase = 2.3 * seed
    fixation = np.random.default_rng((seed, int(t_s / _FIXATION_S))).uniform(-1, 1, 2)
    return replace(
        person,
        yaw_deg=person.yaw_deg + liveliness * (1.1 * math.sin(0.57 * t_s + phase) + 0.5 * math.sin(1.43 * t_s)),
        pitch_deg=person.pitch_deg + liveliness * 1.0 * math.sin(0.71 * t_s + 2 * phase),
        gaze_aside=person.gaze_aside + liveliness * _FIXATIONS * float(fixation[0]),
        gaze_down=person.gaze_down + liveliness * _FIXATIONS * float(fixation[1]),
        mouth_gap=person.mouth_gap + liveliness * 0.012 * math.sin(0.97 * t_s + 3 * phase),
    )


def breathing(person: Person, t_s: float, seed: int) -> Person:
    """Nobody sits perfectly still: slow small movements, below every threshold."""
    phase = 1.7 * seed
    return replace(
        person,
        x=person.x + 0.0030 * math.sin(0.83 * t_s + phase) + 0.0012 * math.sin(1.9 * t_s + 2 * phase),
        y=person.y + 0.0022 * math.sin(1.31 * t_s + 3 * phase),
        roll_deg=person.roll_deg + 0.7 * math.sin(0.61 * t_s + phase),
        face_width=person.face_width * (1 + 0.006 * math.sin(0.47 * t_s + phase)),
    )


def blink_closure(t_s: float, blink: Span) -> float:
    """Closure during a blink: down in a third of its time, up in the rest."""
    part = (t_s - blink.start_s) / (blink.end_s - blink.start_s)
    if not 0 < part < 1:
        return 0.0
    lowered = part * 3 if part < 1 / 3 else (1 - part) * 1.5
    return min(1.0, 1.3 * lowered)
