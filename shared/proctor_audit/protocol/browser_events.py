"""The ``browser`` message: what happened in the candidate's browser."""

from __future__ import annotations

from typing import Any, Final, Literal, cast, get_args

from proctor_audit.errors import InvalidMessage
from proctor_audit.protocol.json_body import invalid, milliseconds, missing, parse_object
from proctor_audit.protocol.limits import MAX_EVENT_MS, MAX_EVENTS_PER_MESSAGE
from proctor_audit.values import dataclass

EventKind = Literal[
    "tab_hidden",
    "window_blurred",
    "fullscreen_left",
    "clipboard",
    "second_screen",
    "camera_changed",
    "devtools_opened",
    "page_left",
]
KINDS: Final[tuple[EventKind, ...]] = get_args(EventKind)

DETAILS: Final[dict[EventKind, tuple[str, ...]]] = {
    "clipboard": ("copy", "cut", "paste"),
    "camera_changed": ("ended", "muted", "switched", "virtual"),
}
"""Kinds of which a detail must say more; that of any other is not looked at."""


@dataclass(frozen=True, slots=True)
class BrowserEvent:
    """Something that happened in the browser.

    Attributes:
        kind: what.
        at_ms: when it began, by the client's clock; names the event, together with its kind.
        duration_ms: how long it lasted; None while it does, and of what takes no time.
        detail: what of the kind it is (``DETAILS``); empty where the kind says all.
    """

    kind: EventKind
    at_ms: int
    duration_ms: int | None = None
    detail: str = ""

    def wire(self) -> dict[str, Any]:
        """As it stands in a message."""
        wire: dict[str, Any] = {"kind": self.kind, "at": self.at_ms}
        if self.duration_ms is not None:
            wire["duration_ms"] = self.duration_ms
        return {**wire, "detail": self.detail} if self.detail else wire


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """One event of a message that does not hold to the contract; the others still count."""

    error: InvalidMessage


def parse_browser_message(body: str | None) -> tuple[BrowserEvent | RefusedEvent, ...]:
    """Read a ``browser`` message.

    An event that does not hold to the contract is refused by itself.

    Raises:
        InvalidMessage: ``invalid_json``, ``missing_field`` or ``invalid_field`` when the message as a whole does not
            hold to the contract.
    """
    document = parse_object(body)
    if "events" not in document:
        raise missing("events")
    events = document["events"]
    if not isinstance(events, list) or not 1 <= len(events) <= MAX_EVENTS_PER_MESSAGE:
        raise invalid("events", f"a list of 1 to {MAX_EVENTS_PER_MESSAGE} events")
    return tuple(_parse_or_refuse(number, event) for number, event in enumerate(events))


def _parse_or_refuse(number: int, event: Any) -> BrowserEvent | RefusedEvent:
    try:
        if not isinstance(event, dict):
            raise invalid("events", "a list of objects, each with kind and at")
        return _parse_event(event)
    except InvalidMessage as error:
        error.details["event"] = number
        return RefusedEvent(error)


def _parse_event(event: dict[str, Any]) -> BrowserEvent:
    for field in ("kind", "at"):
        if field not in event:
            raise missing(field)
    kind = event["kind"]
    if not isinstance(kind, str) or kind not in KINDS:
        raise invalid("kind", f"one of {', '.join(KINDS)}")
    at_ms = milliseconds("at", event["at"])
    duration = event.get("duration_ms")
    if duration is not None:
        duration = milliseconds("duration_ms", duration, MAX_EVENT_MS)
    return BrowserEvent(kind, at_ms, duration, _detail(kind, event.get("detail")))


def _detail(kind: EventKind, detail: Any) -> str:
    known = DETAILS.get(kind, ())
    if known and detail not in known:
        raise invalid("detail", f"one of {', '.join(known)} for {kind}")
    return cast("str", detail) if known else ""
