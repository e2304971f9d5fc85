"""Whether the camera shows something alive, in every way in which it may not."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from proctor_audit.judgement import liveness
from proctor_audit.judgement.liveness import Feed, Liveness, Moment, same_picture
from proctor_audit.judgement.memory import Memory
from proctor_audit.judgement.memory_form import rounded
from proctor_audit.observation import SAME_PICTURE, Fingerprint

RATES = (1, 2, 5, 10, 30)
T0 = 1_763_881_200_000

Film = Callable[[float], Fingerprint]
Measures = tuple[float, float, float, float]
"""How far the eyes are open, the irises' shift, the yaw and the mouth's area."""


def picture(number: int) -> Fingerprint:
    """One of any number of pictures that have nothing in common."""
    rng = random.Random(number)
    return tuple(rng.randrange(64) for _ in range(8))


def noisy(of: Fingerprint, n: int, steps: int = 1) -> Fingerprint:
    """The same picture, encoded anew."""
    rng = random.Random(n)
    return tuple((number + rng.randint(-steps, steps)) % 64 for number in of)


def lively(t: float) -> Fingerprint:
    """A person who sits as they sit: never quite where they were, and slowly elsewhere."""
    sway = [9 * math.sin(2 * math.pi * t / (1.7 + 0.37 * i) + i) + 11 * math.sin(t / (7.3 + i)) for i in range(8)]
    return tuple(round(32 + value + 0.35 * t * (i - 3.5)) % 64 for i, value in enumerate(sway))


def repeated(period_s: float, start_s: float = 0.0) -> Film:
    return lambda t: lively(t if t < start_s else start_s + (t - start_s) % period_s)


def told(film: Film, duration_s: float, fps: float) -> list[tuple[float, Feed | None]]:
    """What the feed is taken for, frame by frame; stored in between, as between two messages."""
    feed = Liveness()
    found = []
    for n in range(round(duration_s * fps)):
        at_ms = T0 + round(1000 * n / fps)
        feed = rounded(Memory(liveness=liveness.looked(feed, film(n / fps), at_ms))).liveness
        found.append((n / fps, feed.feed(at_ms)))
    return found


def answers(found: list[tuple[float, Feed | None]], start_s: float = 0, end_s: float = math.inf) -> set[Feed | None]:
    return {answer for t, answer in found if start_s <= t < end_s}


@pytest.mark.parametrize("fps", RATES)
def test_a_picture_that_stays_is_frozen_and_a_living_one_is_not(fps: float) -> None:
    def film(t: float) -> Fingerprint:
        return noisy(lively(10.0), round(100 * t)) if 10 <= t < 40 else lively(t)

    found = told(film, 60, fps)
    assert answers(found, 0, 13) == {None}
    assert answers(found, 14 + 1 / fps, 40) == {"frozen"}
    assert answers(found, 40, 60) == {None}


@pytest.mark.parametrize("fps", RATES)
def test_a_living_picture_is_live_for_minutes(fps: float) -> None:
    assert answers(told(lively, 600 if fps <= 2 else 60, fps)) == {None}


@pytest.mark.parametrize(
    ("period_s", "fps"), [(6.0, 2), (6.0, 10), (8.0, 1), (8.0, 5), (13.0, 5), (30.0, 2), (5.2, 30)]
)
def test_seconds_that_play_again_are_a_loop_until_they_end(period_s: float, fps: float) -> None:
    until_s = 20 + 5 * period_s

    def film(t: float) -> Fingerprint:
        return repeated(period_s, 20)(t) if t < until_s else lively(t)

    found = told(film, until_s + 3 * period_s, fps)
    assert answers(found, 0, 20 + period_s) == {None}
    assert answers(found, 20 + 3 * period_s, until_s) == {"loop"}
    assert found[-1][1] is None


@pytest.mark.parametrize("fps", [2, 5, 10])
def test_one_return_may_be_missed(fps: float) -> None:
    """In the third round nothing is recognised, as when somebody walks through the picture."""

    def film(t: float) -> Fingerprint:
        return picture(round(t * fps)) if 38 <= t < 46 else repeated(8.0, 20)(t)

    assert answers(told(film, 100, fps), 60) == {"loop"}


@pytest.mark.parametrize(("seed", "fps"), [(0, 1), (1, 2), (2, 2), (3, 5), (4, 10)])
def test_who_comes_back_to_a_few_postures_at_irregular_times_is_no_loop(seed: int, fps: float) -> None:
    """Sits still, each time for less than two seconds, and as before now and then."""
    rng = random.Random(seed)
    changes: list[tuple[float, int]] = [(0.0, 0)]
    while changes[-1][0] < 300:
        at_s, posture = changes[-1]
        changes.append((at_s + rng.uniform(0.6, 2.0), (posture + rng.randint(1, 3)) % 4))

    def film(t: float) -> Fingerprint:
        posture = next(posture for at_s, posture in reversed(changes) if at_s <= t)
        return noisy(picture(posture), round(100 * t), 1)

    assert "loop" not in answers(told(film, 120, fps))


@pytest.mark.parametrize("each_s", [0.4, 0.9, 1.2, 1.4, 2.0, 2.4])
def test_two_postures_by_turns_are_no_loop(each_s: float) -> None:
    """Breathing, for example: no loop is so short."""
    assert answers(told(lambda t: picture(int(t / each_s) % 2), 120, 5)) == {None}


@pytest.mark.parametrize(
    ("change", "same"), [(0, True), (SAME_PICTURE, True), (-SAME_PICTURE, True), (SAME_PICTURE + 1, False)]
)
def test_the_same_picture(change: int, same: bool) -> None:
    for number in (0, 2, 31, 63):
        numbers = (number, *picture(1)[1:])
        assert same_picture(numbers, ((number + change) % 64, *numbers[1:])) is same


def faces(scene: Callable[[float], Measures], duration_s: float, fps: float) -> set[Feed | None]:
    """Faces that show this, in a picture that is moved about."""
    feed = Liveness()
    found = set()
    for n in range(round(duration_s * fps)):
        at_ms = T0 + round(1000 * n / fps)
        feed = liveness.looked(feed, lively(n / fps), at_ms)
        feed = rounded(Memory(liveness=liveness.faced(feed, scene(n / fps), at_ms))).liveness
        found.add(feed.feed(at_ms))
    return found


def held_up(t: float, changed: int = 0, by: float = 0.0) -> Measures:
    """What changes as much as it does with a photograph in a hand; one measure of it by more, if it is to."""
    measures = [1 + 0.08 * math.sin(1.3 * t), 0.024 * math.sin(1.9 * t), 3 * math.sin(0.7 * t), 0.01]
    measures[changed] += by
    return (measures[0], measures[1], measures[2], measures[3])


@pytest.mark.parametrize("fps", [1, 2, 5])
def test_a_face_without_any_life_is_a_photograph_after_minutes(fps: float) -> None:
    told_from_s = max(180, 300 / fps)
    assert faces(held_up, told_from_s - 1 / fps, fps) == {None}
    assert faces(held_up, told_from_s + 2 / fps, fps) == {None, "photograph"}


@pytest.mark.parametrize("fps", [1, 2])
@pytest.mark.parametrize(
    "alive",
    [
        lambda t: held_up(t, 0, -0.8 if t % 15 < 1.0 else 0.0),
        lambda t: held_up(t, 1, 0.08 if t % 40 < 1.5 else 0.0),
        lambda t: held_up(t, 2, 9.0 if t % 90 < 3.0 else 0.0),
        lambda t: held_up(t, 3, 0.05 if t % 60 < 2.0 else 0.0),
    ],
    ids=["blinks", "glances", "turns", "words"],
)
def test_a_person_is_no_photograph(alive: Callable[[float], Measures], fps: float) -> None:
    assert faces(alive, 420, fps) == {None}


def test_since_when_it_has_not_been_live() -> None:
    feed = Liveness()
    for n in range(10):
        feed = liveness.looked(feed, picture(max(0, 4 - n)), T0 + 1000 * n)
    assert (feed.feed(T0 + 9_000), feed.since_ms(T0 + 9_000)) == ("frozen", T0 + 4_000)
    assert (feed.feed(T0 + 7_999), feed.since_ms(T0 + 7_999)) == (None, None)
    loop = Liveness(lag_ms=8_000, returns=5, returned_at_ms=T0)
    assert (loop.feed(T0 + 16_000), loop.since_ms(T0 + 16_000)) == ("loop", None)
    assert loop.feed(T0 + 16_001) is None


@pytest.mark.parametrize(("break_ms", "feed_after"), [(2_500, "frozen"), (2_501, None)])
def test_nobody_knows_what_was_between_pictures_far_apart(break_ms: int, feed_after: Feed | None) -> None:
    feed = Liveness()
    for at_ms in (0, 1_000, 2_000, 2_000 + break_ms):
        feed = liveness.looked(feed, picture(0), T0 + at_ms)
    assert feed.feed(T0 + 2_000 + break_ms) == feed_after


def test_moments_are_few_and_the_sparser_the_older() -> None:
    feed = Liveness()
    for n in range(3_600):
        feed = liveness.looked(feed, picture(n), T0 + 1000 * n)
    ages_s = [(T0 + 3_600_000 - moment.at_ms) / 1000 for moment in feed.moments]
    assert len(feed.moments) == 12
    assert max(ages_s) == pytest.approx(3_600, abs=1)
    assert sorted(ages_s)[3] <= 7
    # From a quarter of a minute to twenty minutes back there is something every now and then.
    for age_s in (15, 60, 240, 1_200):
        assert any(age_s / 3 <= age <= 3 * age_s for age in ages_s), age_s


def test_moments_are_a_second_apart() -> None:
    first = Liveness(moments=(Moment(T0, picture(0)),))
    assert len(liveness.looked(first, picture(1), T0 + 999).moments) == 1
    assert len(liveness.looked(first, picture(1), T0 + 1_000).moments) == 2
