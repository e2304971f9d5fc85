"""Whoever has shown how far their screen reaches is not accused of looking there."""

from __future__ import annotations

from typing import Final

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.judge import Sight, end_of_connection, judge
from proctor_audit.judgement.state import SessionState
from proctor_audit.observation import Gaze
from proctor_audit_local.sample_exam import Event
from tests.unit.scenes.expected import Expected, check_told
from tests.unit.scenes.theatre import POLICY, STARTED_AT_MS, Play, Theatre, Told, told

_POINTS: Final[tuple[tuple[Gaze, float, float], ...]] = (
    ("centre", 0.0, 2.0),
    ("left", 2.4, 4.0),
    ("right", 4.6, 6.2),
    ("up", 6.8, 8.4),
    ("down", 9.0, 10.6),
)
_SHOWN: Final = (
    Event("gaze_aside", 2.4, 4.0, level=-0.14),
    Event("gaze_aside", 4.6, 6.2, level=0.14),
    Event("gaze_down", 6.8, 8.4, level=-0.12),
    Event("gaze_down", 9.0, 10.6, level=0.12),
)
"""Four points at the edges of a wide screen."""

_LEFT: Final = Event("gaze_aside", 15.0, 19.0, level=-0.14)
_RIGHT: Final = Event("gaze_aside", 25.0, 29.0, level=0.14)
_DURATION_S: Final = 31.0


def _target(t_s: float) -> Gaze | None:
    return next((gaze for gaze, start_s, end_s in _POINTS if start_s <= t_s <= end_s), None)


def _calibrated(theatre: Theatre, play: Play, fps: int, exam_from_s: float = 0.0) -> tuple[Told, ...]:
    """What is told when the candidate was asked to look at the points; before the exam, if it begins later."""
    state, incidents = SessionState(), dict[str, Incident]()
    for seq, (t_s, seen) in enumerate(zip(play.at(fps), theatre.played(play, fps).seen, strict=True)):
        at_ms = STARTED_AT_MS + round(t_s * 1000)
        sight = Sight(seq, at_ms, seen.observation, _target(t_s), check=t_s < exam_from_s)
        state = judge("s-1", state, [sight], POLICY, at_ms).state
        incidents.update({incident.id: incident for incident in state.outbox})
        state = state.delivered()
    incidents.update({incident.id: incident for incident in end_of_connection("s-1", state).outbox})
    return told(incidents.values())


def test_without_it_a_look_at_the_edge_of_a_wide_screen_is_a_look_away(theatre: Theatre) -> None:
    outcome = theatre.played(Play((_LEFT, _RIGHT), _DURATION_S), 2)
    left, right = Expected("looking_away", _LEFT, "left"), Expected("looking_away", _RIGHT, "right")
    check_told(outcome.told, (left, right), 1 / 2)


def test_with_it_a_look_there_is_none(theatre: Theatre) -> None:
    assert _calibrated(theatre, Play((*_SHOWN, _LEFT, _RIGHT), _DURATION_S), 2) == ()


def test_with_it_before_the_exam_neither(theatre: Theatre) -> None:
    assert _calibrated(theatre, Play((*_SHOWN, _LEFT, _RIGHT), _DURATION_S), 2, exam_from_s=12.0) == ()


def test_a_look_far_beyond_the_screen_is_still_told(theatre: Theatre) -> None:
    beyond = Event("gaze_aside", 15.0, 19.0, level=0.24)
    calibrated = _calibrated(theatre, Play((*_SHOWN, beyond), 22.0), 2)
    check_told(calibrated, (Expected("looking_away", beyond, "right"),), 1 / 2)


def test_a_head_turned_away_is_still_told(theatre: Theatre) -> None:
    away = Event("looking_away", 15.0, 19.0)
    calibrated = _calibrated(theatre, Play((*_SHOWN, away), 22.0), 2)
    check_told(calibrated, (Expected("looking_away", away, "right"),), 1 / 2)
