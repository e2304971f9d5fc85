"""What is usual for a person: learned soon, followed slowly, never implausible, alike at every frame rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from proctor_audit.judgement.memory import Memory
from proctor_audit.judgement.memory_form import rounded
from proctor_audit.judgement.person import BLINK_SHARE, Person, Reach, can_be_asked, first_seen, learned, shown_target
from proctor_audit.observation import Gaze, MainFace
from tests.unit.judgement.observations import main_face

RATES = (1, 2, 5, 10, 30)
T0 = 1_763_881_200_000

Scene = Callable[[float], MainFace]

CALM = main_face()
NARROW = main_face(eye_aspect_ratio=0.19)
SEEN_FROM_BELOW = main_face(eye_aspect_ratio=0.22, yaw_deg=8.0, pitch_deg=-12.0, iris_shift=(0.04, -0.12))


def stored(person: Person) -> Person:
    """As it comes back from the session item."""
    kept = rounded(Memory(person=person)).person
    assert kept is not None
    return kept


def watched(
    scene: MainFace | Scene, duration_s: float, fps: float = 5, light: float = 0.5, person: Person | None = None
) -> Person:
    """The person after so long; stored after every frame, as between two messages."""
    start_ms = person.at_ms if person else T0
    for n in range(1 if person else 0, round(duration_s * fps) + 1):
        at_ms = start_ms + round(1000 * n / fps)
        face = scene(n / fps) if callable(scene) else scene
        person = stored(learned(person or first_seen(face, light, at_ms), face, light, at_ms))
    assert person is not None
    return person


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("face", [CALM, NARROW, SEEN_FROM_BELOW])
def test_levels_are_learned_within_the_first_seconds(face: MainFace, fps: float) -> None:
    assert not watched(face, 2, fps).learned
    person = watched(face, 4, fps)
    assert person.learned
    assert person.opened(face) == pytest.approx(1, abs=0.05)
    assert person.iris_offset(face) == pytest.approx((0, 0), abs=0.005)
    assert (person.turned_deg(face), person.nodded_deg(face)) == pytest.approx((0, 0), abs=0.5)


@pytest.mark.parametrize(
    ("face", "level", "limits"),
    [
        (main_face(eye_aspect_ratio=0.05), "opening", (0.15, 0.27)),
        (main_face(eye_aspect_ratio=0.08), "opening", (0.15, 0.27)),
        (main_face(eye_aspect_ratio=0.9), "opening", (0.27, 0.42)),
        (main_face(yaw_deg=40.0), "yaw_deg", (0, 10.0)),
        (main_face(yaw_deg=-40.0), "yaw_deg", (-10.0, 0)),
        (main_face(pitch_deg=-50.0), "pitch_deg", (-18.0, 0)),
        (main_face(pitch_deg=50.0), "pitch_deg", (0, 18.0)),
    ],
)
def test_what_is_not_plausible_never_becomes_usual(face: MainFace, level: str, limits: tuple[float, float]) -> None:
    """From the first frame on, or after calm ones: five minutes of it."""
    for person in (watched(face, 300, 2), watched(face, 300, 2, person=watched(CALM, 10))):
        assert limits[0] <= getattr(person, level) <= limits[1]


@pytest.mark.parametrize("side", [-1, 1])
def test_irises_far_aside_never_become_usual(side: int) -> None:
    aside = main_face(iris_shift=(side * 0.2, side * 0.3))
    for person in (watched(aside, 300, 2), watched(aside, 300, 2, person=watched(CALM, 10))):
        x, y = person.iris_offset(aside)
        assert side * x >= 0.2 - 0.05 - 1e-6
        assert side * y >= 0.3 - 0.2 - 1e-6


@pytest.mark.parametrize("ear", [0.05, 0.08])
def test_eyes_that_stay_closed_are_closed_after_minutes_still(ear: float) -> None:
    closed = main_face(eye_aspect_ratio=ear)
    assert watched(closed, 300, 2, person=watched(CALM, 10)).opened(closed) < 0.55


def test_eyes_closed_in_the_first_frames_do_not_count_as_usual() -> None:
    """A blink when the camera starts: the next one is seen as one."""
    blink = main_face(eye_aspect_ratio=0.08)
    assert first_seen(blink, 0.5, T0).opened(blink) == pytest.approx(0.4)
    person = watched(lambda t: blink if t < 0.3 else CALM, 4, 10)
    assert person.opened(blink) < 0.4
    assert person.opened(CALM) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("fps", RATES)
def test_blinks_do_not_lower_the_level(fps: float) -> None:
    closed = main_face(eye_aspect_ratio=0.08)
    person = watched(lambda t: closed if t % 4 < max(0.2, 1 / fps) else CALM, 40, fps)
    assert person.opening == pytest.approx(0.28, abs=0.02)


@pytest.mark.parametrize(
    ("changed", "level", "before", "after_10_s", "after_60_s"),
    [
        # Heads near the usual within a minute or two, eyes sooner; what is far from it not so soon.
        (main_face(yaw_deg=6.0), "yaw_deg", 0.0, (0.8, 1.2), (3.5, 4.1)),
        (main_face(pitch_deg=-6.0), "pitch_deg", 0.0, (-1.2, -0.8), (-4.1, -3.5)),
        (main_face(yaw_deg=25.0), "yaw_deg", 0.0, (0.5, 3.0), (5.0, 10.0)),
        (main_face(eye_aspect_ratio=0.24), "opening", 0.28, (0.25, 0.27), (0.24, 0.245)),
        (main_face(eye_aspect_ratio=0.32), "opening", 0.28, (0.315, 0.32), (0.319, 0.32)),
        (main_face(eye_aspect_ratio=0.12), "opening", 0.28, (0.27, 0.28), (0.26, 0.27)),
    ],
)
@pytest.mark.parametrize("fps", RATES)
def test_usual_levels_follow_slowly_and_alike_at_every_frame_rate(
    changed: MainFace,
    level: str,
    before: float,
    after_10_s: tuple[float, float],
    after_60_s: tuple[float, float],
    fps: float,
) -> None:
    person = watched(CALM, 20, fps)
    assert getattr(person, level) == pytest.approx(before, abs=0.005)
    for duration_s, (least, most) in ((10, after_10_s), (50, after_60_s)):
        person = watched(changed, duration_s, fps, person=person)
        assert least - 1e-3 <= getattr(person, level) <= most + 1e-3


@pytest.mark.parametrize(
    ("face", "light"),
    [
        (main_face(at=(0.85, 0.4), pitch_deg=-12.0), 0.5),
        (main_face(width=0.42, pitch_deg=-12.0), 0.5),
        (main_face(width=0.2, pitch_deg=-12.0), 0.5),
        (main_face(pitch_deg=-12.0), 0.7),
    ],
)
@pytest.mark.parametrize("fps", RATES)
def test_another_seat_or_light_is_learned_anew_without_wiping(face: MainFace, light: float, fps: float) -> None:
    before = watched(NARROW, 30, fps)
    before = replace(before, reach=Reach(0.15, 0.15))
    one = watched(replace(face, left_eye_aspect_ratio=0.19, right_eye_aspect_ratio=0.19), 1 / fps, fps, light, before)
    assert not one.learned
    assert one.opening == pytest.approx(before.opening, abs=0.02)
    settled = watched(face, 6, fps, light, one)
    assert settled.learned
    assert settled.pitch_deg == pytest.approx(-12.0, abs=0.5)
    assert (settled.reach.left, settled.reach.right) == pytest.approx((0.15, 0.15), abs=0.01)


@pytest.mark.parametrize(
    ("face", "light"), [(CALM, 0.6), (main_face(at=(0.6, 0.45)), 0.5), (main_face(width=0.34), 0.5)]
)
def test_who_leans_or_dims_the_screen_keeps_the_seat(face: MainFace, light: float) -> None:
    assert watched(face, 0.2, 5, light, watched(CALM, 10)).learned


def asked(person: Person, target: Gaze, face: MainFace, duration_s: float = 2, fps: float = 5) -> Person:
    for _ in range(round(duration_s * fps)):
        person = stored(shown_target(person, face, target, person.at_ms + round(1000 / fps)))
    return person


def looking(x: float, y: float) -> MainFace:
    return main_face(iris_shift=(x, -0.075 + y))


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize(
    ("target", "face", "reached"),
    [
        ("left", looking(-0.11, 0), 0.11),
        ("right", looking(0.11, 0), 0.11),
        ("up", looking(0, -0.06), 0.06),
        ("down", looking(0, 0.06), 0.06),
        # Nobody's screen is that wide.
        ("left", looking(-0.5, 0), 0.14),
        ("right", looking(0.5, 0), 0.14),
    ],
)
def test_the_reach_of_the_eyes_is_learned_from_targets(
    target: Gaze, face: MainFace, reached: float, fps: float
) -> None:
    person = asked(watched(CALM, 4, fps), target, face, 4, fps)
    assert getattr(person.reach, target) == pytest.approx(reached, abs=0.006)
    assert replace(person.reach, **{target: 0.0}) == Reach()


@pytest.mark.parametrize(
    ("target", "face"),
    [
        ("left", looking(0.12, 0)),
        ("right", looking(-0.12, 0)),
        ("up", looking(0, 0.06)),
        ("down", looking(0, -0.06)),
        ("left", main_face(eye_aspect_ratio=0.1, iris_shift=(-0.12, -0.075))),
    ],
)
def test_a_look_that_cannot_be_one_teaches_nothing(target: Gaze, face: MainFace) -> None:
    person = replace(watched(CALM, 4), reach=Reach(0.1, 0.1, 0.05, 0.05))
    after = asked(person, target, face)
    assert replace(after, at_ms=person.at_ms, asked_ms=person.asked_ms) == person


def test_the_centre_is_learned_from_its_target_and_clamped() -> None:
    person = asked(watched(CALM, 4), "centre", SEEN_FROM_BELOW)
    assert person.iris_offset(SEEN_FROM_BELOW) == pytest.approx((0, 0), abs=0.01)
    assert (person.yaw_deg, person.pitch_deg) == pytest.approx((8.0, -12.0), abs=1.0)
    far = main_face(yaw_deg=40.0, pitch_deg=-40.0, iris_shift=(0.3, -0.3))
    person = asked(watched(CALM, 4), "centre", far, 10)
    assert (person.yaw_deg, person.pitch_deg, *person.iris) == (10.0, -18.0, 0.05, -0.2)


def test_nobody_is_asked_for_ever() -> None:
    assert can_be_asked(None)
    person = asked(watched(CALM, 4), "left", looking(-0.1, 0), 29)
    assert can_be_asked(person)
    assert not can_be_asked(asked(person, "right", looking(0.1, 0), 1))


def test_narrow_eyes_blink_below_their_own_level() -> None:
    """The same opening is a blink of wide eyes and the usual of narrow ones."""
    assert watched(main_face(eye_aspect_ratio=0.32), 4).opened(NARROW) < BLINK_SHARE
    assert watched(NARROW, 4).opened(NARROW) > 0.95
