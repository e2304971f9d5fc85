"""Limits stand in the reference as they stand in the code."""

from __future__ import annotations

from proctor_audit.protocol import limits
from proctor_audit.stores.evidence_links import LINK_LIFETIME_S
from proctor_audit.vision import decoding
from tests.unit.protocol.openapi.reference import SCHEMAS, SOCKET


def test_limits() -> None:
    documented = {name: told["value"] for name, told in SOCKET["limits"].items()}
    pictures = {name: getattr(decoding, name) for name in ("MIN_SIDE_PX", "MAX_SIDE_PX", "MAX_PIXELS")}
    assert documented == {name: value for name, value in vars(limits).items() if name.isupper()} | pictures
    request, frame = SCHEMAS["SessionRequest"]["properties"], SCHEMAS["Frame"]["properties"]
    assert request["exam_id"]["maxLength"] == request["candidate_id"]["maxLength"] == limits.MAX_NAME_LENGTH
    duration = [request["duration_s"][rule] for rule in ("minimum", "maximum", "default")]
    assert duration == [limits.MIN_SESSION_S, limits.MAX_SESSION_S, limits.DEFAULT_SESSION_S]
    assert [frame["seq"]["maximum"], frame["captured_at"]["maximum"]] == [limits.MAX_SEQ, limits.MAX_TIME_MS]
    for frames in (
        SCHEMAS["FrameBatchMessage"]["properties"]["frames"],
        SCHEMAS["FramesReply"]["properties"]["results"],
    ):
        assert (frames["minItems"], frames["maxItems"]) == (1, limits.MAX_FRAMES_PER_MESSAGE)
    events, event = SCHEMAS["BrowserMessage"]["properties"]["events"], SCHEMAS["BrowserEvent"]["properties"]
    assert (events["minItems"], events["maxItems"]) == (1, limits.MAX_EVENTS_PER_MESSAGE)
    assert SCHEMAS["BrowserReply"]["properties"]["events"]["maximum"] == limits.MAX_EVENTS_PER_MESSAGE
    most = limits.MAX_EARLIER_PICTURES
    assert SCHEMAS["EvidenceMessage"]["properties"]["pictures"]["maxItems"] == most
    assert SCHEMAS["EvidenceReply"]["properties"]["pictures"]["maximum"] == most
    assert SCHEMAS["Policy"]["properties"]["earlier_pictures"]["maximum"] == most
    assert [event["at"]["maximum"], event["duration_ms"]["maximum"]] == [limits.MAX_TIME_MS, limits.MAX_EVENT_MS]
    assert f" {LINK_LIFETIME_S} seconds" in SCHEMAS["Incident"]["properties"]["evidence"]["description"]
    assert [told["code"] for told in SOCKET["close_codes"]] == [1000, 1001, 1003, 1006, 1009]
