"""From a moment in time to its scene: pure, so that any frame rate sees the same exam."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from proctor_audit_local.sample_exam.acting import affected, blink_closure, breathing, stirring
from proctor_audit_local.sample_exam.event_kinds import REPLAYED
from proctor_audit_local.sample_exam.events import Event, Span
from proctor_audit_local.sample_exam.person import Person
from proctor_audit_local.sample_exam.scenes import Print, Scene

SEAT: Final = Person(x=0.46, y=0.42, face_width=0.25)
"""The candidate at rest."""

_GUEST: Final = Person(x=0.82, y=0.33, face_width=0.165, yaw_deg=-6.0)
_DOOR_X: Final = 1.3
_PHONE: Final = Person(x=0.80, y=0.46, face_width=0.10, roll_deg=6.0)
_BELOW_Y: Final = 1.6
_LAMP: Final = (1.08, 0.98, 0.82)
"""What changed light does to red, green and blue: a lamp instead of daylight."""
_RECORDED_FPS: Final = 30
_GRAIN_RATE: Final = 1000


def scene_at(
    t_s: float,
    events: Collection[Event],
    blinks: Collection[Span],
    seed: int,
    seat: Person = SEAT,
    liveliness: float = 0.0,
) -> Scene:
    """What the camera sees at one moment.

    Args:
        t_s: seconds from the start of the exam.
        events: that happen; any number may overlap.
        blinks: of the candidate.
        seed: of the sensor's noise and of the candidate's small movements.
        seat: the candidate at rest.
        liveliness: 0 nothing but blinks and breathing .. 1 all the small movements of a live face, seen by a camera
            whose exposure is never quite the same.
    """
    replayed = next((event for event in events if event.kind in REPLAYED and event.presence(t_s) > 0), None)
    if replayed is not None:
        live = [event for event in events if event is not replayed]
        scene = scene_at(_recorded_s(replayed, t_s), live, blinks, seed, seat, liveliness)
        return replace(scene, recoding=_grain(t_s, seed)) if replayed.recompressed else scene

    candidate = stirring(breathing(seat, t_s, seed), t_s, seed, liveliness)
    candidate = replace(candidate, eye_closure=max((blink_closure(t_s, blink) for blink in blinks), default=0.0))
    scene = Scene(people=(), light=1 + liveliness * _exposure_drift(t_s, seed), grain=_grain(t_s, seed))
    for event in events:
        if (presence := event.presence(t_s)) > 0:
            candidate = affected(candidate, event, presence, t_s, seed)
            scene = _around(scene, event, presence, t_s, seed)
            if event.kind == "photograph":
                others = [other for other in events if other is not event]
                taken = scene_at(event.reach.start_s, others, (), seed, seat, liveliness)
                scene = replace(scene, print=_held(taken, event, presence, t_s))
    return replace(scene, people=(*scene.people, candidate), guest=0 if scene.people else None)


def _around(scene: Scene, event: Event, presence: float, t_s: float, seed: int) -> Scene:
    """The scene while something happens around the candidate, or to the camera."""
    lens = scene.lens
    match event.kind:
        case "dark" | "overexposed":
            return replace(scene, light=scene.light * (1 + presence * (event.strength - 1)))
        case "light_change":
            lamp = tuple(tint * (1 + presence * (lamp - 1)) for tint, lamp in zip(lens.tint, _LAMP, strict=True))
            red, green, blue = lamp
            light = scene.light * (1 + presence * (event.strength - 1))
            return replace(scene, light=light, lens=replace(lens, tint=(red, green, blue)))
        case "covered":
            return replace(scene, lens=replace(lens, cover=presence, cover_light=event.strength))
        case "blurred":
            return replace(scene, lens=replace(lens, blur_px=lens.blur_px + presence * event.strength))
        case "multiple_faces":
            at_rest = replace(breathing(_GUEST, t_s, seed + 1), face_width=event.strength)
            return replace(scene, people=(replace(at_rest, x=_DOOR_X + presence * (at_rest.x - _DOOR_X)),))
        case "poster":
            return replace(scene, poster=Person(_GUEST.x, _GUEST.y, event.strength))
        case "phone_face":
            held = replace(breathing(_PHONE, t_s, seed + 2), face_width=event.strength)
            return replace(scene, phone=replace(held, y=_BELOW_Y + presence * (held.y - _BELOW_Y)))
    return scene


def _recorded_s(event: Event, t_s: float) -> float:
    """The moment that a feed that is not live shows: the frozen one, or one of the seconds played again."""
    if event.kind == "static_feed":
        return event.start_s
    # Pictures of a recording are a frame apart: at any frame rate the same ones come back.
    first_s = max(event.start_s - event.strength, 0.0)
    frame = math.floor((t_s - event.start_s) % event.strength * _RECORDED_FPS + 1e-6)
    return first_s + frame / _RECORDED_FPS


def _held(taken: Scene, event: Event, presence: float, t_s: float) -> Print:
    """A photograph held up in a hand that is not quite still."""
    amount = event.strength
    return Print(
        taken,
        x=amount * (math.sin(2.3 * t_s) + 0.4 * math.sin(6.1 * t_s)),
        y=amount * (math.sin(1.7 * t_s + 1) + 0.4 * math.sin(7.3 * t_s)) + 1.2 * (1 - presence),
        roll_deg=100 * amount * math.sin(1.1 * t_s + 2),
    )


def _exposure_drift(t_s: float, seed: int) -> float:
    """By how much a webcam's automatic exposure is off: in three seconds the mean luma wanders by one or two of 255."""
    return 0.0045 * math.sin(1.37 * t_s + seed) + 0.0025 * math.sin(3.9 * t_s + 2 * seed)


def _grain(t_s: float, seed: int) -> int:
    return seed * 1_000_003 + round(t_s * _GRAIN_RATE)
