"""A feed that is not live is told as what it is; a person who sits still for a long time is live."""

from __future__ import annotations

from typing import Final

import pytest

from proctor_audit_local.sample_exam import Event
from tests.unit.scenes.expected import Expected, check_told
from tests.unit.scenes.theatre import Play, Theatre

_FROZEN: Final = Event("static_feed", 5.0, 15.0)
_RECOMPRESSED: Final = Event("static_feed", 5.0, 15.0, recompressed=True)
_LOOP: Final = Event("loop", 12.0, 58.0, level=8.0)
_PHOTOGRAPH: Final = Event("photograph", 2.0, 200.0, level=0.003)


@pytest.mark.parametrize("fps", [1, 2, 5])
def test_a_frozen_picture(theatre: Theatre, fps: int) -> None:
    outcome = theatre.played(Play((_FROZEN,), 18.0), fps)
    # The last live pictures may have been the same, too.
    check_told(outcome.told, (Expected("static_feed", _FROZEN, "frozen", earlier_s=1.1),), 1 / fps)
    assert outcome.score >= 10


@pytest.mark.parametrize("fps", [2, 5])
def test_a_frozen_picture_that_is_encoded_anew(theatre: Theatre, fps: int) -> None:
    outcome = theatre.played(Play((_RECOMPRESSED,), 18.0), fps)
    check_told(outcome.told, (Expected("static_feed", _RECOMPRESSED, "frozen", earlier_s=1.1),), 1 / fps)


def test_the_same_seconds_again_and_again(theatre: Theatre) -> None:
    outcome = theatre.played(Play((_LOOP,), 58.0), 2)
    (told,) = outcome.told
    assert (told.kind, told.detail) == ("static_feed", "loop")
    # When moments have come back: in the first round of the replay, or in one of the next two.
    assert _LOOP.start_s <= told.start_s <= _LOOP.start_s + 24
    assert told.end_s >= _LOOP.end_s - 1


def test_a_photograph_held_up(theatre: Theatre) -> None:
    outcome = theatre.played(Play((_PHOTOGRAPH,), 200.0, seed=1), 1.6)
    (told,) = outcome.told
    assert (told.kind, told.detail) == ("static_feed", "photograph")
    assert told.start_s <= 5.0
    assert told.end_s >= 198.0


def test_who_sits_still_for_as_long_is_live(theatre: Theatre) -> None:
    assert theatre.played(Play((), 70.0, seed=11), 2).told == ()


def test_three_seconds_of_the_same_picture_are_a_poor_line(theatre: Theatre) -> None:
    stalled = Event("static_feed", 5.0, 8.0)
    assert theatre.played(Play((stalled,), 14.0), 2).told == ()
