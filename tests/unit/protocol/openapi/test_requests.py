"""What comes in is understood as the reference says, and refused where it says so."""

from __future__ import annotations

import base64
import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.errors import InvalidMessage
from proctor_audit.judgement.accommodations import ACCOMMODATIONS
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import IncidentRule, Policy, Thresholds
from proctor_audit.judgement.presets import PRESETS
from proctor_audit.observation import Gaze
from proctor_audit.protocol.browser_events import DETAILS, KINDS, RefusedEvent, parse_browser_message
from proctor_audit.protocol.evidence_message import RefusedPicture, parse_evidence_message
from proctor_audit.protocol.frames import RefusedFrame, parse_frame_message
from proctor_audit.protocol.session_query import parse_session_query
from proctor_audit.protocol.session_request import parse_session_request
from proctor_audit.stores.session_list import SessionQuery
from tests.unit.protocol.openapi.reference import DOCUMENT, accepts, refused

IMAGE = base64.b64encode(b"\xff\xd8 any bytes").decode()


def understood(document: dict[str, Any]) -> None:
    request = parse_session_request(json.dumps(document))
    Policy.from_mapping(request.policy)


_odd = (
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.floats(-5, 500) | st.text("ab \u00e9\x00\x7f", max_size=3)
)
_settings = st.dictionaries(st.sampled_from([*IncidentRule.__slots__, *Thresholds.__slots__, "x"]), _odd, max_size=2)
_policy = st.fixed_dictionaries(
    {},
    optional={
        "preset": st.sampled_from([*PRESETS, "x"]) | _odd,
        "accommodations": st.lists(st.sampled_from([*ACCOMMODATIONS, "x"]) | _odd, max_size=2) | _odd,
        "thresholds": _settings.filter(lambda given: not {"pupil_straight", "pupil_unusual"} <= given.keys()) | _odd,
        "incidents": st.dictionaries(st.sampled_from([*IncidentKind, "x"]), _settings | _odd, max_size=2) | _odd,
        "pace": st.dictionaries(st.sampled_from(["interval_ms", "frames_per_message"]), _odd) | _odd,
        "calibration": _odd,
        "earlier_pictures": st.integers(-1, 4) | _odd,
        "recorded": _odd,
    },
)
_name = st.text("ab \u00e9\x00\x7f\n", max_size=4) | st.sampled_from(["x" * 200, "x" * 201]) | _odd


@given(
    st.fixed_dictionaries(
        {"exam_id": _name},
        optional={"candidate_id": _name, "duration_s": _odd, "policy": _policy | _odd, "exam": _odd},
    )
)
def test_session_requests_are_understood_as_documented(document: dict[str, Any]) -> None:
    given_policy = document.get("policy")
    limits_given = given_policy.get("thresholds") if isinstance(given_policy, dict) else None
    if isinstance(limits_given, dict) and {"pupil_straight", "pupil_unusual"} & limits_given.keys():
        return  # that one must not exceed the other is said in words
    assert refused(understood, document) is not accepts("SessionRequest", document)


_time = st.none() | st.integers(-5, 10**14 + 5) | st.floats(1, 10**14) | st.text(max_size=2)
_image = st.sampled_from([IMAGE, f"data:image/png;base64,{IMAGE}", "", 3, None])
_frame = st.fixed_dictionaries(
    {},
    optional={
        "seq": st.integers(-2, 2**53) | _odd,
        "image": _image,
        "captured_at": _time,
        "annotate": _odd,
        "check": _odd,
        "target": st.sampled_from([*get_args(Gaze), "elsewhere", ["left"]]) | _odd,
    },
)


@given(
    st.fixed_dictionaries({"action": st.just("frame")}, optional={"frames": st.lists(_frame, max_size=10) | _odd}),
    _frame,
)
def test_frame_messages_are_understood_as_documented(message: dict[str, Any], frame: dict[str, Any]) -> None:
    document = {**frame, **message}

    def parse() -> None:
        for item in parse_frame_message(json.dumps(document)).items:
            if isinstance(item, RefusedFrame):
                raise item.error

    frames = document.get("frames")
    if frames and isinstance(frames, list) and all("annotate" in frame for frame in frames):
        document.pop("annotate", None)  # even a wrong value goes unnoticed when no frame inherits it
    assert refused(parse) is not accepts("FrameMessage", document)


_event = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from([*KINDS, "cheated", ["tab_hidden"]]) | _odd,
        "at": _time,
        "duration_ms": st.integers(-5, 86_400_005) | st.floats(1, 86_400_000) | _odd.filter(lambda odd: odd != -0.5),
        "detail": st.sampled_from([*(detail for known in DETAILS.values() for detail in known), ["copy"]]) | _odd,
    },
)


@given(st.fixed_dictionaries({"action": st.just("browser")}, optional={"events": st.lists(_event, max_size=3) | _odd}))
def test_browser_messages_are_understood_as_documented(document: dict[str, Any]) -> None:
    def parse() -> None:
        for item in parse_browser_message(json.dumps(document)):
            if isinstance(item, RefusedEvent):
                raise item.error

    assert refused(parse) is not accepts("BrowserMessage", document)


_picture = st.fixed_dictionaries({}, optional={"captured_at": _time, "image": _image})


@given(
    st.fixed_dictionaries(
        {"action": st.just("evidence")},
        optional={
            "incident": st.uuids().map(str) | _odd,
            "pictures": st.lists(_picture | _odd, max_size=4) | _odd,
        },
    )
)
def test_evidence_messages_are_understood_as_documented(document: dict[str, Any]) -> None:
    def parse() -> None:
        for item in parse_evidence_message(json.dumps(document)).pictures:
            if isinstance(item, RefusedPicture):
                raise item.error

    assert refused(parse) is not accepts("EvidenceMessage", document)


def test_the_query_of_the_list() -> None:
    parameters = {p["name"]: p["schema"] for p in DOCUMENT["paths"]["/sessions"]["get"]["parameters"]}
    with pytest.raises(InvalidMessage) as error:
        parse_session_query({"nothing": ""})
    assert error.value.message.endswith(f"there are: {', '.join(sorted(parameters, key=error.value.message.index))}.")
    for name, schema in parameters.items():
        for value in schema.get("enum", ()):
            assert parse_session_query({name: value}) == {name: value}
        assert schema.get("default") == getattr(SessionQuery("tenant"), name)
    low, high = parameters["limit"]["minimum"], parameters["limit"]["maximum"]
    accepted = [n for n in (low - 1, low, high, high + 1) if not refused(parse_session_query, {"limit": str(n)})]
    assert accepted == [low, high]
