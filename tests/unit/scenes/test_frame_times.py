"""The same is told whatever the times of the frames: many, irregular, lost, with a hole, in late messages."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.judge import Sight, end_of_connection, judge
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState
from proctor_audit_local.sample_exam import Event
from tests.unit.scenes.expected import Expected, check_told
from tests.unit.scenes.test_accusations import SCENES
from tests.unit.scenes.test_honest_people import HONEST
from tests.unit.scenes.theatre import STARTED_AT_MS, Play, Theatre, Told, told

_LIVE: Final = Policy()
_TOLD_OF: Final = ("head left", "eyes right", "eyes closed", "talking", "guest")


def _play(name: str) -> Play:
    return Play((SCENES[name].event,), SCENES[name].event.end_s + 3.0)


def _jittered(play: Play, seed: int) -> tuple[float, ...]:
    """Times taken from those at 10 a second, 0.1 to 0.6 s apart."""
    steps = np.random.default_rng(seed).integers(1, 7, int(play.duration_s * 10))
    return tuple(number / 10 for number in np.cumsum(steps).tolist() if number / 10 < play.duration_s)


def _without(play: Play, seed: int, lost_share: float) -> tuple[float, ...]:
    kept = np.random.default_rng(seed).random(len(play.at(5))) >= lost_share
    return tuple(t_s for t_s, keep in zip(play.at(5), kept.tolist(), strict=True) if keep)


@pytest.mark.parametrize("name", ["head left", "eyes right", "eyes closed"])
def test_irregular_frames(theatre: Theatre, name: str) -> None:
    # A second later than usual: with the usual look of a person learned from few frames, the first turn is none of it.
    event = SCENES[name].event
    later = replace(SCENES[name], event=replace(event, start_s=event.start_s + 1, end_s=event.end_s + 1))
    play = Play((later.event,), later.event.end_s + 3.0)
    outcome = theatre.played(play, times_s=_jittered(play, 3))
    check_told(outcome.told, (later,), 0.6)


@pytest.mark.parametrize("name", _TOLD_OF)
def test_lost_frames(theatre: Theatre, name: str) -> None:
    play = _play(name)
    times_s = _without(play, 1, 0.4)
    longest_s = max(later - earlier for earlier, later in itertools.pairwise(times_s))
    check_told(theatre.played(play, times_s=times_s).told, (SCENES[name],), longest_s)


@pytest.mark.parametrize("name", ["calm 0", "poster", "glances of the eyes"])
def test_honest_people_at_irregular_times(theatre: Theatre, name: str) -> None:
    play = HONEST[name]
    times_s = tuple(t_s for t_s in _jittered(play, 7) if round(t_s * 10) % 2 == 0)
    assert theatre.played(play, times_s=times_s).told == ()


def test_a_hole_of_four_seconds_adds_nothing(theatre: Theatre) -> None:
    """A look aside in the last picture before it and one in the first picture after it are no long look."""
    glances = Event("gaze_aside", 5.9, 6.1, level=0.15), Event("gaze_aside", 9.9, 10.1, level=0.15)
    play = Play(glances, 14.0)
    times_s = tuple(t_s for t_s in play.at(2) if not 6.0 < t_s < 10.0)
    assert theatre.played(play, times_s=times_s).told == ()


def test_across_a_hole_of_four_seconds_it_goes_on(theatre: Theatre) -> None:
    away = Event("looking_away", 4.0, 14.0)
    play = Play((away,), 17.0)
    times_s = tuple(t_s for t_s in play.at(5) if not 8.0 < t_s < 12.0)
    check_told(theatre.played(play, times_s=times_s).told, (Expected("looking_away", away, "right"),), 1 / 5)


def test_thirty_frames_a_second(theatre: Theatre) -> None:
    glance, closed = Event("gaze_aside", 3.2, 3.7, level=-0.15), Event("eyes_closed", 5.0, 8.0)
    outcome = theatre.played(Play((glance, closed), 9.0), 30)
    check_told(outcome.told, (Expected("eyes_closed", closed, later_s=1.0),), 1 / 30)


@pytest.mark.parametrize("frames", [2, 5])
@pytest.mark.parametrize("name", [*_TOLD_OF, "restless"])
def test_late_messages_of_several_frames(theatre: Theatre, name: str, frames: int) -> None:
    play = _play(name)
    check_told(_in_late_messages(theatre, play, frames), (SCENES[name],), 1 / 5)


def test_honest_people_in_late_messages(theatre: Theatre) -> None:
    assert _in_late_messages(theatre, HONEST["calm 0"], 5) == ()


def _in_late_messages(theatre: Theatre, play: Play, frames: int) -> tuple[Told, ...]:
    """What is told live when messages of several frames arrive 0.3 to 1.5 s after the last of them."""
    late_ms = np.random.default_rng(2).integers(300, 1_500, 1_000).tolist()
    times_ms = [STARTED_AT_MS + round(t_s * 1000) for t_s in play.at(5)]
    sights = [
        Sight(seq, at_ms, seen.observation)
        for seq, (at_ms, seen) in enumerate(zip(times_ms, theatre.played(play, 5).seen, strict=True))
    ]
    state, incidents, arrived_ms = SessionState(), dict[str, Incident](), 0
    for number, first in enumerate(range(0, len(sights), frames)):
        message = sights[first : first + frames]
        assert message[-1].captured_at_ms is not None
        arrived_ms = max(arrived_ms, message[-1].captured_at_ms + late_ms[number])
        state = judge("s-1", state, message, _LIVE, arrived_ms).state
        incidents.update({incident.id: incident for incident in state.outbox})
        state = state.delivered()
    incidents.update({incident.id: incident for incident in end_of_connection("s-1", state).outbox})
    return told(incidents.values())
