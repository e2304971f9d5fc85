"""What a browser message may be, and what is said to one that is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.errors import InvalidMessage
from proctor_audit.protocol.browser_events import DETAILS, KINDS, BrowserEvent, RefusedEvent, parse_browser_message

AT = 1_763_881_200_123


def message(*events: Any) -> str:
    return json.dumps({"action": "browser", "events": events})


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ({"kind": "tab_hidden", "at": AT}, BrowserEvent("tab_hidden", AT)),
        ({"kind": "tab_hidden", "at": AT, "duration_ms": 5200}, BrowserEvent("tab_hidden", AT, 5200)),
        ({"kind": "tab_hidden", "at": AT, "duration_ms": None}, BrowserEvent("tab_hidden", AT)),
        ({"kind": "tab_hidden", "at": AT + 0.4, "duration_ms": 0.6}, BrowserEvent("tab_hidden", AT, 1)),
        ({"kind": "clipboard", "at": AT, "detail": "paste"}, BrowserEvent("clipboard", AT, None, "paste")),
        (
            {"kind": "camera_changed", "at": AT, "detail": "virtual"},
            BrowserEvent("camera_changed", AT, None, "virtual"),
        ),
        # What a detail of another kind says is nobody's business, and may say too much.
        ({"kind": "window_blurred", "at": AT, "detail": "Inbox – Ada"}, BrowserEvent("window_blurred", AT)),
        ({"kind": "page_left", "at": AT, "more": [1]}, BrowserEvent("page_left", AT)),
    ],
)
def test_events(event: dict[str, Any], expected: BrowserEvent) -> None:
    assert parse_browser_message(message(event)) == (expected,)


@pytest.mark.parametrize(
    ("event", "code", "field"),
    [
        (7, "invalid_field", "events"),
        (None, "invalid_field", "events"),
        ({"at": AT}, "missing_field", "kind"),
        ({"kind": "tab_hidden"}, "missing_field", "at"),
        ({"kind": "cheated", "at": AT}, "invalid_field", "kind"),
        ({"kind": ["tab_hidden"], "at": AT}, "invalid_field", "kind"),
        ({"kind": "tab_hidden", "at": -1}, "invalid_field", "at"),
        ({"kind": "tab_hidden", "at": 10**15}, "invalid_field", "at"),
        ({"kind": "tab_hidden", "at": "now"}, "invalid_field", "at"),
        ({"kind": "tab_hidden", "at": True}, "invalid_field", "at"),
        ({"kind": "tab_hidden", "at": AT, "duration_ms": -1}, "invalid_field", "duration_ms"),
        ({"kind": "tab_hidden", "at": AT, "duration_ms": 86_400_001}, "invalid_field", "duration_ms"),
        ({"kind": "tab_hidden", "at": AT, "duration_ms": "5 s"}, "invalid_field", "duration_ms"),
        ({"kind": "clipboard", "at": AT}, "invalid_field", "detail"),
        ({"kind": "clipboard", "at": AT, "detail": "ended"}, "invalid_field", "detail"),
        ({"kind": "camera_changed", "at": AT, "detail": ["ended"]}, "invalid_field", "detail"),
    ],
)
def test_an_event_that_is_none_is_refused_by_itself(event: Any, code: str, field: str) -> None:
    good = {"kind": "devtools_opened", "at": AT}
    first, bad, last = parse_browser_message(message(good, event, good))
    assert first == last == BrowserEvent("devtools_opened", AT)
    assert isinstance(bad, RefusedEvent)
    assert (bad.error.code, bad.error.details) == (code, {"field": field, "event": 1})


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (None, "invalid_json", None),
        ("[]", "invalid_json", None),
        ('{"action":"browser"}', "missing_field", "events"),
        ('{"events":{}}', "invalid_field", "events"),
        (message(), "invalid_field", "events"),
        (message(*[{"kind": "tab_hidden", "at": AT}] * 51), "invalid_field", "events"),
    ],
)
def test_a_message_that_is_none_is_refused(body: str | None, code: str, field: str | None) -> None:
    with pytest.raises(InvalidMessage) as error:
        parse_browser_message(body)
    assert (error.value.code, error.value.details.get("field")) == (code, field)


def test_fifty_events_are_a_small_message() -> None:
    events = [BrowserEvent("camera_changed", AT, 86_400_000, "switched").wire()] * 50
    text = message(*events)
    assert len(parse_browser_message(text)) == 50
    assert len(text) < 8_000


@given(st.sampled_from(KINDS), st.integers(0, 10**14), st.none() | st.integers(0, 86_400_000), st.data())
def test_what_a_client_writes_is_what_is_read(
    kind: Any, at_ms: int, duration_ms: int | None, data: st.DataObject
) -> None:
    event = BrowserEvent(kind, at_ms, duration_ms, data.draw(st.sampled_from(DETAILS.get(kind, ("",)))))
    assert parse_browser_message(message(event.wire())) == (event,)
