"""What is remembered comes back from its compact form as coarse as it was stored, and no coarser the next time."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.judgement.attention import Attention
from proctor_audit.judgement.liveness import Liveness, Moment, Stillness
from proctor_audit.judgement.memory import Memory
from proctor_audit.judgement.memory_form import pack_memory, rounded, unpack_memory
from proctor_audit.judgement.mouth import Mouth
from proctor_audit.judgement.movement import PLACE_DIGITS, Sample, rounded_point
from proctor_audit.judgement.other_face import OtherFace
from proctor_audit.judgement.person import Person, Reach
from proctor_audit.observation import Grid, Point

T0 = 1_763_881_200_000

# Frames may be older than the session's first one by a little, and are younger by hours.
times = st.integers(T0 - 5_000, T0 + 24 * 3_600_000)
shares = st.floats(0, 1)
shifts = st.floats(-1, 1)
places = st.tuples(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5))
offsets = st.tuples(shifts, shifts)
fingerprints = st.lists(st.integers(0, 63), min_size=8, max_size=8).map(tuple)
bands = st.lists(st.tuples(st.floats(-90, 90), st.floats(-90, 90)), min_size=4, max_size=4).map(tuple)

persons = st.builds(
    Person,
    at_ms=times,
    learned_ms=st.integers(0, 3_000),
    opening=st.floats(0.15, 0.42),
    iris=offsets,
    yaw_deg=st.floats(-12, 12),
    pitch_deg=st.floats(-18, 18),
    place=places,
    size=shares,
    light=shares,
    reach=st.builds(Reach, shares, shares, shares, shares),
    asked_ms=st.integers(0, 30_000),
    anew_at_ms=times,
)
samples = st.builds(Sample, times, places, places, places, st.none() | offsets)
mouths = st.builds(Mouth, times, shares, motion=shares, drift=shifts)
others = st.builds(OtherFace, times, times, places, shares, st.none() | places, st.none() | times)
moments = st.builds(Moment, times, fingerprints)
feeds = st.builds(
    Liveness,
    anchor=st.none() | moments,
    moments=st.lists(moments, max_size=12).map(tuple),
    lag_ms=st.integers(0, 3_600_000),
    returns=st.integers(0, 6),
    returned_at_ms=st.just(0) | times,
    looked_at_ms=st.just(0) | times,
    stillness=st.none() | st.builds(Stillness, times, st.integers(1, 300), bands),
)
kept_places = places.map(lambda place: rounded_point(place, PLACE_DIGITS))
Seen = tuple[Point | None, int]


def attention_of(searched_at_ms: int | None, own: Seen, other: Seen, grid: Grid) -> Attention:
    return Attention(searched_at_ms, own[0], own[1], other[0], other[1], grid)


sightings = st.just((None, 0)) | st.tuples(kept_places, times)
grids = st.just(()) | st.lists(st.integers(0, 63), min_size=32, max_size=32).map(tuple)
attentions = st.builds(attention_of, st.none() | times, sightings, sightings, grids)
memories = st.builds(
    Memory,
    person=st.none() | persons,
    history=st.lists(samples, max_size=4).map(tuple),
    closed_at_ms=st.just(0) | times,
    mouth=st.none() | mouths,
    others=st.lists(others, max_size=3).map(tuple),
    liveness=feeds,
    attention=attentions,
)


@given(memories)
def test_what_was_rounded_once_stays_as_it_is(memory: Memory) -> None:
    kept = rounded(memory)
    assert rounded(kept) == kept


@given(memories, st.sampled_from([0, T0 - 7, T0]))
def test_from_whatever_time_it_counts_the_same_comes_back(memory: Memory, zero: int) -> None:
    packed = json.loads(json.dumps(pack_memory(memory, zero)))
    assert unpack_memory(packed, zero) == rounded(memory)


@given(memories)
def test_rounding_changes_little(memory: Memory) -> None:
    kept = rounded(memory)
    assert (kept.closed_at_ms, len(kept.history), len(kept.others)) == (
        memory.closed_at_ms,
        len(memory.history),
        len(memory.others),
    )
    assert (kept.liveness.moments, kept.liveness.anchor) == (memory.liveness.moments, memory.liveness.anchor)
    if memory.person is not None and kept.person is not None:
        assert abs(kept.person.opening - memory.person.opening) < 1e-5
        assert abs(kept.person.yaw_deg - memory.person.yaw_deg) < 1e-3
        assert abs(kept.person.reach.left - memory.person.reach.left) < 1e-5
    if memory.mouth is not None and kept.mouth is not None:
        assert abs(kept.mouth.motion - memory.mouth.motion) < 1e-3
    for before, after in zip(memory.others, kept.others, strict=True):
        assert (after.since_ms, after.seen_at_ms, after.somebody) == (
            before.since_ms,
            before.seen_at_ms,
            before.somebody,
        )


def test_nothing_remembered_is_next_to_nothing() -> None:
    assert len(json.dumps(pack_memory(Memory(), 0), separators=(",", ":"))) < 90
    assert rounded(Memory()) == Memory()


@given(memories, memories)
def test_what_is_taken_over_from_the_memory_before_is_not_rounded_again(memory: Memory, before: Memory) -> None:
    kept = rounded(before)
    taken = replace(
        memory, person=kept.person, history=(*kept.history, *memory.history)[:4], others=kept.others, mouth=kept.mouth
    )
    assert rounded(taken, kept) == rounded(taken)
