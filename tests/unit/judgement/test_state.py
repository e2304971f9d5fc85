"""The compact form holds all that judgement needs, and stays small."""

from __future__ import annotations

import json
import random
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.judgement.judge import Sight, judge
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState, decode, encode
from proctor_audit.observation import Gaze, Observation
from proctor_audit.stores.sessions import SessionItem
from tests.unit.judgement.observations import AWAY, CALM, CLOSED, DARK, NOBODY, TWO, face_box, main_face, observation

SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
T0 = 1_763_881_200_000
TALKING = observation(main_face(mouth_area=0.04), fingerprint=(3, 60, 7, 0, 31, 32, 63, 8))
SCENES = [CALM, CALM, CALM, NOBODY, TWO, CLOSED, AWAY, DARK, TALKING]
SCENES_OF_AN_EXAM = ("calm", "calm", "calm", "nobody", "others", "others", "closed", "away", "down", "talking", "dark")
TARGETS: tuple[Gaze, ...] = ("centre", "left", "right", "up", "down")


def lively(rng: random.Random, scene: str) -> Observation:
    """A frame of which every number is another one, as in a real exam."""
    if scene == "dark":
        return DARK
    fingerprint = tuple(rng.randrange(64) for _ in range(8))
    face = main_face(
        at=(0.5 + rng.gauss(0, 0.05), 0.45 + rng.gauss(0, 0.03)),
        width=0.25 + rng.gauss(0, 0.02),
        eye_aspect_ratio=0.1 if scene == "closed" or rng.random() < 0.05 else 0.27 + rng.gauss(0, 0.03),
        iris_shift=(rng.gauss(0, 0.04), -0.075 + rng.gauss(0, 0.03)),
        yaw_deg=rng.gauss(45 if scene == "away" else 0, 6),
        pitch_deg=rng.gauss(-30 if scene == "down" else 0, 4),
        mouth_area=abs(rng.gauss(0, 0.06 if scene == "talking" else 0.01)),
    )
    seen = observation(
        None if scene == "nobody" else face,
        brightness=0.5 + rng.gauss(0, 0.02),
        fingerprint=fingerprint,
        searched=rng.random() < 0.5,
    )
    if scene != "others":
        return seen
    others = [face_box(rng.uniform(0.1, 0.8), 0.1, rng.uniform(0.05, 0.15)) for _ in range(rng.randrange(5))]
    return replace(seen, faces=(*seen.faces, *others))


def item_bytes(item: SessionItem) -> int:
    """Size of the stored item, by DynamoDB's rules: names and values, up to 21 bytes a number."""
    texts = ("session_id", item.session_id, "tenant_id", item.tenant_id)
    maybe = ("policy", item.policy or "", "connection_id", item.connection_id or "")
    numbers = ("ends", "expires", "version")
    binary = len("token_sha256state") + len(item.token_sha256) + len(item.state)
    return sum(map(len, (*texts, *maybe))) + sum(len(name) + 8 for name in numbers) + binary


def test_an_hour_of_varied_exam_fits_one_write_unit() -> None:
    """The whole item, with a policy, and with incidents that still wait for the queue as they do when it is written."""
    rng = random.Random(7)
    policy = json.dumps({"preset": "strict", "accommodations": ["reads_aloud"]}, separators=(",", ":"))
    item = SessionItem(SESSION, "university-of-somewhere", b"t" * 32, T0 // 1000, 1, policy, "L0SM9cOFvHcCIhw=")
    state, largest, scene, at_ms = SessionState(), 0, "calm", T0
    kinds: set[str] = set()
    for seq in range(2_400):
        if rng.random() < 0.15:
            scene = rng.choice(SCENES_OF_AN_EXAM)
        at_ms += rng.randrange(100, 2_900)
        target = rng.choice(TARGETS) if seq < 20 else None
        sight = Sight(seq, at_ms, lively(rng, scene), target)
        state = judge(SESSION, state, [sight], Policy(), at_ms + rng.randrange(300)).state
        kinds |= {incident.kind for incident in state.outbox}
        largest = max(largest, item_bytes(replace(item, state=encode(state))))
        state = state.delivered()
    assert len(kinds) >= 7, kinds
    assert largest <= 1024, largest


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
        decode(zlib.compress(damage))
    with pytest.raises(ValueError, match="damaged"):
        decode(damage)
