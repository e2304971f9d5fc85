"""The compact form holds all that judgement needs, and stays small."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.judgement.judge import Sight, judge
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState, decode, encode
from proctor_audit.observation import Observation
from tests.unit.judgement.observations import AWAY, CALM, CLOSED, DARK, NOBODY, TWO, main_face, observation

SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
T0 = 1_763_881_200_000
SCENES = [CALM, CALM, CALM, NOBODY, TWO, CLOSED, AWAY, DARK]


def varied(rng: random.Random, what: Observation) -> Observation:
    if what is not CALM:
        return what
    at = (0.5 + rng.uniform(-0.2, 0.2), 0.4 + rng.uniform(-0.1, 0.1))
    return observation(main_face(at=at, iris_shift=(rng.uniform(-0.2, 0.2), rng.uniform(-0.1, 0.1))))


def test_an_hour_of_varied_exam_fits_one_write_unit() -> None:
    rng = random.Random(7)
    state, largest, what = SessionState(), 0, CALM
    for seq in range(7_200):
        if seq % 9 == 0:
            what = rng.choice(SCENES)
        at = T0 + seq * 500
        state = judge(SESSION, state, [Sight(seq, at, varied(rng, what))], Policy(), at).state.delivered()
        largest = max(largest, len(encode(state)))
    # Beside the state, the item holds ids, a hash and numbers: about 250 bytes.
    assert largest <= 1024 - 300, largest


@given(
    st.lists(st.tuples(st.sampled_from(SCENES), st.integers(0, 12_000), st.integers(-3, 5)), min_size=1, max_size=60)
)
def test_judging_with_the_unpacked_form_changes_nothing(frames: list[tuple[Observation, int, int]]) -> None:
    """Frames at any distance, early, late and repeated: the packed form leads to the same judgement."""
    kept, packed, at, seq = SessionState(), SessionState(), T0, 0
    for what, gap_ms, step in frames:
        at += gap_ms
        seq = max(0, seq + step)
        sight = Sight(seq, at, what)
        kept_result = judge(SESSION, kept, [sight], Policy(), at)
        packed_result = judge(SESSION, packed, [sight], Policy(), at)
        assert packed_result.frames == kept_result.frames
        assert packed_result.score == kept_result.score
        kept, packed = kept_result.state, decode(encode(packed_result.state))
    assert packed == decode(encode(kept))


@given(st.integers(0, 50), st.integers(0, 50))
def test_late_and_repeated_frames_change_nothing(newest: int, late: int) -> None:
    state = judge(SESSION, SessionState(), [Sight(newest, T0, CALM)], Policy(), T0).state
    result = judge(SESSION, state, [Sight(min(newest, late), T0 + 500, NOBODY)], Policy(), T0 + 500)
    assert result.state is state
    assert result.frames[0].verdict.late
    assert result.frames[0].verdict.anomalies == ("face_absent",)


@pytest.mark.parametrize("damage", [b"[]", b"[2,[],[],[],[],[],[]]", b"{}", b"nonsense", b"[1,[1,2],[],[],[],[],[]]"])
def test_a_damaged_form_is_told(damage: bytes) -> None:
    with pytest.raises(ValueError, match=r"state|value|JSON|Expecting"):
        decode(damage)
