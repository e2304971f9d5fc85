"""One picture of whatever it may be: a sensible verdict, no accusation from it alone."""

from __future__ import annotations

from typing import Final

import numpy as np
import pytest

from proctor_audit_local.sample_exam import Person, Scene, Stage
from proctor_audit_local.sample_exam.pixels import Picture
from tests.unit.scenes.theatre import Theatre
from tests.unit.vision.photographs import astronaut, cartoon, crowd, scene

_STAGE: Final = Stage()


def _plain(luma: int, width_px: int = 320, height_px: int = 240) -> Picture:
    return np.full((height_px, width_px, 3), luma, np.uint8)


PICTURES: Final[dict[str, tuple[Picture, str]]] = {
    "a photograph": (astronaut(), "clear"),
    "fifty faces": (crowd(50), "uncertain"),
    "a dozen faces": (crowd(12, 640, 480), "anomaly"),
    "a cartoon": (cartoon(), "clear"),
    "a face on a phone alone": (_STAGE.draw(Scene((), phone=Person(0.5, 0.5, 0.12))), "clear"),
    "a poster alone": (_STAGE.draw(Scene((), poster=Person(0.5, 0.4, 0.165))), "clear"),
    "white": (_plain(255), "uncertain"),
    "grey": (_plain(128), "uncertain"),
    "black": (_plain(0), "uncertain"),
    "the smallest": (_plain(128, 32, 32), "uncertain"),
    "a wall": (scene(), "uncertain"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_one_picture_has_a_verdict_and_no_incident(theatre: Theatre, name: str) -> None:
    picture, status = PICTURES[name]
    outcome = theatre.audited([(0.0, picture)])
    (seen,) = outcome.seen
    assert seen.verdict.status == status
    assert (seen.verdict.guidance is not None) == (status == "uncertain")
    assert outcome.told == ()
    assert outcome.score == 0


@pytest.mark.parametrize("name", PICTURES)
def test_two_pictures_a_second_apart_are_no_evidence(theatre: Theatre, name: str) -> None:
    picture, _ = PICTURES[name]
    assert theatre.audited([(0.0, picture), (1.0, picture)]).told == ()


def test_any_of_them_after_the_other_is_survived(theatre: Theatre) -> None:
    """Pictures of other sizes and of other people in one session: one of each is no incident of any kind."""
    outcome = theatre.audited((number / 1.0, picture) for number, (picture, _) in enumerate(PICTURES.values()))
    assert len(outcome.seen) == len(PICTURES)


def test_no_picture_at_all(theatre: Theatre) -> None:
    outcome = theatre.audited([])
    assert (outcome.told, outcome.score) == ((), 0)
