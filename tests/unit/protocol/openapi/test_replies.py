"""Replies on the socket are what the reference says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from proctor_audit.errors import InvalidImage, InvalidMessage, ProctorAuditError
from proctor_audit.judgement.browser import judge_events
from proctor_audit.judgement.judge import Sight, judge
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState
from proctor_audit.observation import Observation
from proctor_audit.protocol.actions import unrouted
from proctor_audit.protocol.browser_events import BrowserEvent, parse_browser_message
from proctor_audit.protocol.replies import error_reply, message_reply
from proctor_audit.services.browsing import browser_reply
from proctor_audit.services.frame_reply import frame_reply
from tests.unit.judgement.observations import CALM, TWO
from tests.unit.protocol.openapi.exam import EXAM
from tests.unit.protocol.openapi.reference import SESSION, accepts, assert_answers


def replies(shown: list[Observation], *, gap_ms: int = 500, annotated: bytes | None = None) -> list[dict[str, Any]]:
    state, told = SessionState(), []
    for seq, seen in enumerate(shown):
        at_ms = 1_763_881_200_000 + seq * gap_ms
        judged = judge(SESSION, state, [Sight(seq, at_ms, seen)], Policy(), at_ms)
        state = judged.state
        told.append(frame_reply(judged.frames[0], seen, judged, annotated=annotated))
    late = judge(SESSION, state, [Sight(0, None, CALM)], Policy(), 1_763_881_300_000)
    return [*told, frame_reply(late.frames[0], CALM, late)]


@pytest.mark.parametrize(("gap_ms", "annotated"), [(500, None), (500, b"\xff\xd8"), (12_000, None)])
def test_verdicts(gap_ms: int, annotated: bytes | None) -> None:
    told = replies(EXAM, gap_ms=gap_ms, annotated=annotated)
    for reply in told:
        assert_answers(reply, "FrameReply")
        assert accepts("Reply", json.loads(message_reply([reply], batch=False)))
    states = {change["state"] for reply in told for change in reply["incidents"]}
    assert states == ({"opened", "updated", "closed"} if gap_ms == 500 else {"closed"})
    assert {reply["status"] for reply in told} == {"clear", "uncertain", "anomaly"}


def test_verdicts_of_several_frames() -> None:
    refused = error_reply(InvalidImage("truncated_image", "It is cut short.", seq=3))
    assert_answers(json.loads(message_reply([replies([TWO])[0], refused], batch=True)), "FramesReply")
    assert not accepts("FramesReply", {"type": "frames", "results": [{"type": "frame"}]})


def test_what_came_of_browser_events() -> None:
    at_ms = 1_763_881_200_000
    state = judge(SESSION, SessionState(), [Sight(0, at_ms, CALM)], Policy(), at_ms).state
    events = [
        {"kind": "tab_hidden", "at": at_ms + 1_000, "duration_ms": 5_000},
        {"kind": "second_screen", "at": at_ms + 1_000},
        {"kind": "clipboard", "at": at_ms - 3_600_000, "detail": "copy"},
        {"kind": "sneezed", "at": at_ms},
    ]
    items = parse_browser_message(json.dumps({"events": events}))
    understood = [item for item in items if isinstance(item, BrowserEvent)]
    reply = browser_reply(items, judge_events(SESSION, state, understood, Policy(), at_ms + 7_000))
    assert_answers(reply, "BrowserReply")
    assert accepts("Reply", json.loads(json.dumps(reply)))
    assert [(i["kind"], i["state"]) for i in reply["incidents"]] == [
        ("tab_hidden", "closed"),
        ("second_screen", "opened"),
    ]
    assert [(error["code"], error["event"]) for error in reply["errors"]] == [
        ("event_too_old", 2),
        ("invalid_field", 3),
    ]
    assert reply["events"] == 2
    for error in reply["errors"]:
        assert_answers(error_reply(InvalidMessage(error["code"], error["message"], event=2)), "ErrorReply")


@pytest.mark.parametrize(
    "error",
    [
        unrouted("no json"),
        unrouted("{}"),
        unrouted('{"action": "dance"}'),
        InvalidImage("image_too_large", "Too large.", seq=1, width_px=20_000, height_px=20_000),
    ],
)
def test_refused_messages(error: ProctorAuditError) -> None:
    assert_answers(error_reply(error), "ErrorReply")
    assert not accepts("ErrorReply", {"type": "error", "error": {**error.payload(), "code": "session_not_found"}})
    assert accepts("Reply", error_reply(error))


def test_words_of_the_gateway() -> None:
    said = {"message": "Internal server error", "connectionId": "L0SM9cOFvHcCIhw=", "requestId": "L0SM9cOFvHcFgUA="}
    assert_answers(said, "GatewayError")
    assert not accepts("GatewayError", {**said, "type": "frame"})
