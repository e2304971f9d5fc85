"""Likelihoods become segments: joined across pauses, with margins, and none out of noise."""

from __future__ import annotations

import pytest

from proctor_audit.voice import Segment, SegmentRule, Segments

WINDOW_S = 0.1
RULE = SegmentRule(threshold=0.2, sure=0.5, mean_s=0.1, join_s=0.5, margin_s=0.0, shortest_s=0.2)


def segments(likelihoods: list[float], rule: SegmentRule = RULE) -> list[tuple[float, float]]:
    heard = Segments(WINDOW_S, rule)
    found: list[Segment] = []
    for likelihood in likelihoods:
        found += heard.take(likelihood)
    found += heard.finish(len(likelihoods) * WINDOW_S)
    return [(round(segment.start_s, 3), round(segment.end_s, 3)) for segment in found]


Q, S = [0.0], [0.9]


@pytest.mark.parametrize(
    ("likelihoods", "expected"),
    [
        ([], []),
        (Q * 50, []),
        (S * 50, [(0.0, 5.0)]),
        (Q * 10 + S * 10 + Q * 10, [(1.0, 2.0)]),
        (Q * 5 + S * 5, [(0.5, 1.0)]),
        # a pause of half a second is bridged, one of a second is not
        (S * 5 + Q * 5 + S * 5, [(0.0, 1.5)]),
        (S * 5 + Q * 10 + S * 5, [(0.0, 0.5), (1.5, 2.0)]),
        # a click is too short; what never becomes sure is no speech, however long
        (Q * 5 + S + Q * 10, []),
        ([0.4] * 50, []),
        # soft words beside a sure one belong to it
        ([0.3] * 5 + S * 2 + [0.3] * 5, [(0.0, 1.2)]),
    ],
)
def test_segments(likelihoods: list[float], expected: list[tuple[float, float]]) -> None:
    assert segments(likelihoods) == expected


def test_a_segment_is_told_as_soon_as_the_pause_is_too_long() -> None:
    heard = Segments(WINDOW_S, RULE)
    told = [bool(heard.take(likelihood)) for likelihood in S * 5 + Q * 10]
    assert told.index(True) == pytest.approx(5 + 5, abs=1)


def test_margins_stay_within_the_sound() -> None:
    rule = SegmentRule(threshold=0.2, sure=0.5, mean_s=0.1, join_s=0.5, margin_s=0.3, shortest_s=0.2)
    assert segments(S * 5, rule) == [(0.0, 0.5)]
    assert segments(Q * 10 + S * 5 + Q * 20, rule) == [(0.7, 1.8)]


def test_a_mean_tells_of_the_window_in_its_middle() -> None:
    rule = SegmentRule(threshold=0.5, sure=0.5, mean_s=0.3, join_s=0.0, margin_s=0.0, shortest_s=0.2)
    assert segments(Q * 10 + S * 10 + Q * 10, rule) == [(1.0, 2.0)]
