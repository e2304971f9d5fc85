"""No pace that a policy may ask for misses what lasts as long as documented."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.errors import InvalidPolicy
from proctor_audit.judgement.accommodations import ACCOMMODATIONS
from proctor_audit.judgement.kinds import DETECTED_KINDS, IncidentKind
from proctor_audit.judgement.pace import Need, Pace, always_found_s, slowest_interval_ms
from proctor_audit.judgement.policy import DEFAULT_RULES, Policy
from proctor_audit.judgement.presets import PRESETS
from proctor_audit.judgement.rules import IncidentRule
from proctor_audit.judgement.tracker import MAX_STEP_MS, Look, Tracker, step
from proctor_audit.observation import Observation
from tests.unit.judgement.client import Scene, follow
from tests.unit.judgement.observations import AWAY, CALM, CLOSED, DARK, NOBODY, main_face, observation

BLOCKED = observation(contrast=0.001)
DOWN = observation(main_face(pitch_deg=-30.0))
BEGINS_S = 6.0
"""By then the usual levels of the person have been learned."""


@pytest.mark.parametrize(
    ("pace", "need", "interval_ms", "frames"),
    [
        (Pace(), "quiet", 500, 4),
        (Pace(), "alert", 500, 2),
        (Pace(), "doubtful", 250, 1),
        (Pace(400.4, 7.6), "quiet", 400, 8),
        (Pace(100, 8), "alert", 100, 8),
        (Pace(2000, 4), "alert", 2000, 1),
        (Pace(200), "doubtful", 200, 1),
        (Pace(500, 4, 500), "doubtful", 500, 1),
    ],
)
def test_what_is_asked_of_the_client(pace: Pace, need: Need, interval_ms: int, frames: int) -> None:
    assert pace.message(need) == {"interval_ms": interval_ms, "frames_per_message": frames}


@given(
    rule=st.builds(IncidentRule, open_after_s=st.floats(0.5, 12), frames=st.floats(3, 12)),
    interval_ms=st.integers(100, MAX_STEP_MS),
    begins_share=st.floats(0, 1, exclude_max=True),
    gaps=st.lists(st.floats(0.05, 1), min_size=1, max_size=20),
)
def test_what_lasts_long_enough_is_confirmed_however_the_frames_are_spaced(
    rule: IncidentRule, interval_ms: int, begins_share: float, gaps: list[float]
) -> None:
    """The bound itself: no two frames further apart than the interval, an event at any place between two."""
    begins_ms = 10_000 + begins_share * interval_ms
    ends_ms = begins_ms + always_found_s(rule, interval_ms) * 1000
    tracker: Tracker | None = None
    at_ms = 10_000 - interval_ms
    number = 0
    while at_ms < ends_ms + 1:
        shows = begins_ms <= at_ms < ends_ms + 1  # a millisecond for rounding to whole ones
        tracker = step(tracker, Look(at_ms, number, shows, 1.0), IncidentKind.FACE_ABSENT, rule).tracker
        at_ms += max(1, math.floor(gaps[number % len(gaps)] * interval_ms))
        number += 1
    assert tracker is not None
    assert tracker.phase == "open"


@given(rule=st.builds(IncidentRule, open_after_s=st.floats(0.5, 600), frames=st.floats(3, 100)))
def test_the_slowest_interval_is_as_slow_as_can_be(rule: IncidentRule) -> None:
    allowed_s = rule.open_after_s + max(1.0, rule.open_after_s / 4)
    slowest_ms = slowest_interval_ms(rule)
    assert always_found_s(rule, slowest_ms) <= allowed_s + 1e-6
    assert always_found_s(rule, slowest_ms + 1) > allowed_s - 1e-6


def at_its_slowest(given: dict[str, Any]) -> Policy:
    """The policy with the slowest pace that is not refused."""
    rules = Policy.from_mapping(given).rules
    slowest_ms = min(slowest_interval_ms(rules[kind]) for kind in DETECTED_KINDS if rules[kind].enabled)
    policy = Policy.from_mapping({**given, "pace": {"interval_ms": slowest_ms}})
    with pytest.raises(InvalidPolicy):
        Policy.from_mapping({**given, "pace": {"interval_ms": slowest_ms + 1}})
    return policy


@pytest.mark.parametrize("preset", list(PRESETS))
@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("face_absent", NOBODY),
        ("multiple_faces", lambda t: observation(main_face(), others=1, other_at=0.74 + 0.06 * ((0.37 * t) % 1))),
        ("eyes_closed", CLOSED),
        ("looking_away", AWAY),
        ("looking_down", DOWN),
        ("static_feed", observation(main_face(), fingerprint=(1,) * 8)),
        ("camera_blocked", BLOCKED),
        ("poor_picture", DARK),
    ],
)
def test_a_sign_a_second_or_a_quarter_longer_than_documented_is_found(
    kind: str, shown: Observation | Scene, preset: str
) -> None:
    policy = at_its_slowest({"preset": preset})
    open_after_s = policy.rules[IncidentKind(kind)].open_after_s
    lasts_s = open_after_s + max(1.0, open_after_s / 4)
    missed = [
        begins_s
        for begins_s in (BEGINS_S + phase / 10 for phase in range(20))
        if kind not in follow(staged(shown, begins_s, lasts_s), begins_s + lasts_s + 6, policy).opened
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("kind", "lasts_s", "shown"),
    [
        ("excessive_movement", 6.0, lambda t: main_face(at=(0.3 + 0.4 * abs(2 * ((t / 1.8) % 1) - 1), 0.4))),
        ("unusual_pupil_movement", 5.5, lambda t: main_face(iris_shift=(0.2 if int(t / 0.45) % 2 else -0.2, 0.0))),
        ("talking", 3.0, lambda t: main_face(mouth_area=0.03 * (1 + math.sin(2 * math.pi * t * 2.7)))),
    ],
)
def test_movement_comes_and_goes_and_takes_longer(kind: str, lasts_s: float, shown: Any) -> None:
    """At this pace as at ten frames a second: five seconds of swaying there, or of restless eyes, and six here."""
    for phase in range(20):
        begins_s = BEGINS_S + phase / 10
        scene = staged(lambda t: observation(shown(t)), begins_s, lasts_s)
        assert kind in follow(scene, begins_s + lasts_s + 6).opened, begins_s


def staged(shown: Observation | Scene, begins_s: float, lasts_s: float) -> Scene:
    """Something between two calm times, seen by a camera that is alive."""

    def scene(t: float) -> Observation:
        if begins_s <= t < begins_s + lasts_s:
            return shown(t) if callable(shown) else shown
        return replace(CALM, fingerprint=tuple(round(t * 10) * step % 64 for step in (7, 11, 13, 5, 3, 17, 19, 23)))

    return scene


@pytest.mark.parametrize("preset", list(PRESETS))
@pytest.mark.parametrize("accommodations", [[], *([name] for name in ACCOMMODATIONS), list(ACCOMMODATIONS)])
def test_every_preset_and_accommodation_goes_with_the_default_pace(preset: str, accommodations: list[str]) -> None:
    policy = Policy.from_mapping({"preset": preset, "accommodations": accommodations})
    assert policy.pace == Pace()


OTHERS_OFF: dict[str, Any] = {kind: {"enabled": False} for kind in DEFAULT_RULES if kind != "face_absent"}


@pytest.mark.parametrize(
    ("given", "told", "mended"),
    [
        (
            {"incidents": {"eyes_closed": {"open_after_s": 1}}},
            [
                "of 500",
                "incidents.eyes_closed (frames 5, open_after_s 1) allows at most 400, or wants",
                "at 1.5 or more",
            ],
            {"incidents": {"eyes_closed": {"open_after_s": 1.5}}},
        ),
        (
            {"incidents": {"talking": {"frames": 9}}},
            ["incidents.talking (frames 9, open_after_s 0.7) allows at most 188, or wants open_after_s at 3.5 or more"],
            {"incidents": {"talking": {"frames": 9}}, "pace": {"interval_ms": 188}},
        ),
        (
            {"pace": {"interval_ms": 1000}},
            ["of 1000", "face_absent", "multiple_faces", "eyes_closed", "at 8 or more", "and 6 kinds more"],
            {"pace": {"interval_ms": 500}},
        ),
        (
            {"incidents": OTHERS_OFF, "pace": {"interval_ms": 1000}},
            ["incidents: incidents.face_absent (frames 3, open_after_s 2) allows at most 500, or wants", "8 or more."],
            {"incidents": {**OTHERS_OFF, "face_absent": {"open_after_s": 8}}, "pace": {"interval_ms": 1000}},
        ),
    ],
)
def test_a_pace_that_could_miss_something_is_refused_with_what_to_do(
    given: dict[str, Any], told: list[str], mended: dict[str, Any]
) -> None:
    with pytest.raises(InvalidPolicy) as error:
        Policy.from_mapping(given)
    assert error.value.details["field"] == "pace.interval_ms"
    for words in told:
        assert words in error.value.message
    Policy.from_mapping(mended)
