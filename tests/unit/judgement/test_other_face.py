"""A second face: a poster is never somebody, who moves is at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from proctor_audit.judgement.memory import Memory
from proctor_audit.judgement.memory_form import rounded
from proctor_audit.judgement.other_face import OtherFace, seen, somebody
from proctor_audit.observation import FaceBox, Point
from tests.unit.judgement.observations import face_box

RATES = (1, 2, 5, 10, 30)
T0 = 1_763_881_200_000

CANDIDATE = (0.5, 0.4)

Scene = Callable[[float], list[FaceBox]]


def told(
    scene: Scene, duration_s: float, fps: float, candidate: Callable[[float], Point | None] = lambda _t: CANDIDATE
) -> list[tuple[float, bool | None]]:
    """Of each frame that showed a second face: when it was, and whether that was somebody."""
    others: tuple[OtherFace, ...] = ()
    found = []
    for n in range(round(duration_s * fps)):
        t, at_ms = n / fps, T0 + round(1000 * n / fps)
        if boxes := scene(t):
            others = seen(others, boxes, candidate(t), at_ms)
            found.append((t, somebody(others, at_ms)[0]))
            others = rounded(Memory(others=others)).others
    return found


def answers(found: Iterable[tuple[float, bool | None]], start_s: float, end_s: float) -> set[bool | None]:
    return {answer for t, answer in found if start_s <= t < end_s}


def poster(t: float, x: float = 0.1, size: float = 0.1) -> FaceBox:
    """Its box trembles by a thirtieth of its width."""
    tremble = size * 0.03 * (round(1000 * t) * 7919 % 13 / 6 - 1)
    return face_box(x + tremble, 0.2 - tremble / 2, size)


def walker(t: float, size: float = 0.1) -> FaceBox:
    return face_box(0.5 + 0.4 * abs((0.11 * t) % 2 - 1) - 0.2, 0.15, size)


def sitter(t: float, moves_from_s: float) -> FaceBox:
    """Sits as still as a poster, and then sways by a fifth of the face's width."""
    return face_box(0.7 + (0.02 if t >= moves_from_s else 0.0), 0.2, 0.1)


@pytest.mark.parametrize("fps", RATES)
def test_a_poster_is_never_somebody(fps: float) -> None:
    found = told(lambda t: [poster(t)], 60, fps)
    assert answers(found, 0, 4) == {None}
    assert answers(found, 4, 60) == {False}


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("size", [0.04, 0.1, 0.2])
def test_who_walks_is_somebody_at_once(fps: float, size: float) -> None:
    found = told(lambda t: [walker(t, size)], 10, fps)
    assert answers(found, max(1.0, 1 / fps), 10) == {True}


@pytest.mark.parametrize("fps", RATES)
def test_who_rushes_past_is_somebody_from_the_second_look_on(fps: float) -> None:
    """Several widths of the face between two looks."""
    found = told(lambda t: [face_box((0.45 * t) % 0.9, 0.2, 0.1)], 6, fps)
    assert answers(found, max(0.1, 1 / fps), 6) == {True}


@pytest.mark.parametrize("fps", RATES)
def test_who_sat_still_and_then_moves_is_somebody(fps: float) -> None:
    found = told(lambda t: [sitter(t, 30)], 40, fps)
    assert True not in answers(found, 0, 30)
    assert answers(found, 30, 40) == {True}


@pytest.mark.parametrize(
    ("still_ms", "since_ms"),
    [
        # Who moves before it could be told was somebody all the time; what hung still until now was not.
        (3_900, T0),
        (5_000, T0 + 5_500),
    ],
)
def test_since_when_it_is_somebody(still_ms: int, since_ms: int) -> None:
    known = seen((), [face_box(0.7, 0.2, 0.1)], CANDIDATE, T0)
    for at_ms in range(T0, T0 + still_ms + 1, 100):
        known = seen(known, [face_box(0.7, 0.2, 0.1)], CANDIDATE, at_ms)
    known = seen(known, [face_box(0.72, 0.2, 0.1)], CANDIDATE, max(T0 + still_ms, since_ms))
    assert somebody(known, known[0].seen_at_ms) == (True, since_ms)


@pytest.mark.parametrize("size", [0.05, 0.2])
@pytest.mark.parametrize("fps", RATES)
def test_somebody_beside_a_poster(fps: float, size: float) -> None:
    """Smaller than the poster, or larger; and when they have left, it is a poster again."""

    def scene(t: float) -> list[FaceBox]:
        faces = [poster(t), walker(t, size)] if 10 <= t < 20 else [poster(t)]
        return sorted(faces, key=lambda box: -box.width)

    found = told(scene, 30, fps)
    assert answers(found, 0, 10) == {None, False}
    assert answers(found, 10 + max(1.0, 1 / fps), 20) == {True}
    assert answers(found, 20, 30) == {False}


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("seen_alone_s", [0, 10])
def test_two_posters_of_which_now_one_is_found_and_now_the_other(seen_alone_s: float, fps: float) -> None:
    def scene(t: float) -> list[FaceBox]:
        both = [poster(t), poster(t, 0.75, 0.08)]
        if t < seen_alone_s:
            return both[:1]
        return both if t < 1 else [both[1:], both[:1], both][round(fps * (t - seen_alone_s)) * 7 % 3]

    assert True not in answers(told(scene, 40, fps), 0, 40)


@pytest.mark.parametrize("fps", RATES)
def test_a_camera_that_was_moved_makes_no_person_of_a_poster_for_long(fps: float) -> None:
    found = told(lambda t: [poster(t, 0.1 if t < 10 else 0.13)], 60, fps)
    assert answers(found, 31, 60) == {False}


@pytest.mark.parametrize("fps", RATES)
def test_a_camera_that_moves_poster_and_candidate_alike_makes_no_person(fps: float) -> None:
    def moved(t: float) -> float:
        return 0.03 * (int(t / 7) % 4)

    found = told(lambda t: [poster(t, 0.1 + moved(t))], 60, fps, lambda t: (0.5 + moved(t), 0.4))
    assert True not in answers(found, 0, 60)
    # Who moves against the candidate is somebody, though the camera moves as well.
    found = told(lambda t: [poster(t, 0.1 + moved(t))], 12, fps, lambda t: (0.5 - moved(t), 0.4))
    assert answers(found, 8, 12) == {True}


@pytest.mark.parametrize("fps", RATES)
def test_a_poster_that_is_found_now_and_then_only(fps: float) -> None:
    """Gaps longer than those across which a face is seen on: it cannot be told, but accuses nobody."""
    found = told(lambda t: [poster(t)] if t % 5 < 2 else [], 60, fps)
    assert answers(found, 0, 60) == {None}


def test_a_face_that_was_not_seen_for_long_is_another_one() -> None:
    known = seen((), [poster(0)], CANDIDATE, T0)
    assert seen(known, [face_box(0.12, 0.2, 0.1)], CANDIDATE, T0 + 20_000)[0].somebody is True
    assert seen(known, [face_box(0.12, 0.2, 0.1)], CANDIDATE, T0 + 20_001)[0].somebody is None


def test_a_crowd_is_remembered_in_part() -> None:
    crowd = [face_box(0.05 * n, 0.1, 0.04) for n in range(20)]
    assert len(seen(seen((), crowd, None, T0), crowd[5:], None, T0 + 500)) == 3


def test_nobody_seen_is_nobody() -> None:
    assert somebody((), T0) == (False, None)
    assert somebody(seen((), [poster(0)], CANDIDATE, T0), T0 + 500) == (False, None)
