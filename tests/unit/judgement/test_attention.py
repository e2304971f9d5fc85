"""What is looked for in the next frame."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from proctor_audit.judgement.attention import SEARCH_EVERY_MS, Attention
from proctor_audit.observation import Focus
from tests.unit.judgement.observations import CALM, NOBODY, TWO, main_face, observation

T0 = 1_763_881_200_000

NEARBY_ONLY = replace(CALM, searched=False)
KNOWN = Attention(T0, (0.5, 0.4), T0, (0.85, 0.15), T0)


@pytest.mark.parametrize("fps", [1, 2, 5, 10, 30])
def test_far_faces_are_looked_for_every_two_seconds_on_both_sides(fps: int) -> None:
    attention = Attention()
    searched: list[tuple[int, tuple[str, ...]]] = []
    for n in range(60 * fps):
        at_ms = T0 + round(1000 * n / fps)
        focus = attention.focus(at_ms)
        if focus.search:
            searched.append((at_ms, focus.sides))
        attention = attention.after(replace(CALM, searched=focus.search), at_ms)
    assert searched[0] == (T0, ("left", "right"))
    apart_ms = [b - a for (a, _), (b, _) in pairwise(searched)]
    assert min(apart_ms) >= SEARCH_EVERY_MS
    assert max(apart_ms) < SEARCH_EVERY_MS + 1000 / fps + 1
    sides = [side for _, side in searched[1:]]
    assert all(len(side) <= 1 for side in sides)
    assert min(sides.count(("left",)), sides.count(("right",))) >= len(sides) / 6


@pytest.mark.parametrize(
    ("later_ms", "focus"),
    [
        # In every frame while somebody else is in view, or was a moment ago, and there.
        (100, Focus(True, (0.5, 0.4), (0.85, 0.15), ("right",))),
        (2_500, Focus(True, (0.5, 0.4), (0.85, 0.15), ("right",))),
        (2_501, Focus(True, (0.5, 0.4), None)),
        (5_000, Focus(True, (0.5, 0.4), None)),
        (5_001, Focus(True, None, None)),
    ],
)
def test_places_are_known_for_a_while(later_ms: int, focus: Focus) -> None:
    known = KNOWN.focus(T0 + later_ms)
    assert replace(known, sides=focus.sides) == focus
    assert known.other is None or known.sides == focus.sides


@pytest.mark.parametrize(("later_ms", "search"), [(SEARCH_EVERY_MS - 1, False), (SEARCH_EVERY_MS, True)])
def test_the_search_is_due_again(later_ms: int, search: bool) -> None:
    assert Attention(T0, (0.5, 0.4), T0).focus(T0 + later_ms).search is search


def test_a_search_looks_where_somebody_was() -> None:
    assert replace(KNOWN, other=(0.2, 0.3)).focus(T0 + 500).sides == ("left",)
    assert KNOWN.focus(T0 + 500).sides == ("right",)


def test_what_a_frame_shows_is_remembered() -> None:
    seen = Attention().after(TWO, T0)
    assert seen == KNOWN
    # A frame in which far faces were not looked for puts the search off for nobody.
    later = seen.after(observation(main_face(at=(0.3, 0.6)), searched=False), T0 + 500)
    assert later == replace(seen, candidate=(0.3, 0.6), seen_at_ms=T0 + 500)
    assert later.after(NOBODY, T0 + 900) == replace(later, searched_at_ms=T0 + 900)


def test_nothing_is_known_at_first() -> None:
    assert Attention().focus(T0) == Focus(search=True, candidate=None, other=None, sides=("left", "right"))
    assert Attention().after(NEARBY_ONLY, T0).focus(T0 + 1).search


GRID = tuple(range(32))


@pytest.mark.parametrize(
    ("known", "later_ms", "left_out_unless_changed"),
    [
        (Attention(T0, (0.5, 0.4), T0, grid=GRID), 2_000, True),
        (Attention(T0, (0.5, 0.4), T0 + 9_000, grid=GRID), 9_899, True),
        # Ten seconds after the last one, in any case; also while nobody is known to be there, or somebody else is.
        (Attention(T0, (0.5, 0.4), T0 + 9_000, grid=GRID), 9_900, False),
        (Attention(T0, (0.5, 0.4), T0, grid=GRID), 5_001, False),
        (replace(KNOWN, grid=GRID), 2_000, False),
        (Attention(T0, (0.5, 0.4), T0), 2_000, False),
    ],
)
def test_a_search_may_be_left_out_while_nothing_changes(
    known: Attention, later_ms: int, left_out_unless_changed: bool
) -> None:
    focus = known.focus(T0 + later_ms)
    assert (focus.search, focus.unless_like) == (True, GRID if left_out_unless_changed else ())


def test_what_the_picture_looked_like_is_that_of_the_last_search() -> None:
    seen = Attention().after(replace(CALM, grid=GRID), T0)
    assert seen.grid == GRID
    assert seen.after(replace(NEARBY_ONLY, grid=GRID[::-1]), T0 + 500).grid == GRID
    assert seen.after(replace(CALM, grid=GRID[::-1]), T0 + 2_000).grid == GRID[::-1]
