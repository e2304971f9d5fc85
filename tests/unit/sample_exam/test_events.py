from __future__ import annotations

import itertools
import math

import pytest

from proctor_audit_local.sample_exam import DURATION_S, EVENTS, Event, SampleExam, Stage
from proctor_audit_local.sample_exam.event_kinds import LASTING, RAMP_S, REPLAYED, EventKind
from proctor_audit_local.sample_exam.events import calm_spans, honest_blinks, in_turn


def test_every_kind_happens_once_with_calm_before_and_between() -> None:
    assert {event.kind for event in EVENTS} == {
        "face_absent",
        "multiple_faces",
        "eyes_closed",
        "looking_away",
        "excessive_movement",
        "dark",
    }
    assert len(EVENTS) == len({event.kind for event in EVENTS})
    assert all(5 <= event.end_s - event.start_s <= 8 for event in EVENTS)
    *before_each, after_all = calm_spans(EVENTS, DURATION_S)
    assert len(before_each) == len(EVENTS)
    # Spans come from sums of decimals: a nanosecond is no shortage.
    assert all(span.end_s - span.start_s >= 5 - 1e-9 for span in before_each)
    assert after_all.end_s - after_all.start_s >= 3


@pytest.mark.parametrize("kind", sorted(kind for kind, ramp_s in RAMP_S.items() if ramp_s > 0))
def test_an_event_comes_and_goes_smoothly(kind: EventKind) -> None:
    event = Event(kind, 10.0, 14.0)
    first_sign_s, last_sign_s = event.reach
    assert event.presence(first_sign_s - 0.001) == event.presence(last_sign_s + 0.001) == 0.0
    assert event.presence(10.0) == event.presence(12.0) == event.presence(14.0) == 1.0
    coming = [event.presence(first_sign_s + part / 20 * RAMP_S[event.kind]) for part in range(21)]
    assert all(earlier < later for earlier, later in itertools.pairwise(coming))
    assert max(later - earlier for earlier, later in itertools.pairwise(coming)) < 0.08


@pytest.mark.parametrize("kind", ["static_feed", "loop", "poster"])
def test_some_kinds_are_there_at_once_and_gone_at_once(kind: EventKind) -> None:
    event = Event(kind, 10.0, 14.0)
    assert [event.presence(t_s) for t_s in (9.999, 10.0, 14.0, 14.001)] == [0.0, 1.0, 1.0, 0.0]


@pytest.mark.parametrize("kind", sorted(LASTING))
def test_what_lasts_comes_between_its_start_and_its_end_and_stays(kind: EventKind) -> None:
    event = Event(kind, 10.0, 12.0)
    assert event.reach == (10.0, 12.0)
    presence = [event.presence(t_s) for t_s in (9.9, 10.0, 10.5, 11.0, 11.5, 12.0, 60.0)]
    assert presence == sorted(presence)
    assert presence[1] == 0.0 < presence[2] < presence[3] == 0.5 < presence[4] < presence[5] == presence[6] == 1.0


def test_calm_lies_outside_of_all_events_that_overlap() -> None:
    long, within = Event("dark", 10.0, 20.0), Event("looking_away", 12.0, 14.0)
    assert calm_spans((long, within), 30.0) == ((0.0, 9.6), (20.4, 30.0))


def test_a_poster_on_the_wall_disturbs_no_calm() -> None:
    assert calm_spans((Event("poster", 0.0, 30.0),), 30.0) == ((0.0, 30.0),)


def test_in_turn_each_kind_has_its_calm() -> None:
    events = in_turn(sorted(RAMP_S.keys() - {"poster"}))
    assert [event.kind for event in events] == sorted(RAMP_S.keys() - {"poster"})
    calm = calm_spans(events, events[-1].reach.end_s + 5.0)
    assert len(calm) == len(events) + 1
    assert all(span.end_s - span.start_s == pytest.approx(5.0) for span in calm)


@pytest.mark.parametrize("kind", sorted(RAMP_S.keys() - REPLAYED))
def test_only_a_feed_that_is_not_live_is_recompressed(kind: EventKind) -> None:
    with pytest.raises(ValueError, match=f"expected one of loop, static_feed to be recompressed, got {kind}"):
        Event(kind, 1.0, 2.0, recompressed=True)


def test_a_level_replaces_the_kinds_own() -> None:
    assert Event("looking_away", 1.0, 2.0).strength == 44.0
    assert Event("looking_away", 1.0, 2.0, level=-20.0).strength == -20.0
    assert Event("dark", 1.0, 2.0, level=0.0).strength == 0.0


@pytest.mark.parametrize(("start_s", "end_s"), [(2.0, 2.0), (3.0, 2.0), (-1.0, 2.0), (math.nan, 2.0)])
def test_an_event_ends_after_it_starts(start_s: float, end_s: float) -> None:
    with pytest.raises(ValueError, match="expected 0 <= start_s < end_s"):
        Event("dark", start_s, end_s)


def test_an_event_fits_into_its_exam(stage: Stage) -> None:
    with pytest.raises(ValueError, match=r"expected dark to end by 10.0 s, got 12.0 s"):
        SampleExam((Event("dark", 8.0, 12.0),), duration_s=10.0, stage=stage)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_blinks_are_short_frequent_and_not_near_closed_eyes(seed: int) -> None:
    blinks = honest_blinks(EVENTS, DURATION_S, seed)
    assert all(0.15 <= blink.end_s - blink.start_s <= 0.25 for blink in blinks)
    assert len(blinks) >= DURATION_S / 6
    closed = next(event for event in EVENTS if event.kind == "eyes_closed")
    assert all(blink.end_s < closed.start_s - 0.5 or blink.start_s > closed.end_s + 0.5 for blink in blinks)
    assert blinks == honest_blinks(EVENTS, DURATION_S, seed)
    assert blinks != honest_blinks(EVENTS, DURATION_S, seed + 1)


@pytest.mark.parametrize("seed", range(8))
def test_no_picture_freezes_in_a_blink(seed: int) -> None:
    frozen = Event("static_feed", 10.0, 20.0)
    assert not any(blink.start_s < 10.5 and blink.end_s > 9.5 for blink in honest_blinks((frozen,), 30.0, seed))
