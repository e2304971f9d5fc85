"""Speech moves the mouth to and fro; what goes one way, trembles or stays is none."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from proctor_audit.judgement import mouth
from proctor_audit.judgement.mouth import Mouth

T0 = 1_763_881_200_000

Scene = Callable[[float], float]


def speech(t: float) -> float:
    """Syllables, four or five a second, of changing weight."""
    weight = 0.6 + 0.4 * math.sin(2 * math.pi * 0.9 * t)
    return 0.03 + 0.025 * weight * math.sin(2 * math.pi * 4.3 * t) + 0.01 * math.sin(2 * math.pi * 7.1 * t + 1)


def still(_t: float) -> float:
    return 0.01


def smile(t: float) -> float:
    return 0.06 * min(max((t - 3) / 0.8, 0.0), 1.0)


def yawn(t: float) -> float:
    return 0.2 * math.sin(math.pi * min(max((t - 2) / 4, 0.0), 1.0))


def laugh(t: float) -> float:
    """Wide open from one frame to the next, and shut again."""
    return 0.25 if int(t / 1.3) % 2 else 0.02


def tremble(t: float) -> float:
    """A still mouth whose picture is encoded anew each time, now so and now so."""
    return 0.02 + 0.005 * (1 if round(2 * t) % 4 in (0, 3) else -1)


def scores(scene: Scene, fps: float, duration_s: float = 10) -> list[float]:
    """Those of all frames but the first second's, which has little to compare with."""
    seen: Mouth | None = None
    found = []
    for n in range(round(duration_s * fps)):
        seen = mouth.moved(seen, scene(n / fps), T0 + round(1000 * n / fps))
        found.append(seen.talking_score)
    return found[round(fps) :]


def share_talking(found: list[float]) -> float:
    return sum(score >= 0.5 for score in found) / len(found)


# Slow looks meet syllables here and there: enough for an incident within some seconds.
@pytest.mark.parametrize(("fps", "least_share"), [(1, 0.1), (2, 0.1), (5, 0.3), (10, 0.9), (30, 0.9)])
def test_speech_is_called_talking(fps: float, least_share: float) -> None:
    assert share_talking(scores(speech, fps)) >= least_share


@pytest.mark.parametrize("fps", [1, 2, 5, 10, 30])
@pytest.mark.parametrize("scene", [still, laugh])
def test_what_is_no_speech_is_never_called_talking(scene: Scene, fps: float) -> None:
    assert max(scores(scene, fps)) < 0.5


@pytest.mark.parametrize("fps", [1, 2])
def test_what_encoding_does_to_a_still_mouth_is_no_speech(fps: float) -> None:
    assert max(scores(tremble, fps)) < 0.3
    # The same, much larger, is none of it.
    assert max(scores(lambda t: 6 * tremble(t), fps)) > 0.5


@pytest.mark.parametrize("fps", [5, 10, 30])
@pytest.mark.parametrize("scene", [smile, yawn])
def test_what_goes_one_way_is_no_speech(scene: Scene, fps: float) -> None:
    assert max(scores(scene, fps)) < 0.5


@pytest.mark.parametrize("fps", [1, 2])
@pytest.mark.parametrize("scene", [smile, yawn])
def test_at_slow_rates_one_way_cannot_be_told_but_does_not_last(scene: Scene, fps: float) -> None:
    """Fewer frames than the three that a talking incident takes."""
    assert sum(score >= 0.5 for score in scores(scene, fps)) <= 2


def test_the_faster_to_and_fro_the_higher_the_score() -> None:
    def swinging(width: float) -> float:
        found = sorted(scores(lambda t: 0.04 + width * math.sin(2 * math.pi * 4 * t), 30))
        return found[len(found) // 2]

    rising = [swinging(width) for width in (0.0, 0.003, 0.01, 0.02, 0.035)]
    assert rising == sorted(rising)
    assert (rising[0], 0.5 < rising[-1] < 1) == (0.0, True)


def test_after_speech_the_score_falls_within_a_second() -> None:
    found = scores(lambda t: speech(min(t, 5.0)), 10)
    assert min(found[20:38]) >= 0.5
    assert max(found[50:]) < 0.3


@pytest.mark.parametrize(("break_ms", "motion"), [(2_500, True), (2_501, False)])
def test_across_a_break_nothing_is_compared(break_ms: int, motion: bool) -> None:
    before = Mouth(T0, 0.02, motion=0.2, drift=0.1)
    after = mouth.moved(before, 0.05, T0 + break_ms)
    assert (after.motion > 0) is motion
    assert (after.at_ms, after.area) == (T0 + break_ms, 0.05)


def test_the_first_look_and_a_clock_that_stands_still_are_nothing() -> None:
    assert mouth.moved(None, 0.3, T0).talking_score == 0
    again = mouth.moved(mouth.moved(None, 0.02, T0), 0.03, T0)
    assert again.talking_score < 0.5
