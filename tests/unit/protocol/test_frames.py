"""What a frame message may be, and what is said to one that is not."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.errors import ProctorAuditError
from proctor_audit.protocol.frames import FrameMessage, FrameRequest, RefusedFrame, parse_frame_message

PICTURE = b"\xff\xd8 any bytes"
BASE64 = base64.b64encode(PICTURE).decode()


def message(**fields: Any) -> str:
    return json.dumps({"action": "frame", **fields})


@pytest.mark.parametrize(
    "image",
    [
        BASE64,
        f"data:image/jpeg;base64,{BASE64}",
        f"data:image/webp;codecs=x;base64,{BASE64}",
        f"{BASE64[:8]}\n{BASE64[8:]}",
    ],
)
def test_bare_base64_and_data_uris(image: str) -> None:
    parsed = parse_frame_message(message(seq=7, captured_at=1763881200123, image=image))
    assert parsed == FrameMessage((FrameRequest(7, 1763881200123, PICTURE, False),), batch=False)


@pytest.mark.parametrize(("captured_at", "expected"), [(None, None), (12.6, 13), (1763881200123.4, 1763881200123)])
def test_time_of_capture(captured_at: float | None, expected: int | None) -> None:
    (frame,) = parse_frame_message(message(seq=0, captured_at=captured_at, image=BASE64)).items
    assert isinstance(frame, FrameRequest)
    assert frame.captured_at_ms == expected


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ("", "invalid_json", None),
        (None, "invalid_json", None),
        ("{", "invalid_json", None),
        ("[]", "invalid_json", None),
        ("[" * 100_000, "invalid_json", None),
        ("1" * 5_000, "invalid_json", None),
        (message(image=BASE64), "missing_field", "seq"),
        (message(seq=1), "missing_field", "image"),
        (message(seq=1, image=BASE64, check="yes"), "invalid_field", "check"),
        (message(seq="1", image=BASE64), "invalid_field", "seq"),
        (message(seq=True, image=BASE64), "invalid_field", "seq"),
        (message(seq=-1, image=BASE64), "invalid_field", "seq"),
        (message(seq=1.5, image=BASE64), "invalid_field", "seq"),
        (message(seq=2**60, image=BASE64), "invalid_field", "seq"),
        ('{"seq": 1e999, "image": ""}', "invalid_field", "seq"),
        ('{"seq": NaN, "image": ""}', "invalid_field", "seq"),
        (message(seq=1, captured_at="now", image=BASE64), "invalid_field", "captured_at"),
        (message(seq=1, captured_at=-5, image=BASE64), "invalid_field", "captured_at"),
        ('{"seq": 1, "captured_at": Infinity, "image": ""}', "invalid_field", "captured_at"),
        (message(seq=1, image=BASE64, annotate="yes"), "invalid_field", "annotate"),
        (message(seq=1, image=None), "invalid_field", "image"),
        (message(seq=1, image=["x"]), "invalid_field", "image"),
        (message(seq=1, image="not base64!"), "not_base64", None),
        (message(seq=1, image="data:image/png;base64,§"), "not_base64", None),
        (message(seq=1, image=""), "not_base64", None),
        (message(frames=[]), "invalid_field", "frames"),
        (message(frames={}), "invalid_field", "frames"),
        (message(frames=[{"seq": i, "image": BASE64} for i in range(9)]), "invalid_field", "frames"),
    ],
)
def test_what_is_wrong_has_a_code_and_names_the_field(body: str | None, code: str, field: str | None) -> None:
    with pytest.raises(ProctorAuditError) as error:
        parse_frame_message(body)
    assert error.value.code == code
    assert error.value.details.get("field") == field


def test_one_bad_frame_of_a_batch_is_refused_by_itself() -> None:
    frames = [{"seq": 1, "image": BASE64}, {"seq": 2, "image": "§"}, 3, {"image": BASE64}, {"seq": 5, "image": BASE64}]
    parsed = parse_frame_message(message(frames=frames))
    assert parsed.batch
    told = [item.error.code if isinstance(item, RefusedFrame) else item.seq for item in parsed.items]
    assert told == [1, "not_base64", "invalid_field", "missing_field", 5]
    refused = parsed.items[1]
    assert isinstance(refused, RefusedFrame)
    assert refused.error.payload()["seq"] == 2


def test_annotate_of_the_message_holds_for_its_frames_unless_they_say_otherwise() -> None:
    frames = [{"seq": 1, "image": BASE64}, {"seq": 2, "image": BASE64, "annotate": False}]
    parsed = parse_frame_message(message(annotate=True, frames=frames))
    assert [isinstance(item, FrameRequest) and item.annotate for item in parsed.items] == [True, False]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
_fields = st.sampled_from(["seq", "image", "captured_at", "annotate", "frames"])


@given(st.dictionaries(_fields, _json | st.just(BASE64) | st.just(3), max_size=5) | _json)
def test_whatever_is_sent_is_read_or_refused(document: Any) -> None:
    told: ProctorAuditError | FrameMessage
    try:
        told = parse_frame_message(json.dumps(document))
    except ProctorAuditError as error:
        told = error
    if isinstance(told, FrameMessage):
        assert told.items
    else:
        assert told.message.endswith(".")
        assert json.loads(json.dumps(told.payload()))["code"] == told.code


@given(st.text())
def test_whatever_text_is_sent_is_read_or_refused(text: str) -> None:
    with pytest.raises(ProctorAuditError):
        parse_frame_message(text)
