"""The documented per-frame thresholds, each from both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proctor_audit.judgement.memory import Memory, Reading, perceive
from proctor_audit.judgement.movement import Movement, Sample, movement, remember
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.verdict import frame_verdict
from proctor_audit.observation import Observation
from tests.unit.judgement.observations import CALM, DARK, NOBODY, TWO, main_face, observation

T0 = 1_763_881_200_000


def read(what: Observation, moved: Movement) -> Reading:
    """The reading of a frame after one of a calm candidate, with this movement."""
    thresholds = Policy().thresholds
    memory, _ = perceive(Memory(), CALM, T0, thresholds)
    _, reading = perceive(memory, what, T0 + 500, thresholds)
    return replace(reading, movement=moved)


@pytest.mark.parametrize(
    ("what", "moved", "anomalies"),
    [
        (CALM, Movement(), ()),
        (NOBODY, Movement(), ("face_absent",)),
        (TWO, Movement(), ("multiple_faces",)),
        (observation(main_face(eye_aspect_ratio=0.181)), Movement(), ()),
        (observation(main_face(eye_aspect_ratio=0.179)), Movement(), ("eyes_closed",)),
        (CALM, Movement(pupil=0.008), ()),
        (CALM, Movement(pupil=0.0081), ("unusual_pupil_movement",)),
        (CALM, Movement(face=0.05), ()),
        (CALM, Movement(face=0.051), ("excessive_movement",)),
    ],
)
def test_anomalies(what: Observation, moved: Movement, anomalies: tuple[str, ...]) -> None:
    verdict = frame_verdict(what, read(what, moved), Policy())
    assert verdict.anomalies == anomalies
    assert verdict.anomaly == bool(anomalies)
    assert verdict.status == ("anomaly" if anomalies else "clear")


@pytest.mark.parametrize(
    ("pupil", "status"),
    [
        (None, "unknown"),
        (0.0, "straight"),
        (0.0019, "straight"),
        (0.002, "normal"),
        (0.008, "normal"),
        (0.009, "unusual"),
    ],
)
def test_pupil_movement_status(pupil: float | None, status: str) -> None:
    assert frame_verdict(CALM, Reading(movement=Movement(pupil=pupil)), Policy()).pupil_movement_status == status


@pytest.mark.parametrize(
    ("what", "advice"),
    [
        (DARK, "dark"),
        (observation(brightness=0.02), "dark"),
        (observation(brightness=0.5, contrast=0.001), "covered"),
        (observation(sharpness=0.1), "blurred"),
        (observation(main_face(presence=0.1)), "cannot be read"),
        (observation(main_face(width=0.05)), "closer"),
        (observation(main_face(cut_off=0.4)), "outside the picture"),
        (observation(main_face(glare=0.5)), "reflection"),
        (observation(main_face(overexposed=0.6)), "too bright"),
        (observation(overexposed=0.6), "too bright"),
        (observation(brightness=0.01, contrast=0.001), "black"),
    ],
)
def test_what_cannot_be_judged_is_uncertain_and_says_what_to_do(what: Observation, advice: str) -> None:
    verdict = frame_verdict(what, read(what, Movement(face=1.0)), Policy())
    assert (verdict.status, verdict.anomaly, verdict.anomalies) == ("uncertain", False, ())
    assert advice in (verdict.guidance or "")
    assert (verdict.gaze, verdict.eyes_closed, verdict.talking) == (None, None, None)


def sample(at_ms: int, x: float) -> Sample:
    return Sample(T0 + at_ms, (x, 0.5), (x - 0.05, 0.5), (x + 0.05, 0.5), (0.0, 0.0))


@pytest.mark.parametrize("fps", [1, 2, 5, 10, 30])
def test_a_steady_drift_measures_alike_at_every_frame_rate(fps: int) -> None:
    """0.04 of the picture a second: by at least 0.016 within the reference time, by no more than twice per second."""
    history: tuple[Sample, ...] = ()
    measured = []
    for i in range(4 * fps):
        now = sample(round(1000 * i / fps), 0.04 * i / fps)
        face = movement(history, now).face
        measured.append(face)
        history = remember(history, now)
        assert len(history) <= 4
    known = [face for face in measured if face is not None]
    assert len(known) >= 3 * fps - 1
    assert all(0.04 * 0.4 - 1e-6 <= face <= 0.04 * max(0.7, 1 / fps) + 1e-6 for face in known)


def test_nothing_is_compared_across_five_seconds() -> None:
    assert movement((sample(0, 0.1),), sample(5_001, 0.9)) == Movement()


def test_the_iris_of_a_closed_eye_is_no_measurement() -> None:
    closed = Sample(T0, (0.5, 0.5), (0.4, 0.5), (0.6, 0.5), None)
    moved = movement((closed,), sample(500, 0.6))
    assert (moved.pupil, moved.iris_in_eye) == (None, None)
    assert moved.face == pytest.approx(0.1)
