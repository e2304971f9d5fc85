"""The compact form holds all that judgement needs, and stays small."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.judgement.compression import compressed
from proctor_audit.judgement.judge import Sight, judge
from proctor_audit.judgement.kinds import BROWSER_KINDS
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState, decode, encode
from proctor_audit.observation import Observation
from tests.unit.judgement.observations import AWAY, CALM, CLOSED, DARK, NOBODY, TWO, main_face, observation
from tests.unit.judgement.varied_exam import SESSION, T0, varied_exam

TALKING = observation(main_face(mouth_area=0.04), fingerprint=(3, 60, 7, 0, 31, 32, 63, 8))
SCENES = [CALM, CALM, CALM, NOBODY, TWO, CLOSED, AWAY, DARK, TALKING]


def test_an_hour_of_varied_exam_fits_one_write_unit() -> None:
    """The whole item, with a policy, and with incidents that still wait for the queue as they do when it is written."""
    hour = varied_exam()
    assert len(hour.kinds - {*BROWSER_KINDS}) >= 7, hour.kinds
    assert hour.kinds >= {*BROWSER_KINDS}
    assert hour.largest_item_bytes <= 1024


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


@pytest.mark.parametrize("damage", [b"[]", b"[2,[],[],[],[],[],[]]", b"{}", b"no json", b"[1,[1,2],[],[],[],[],[]]"])
def test_a_damaged_form_is_told(damage: bytes) -> None:
    with pytest.raises(ValueError, match=r"state|value|JSON|Expecting"):
        decode(compressed(damage))
    with pytest.raises(ValueError, match="damaged"):
        decode(damage)
