"""JSON from outside, read without surprises."""

from __future__ import annotations

import json
from typing import Any

from proctor_audit.errors import InvalidMessage
from proctor_audit.protocol.limits import MAX_TIME_MS


def parse_object(body: str | None) -> dict[str, Any]:
    """The JSON object in ``body``.

    Raises:
        InvalidMessage: ``invalid_json`` if it is not JSON, or JSON but not an object.
    """
    try:
        # Deep nesting exhausts the parser's stack; to the sender that is malformed like anything else.
        document = json.loads(body or "")
    except (ValueError, RecursionError):
        raise InvalidMessage("invalid_json", "The message is not valid JSON; send one JSON object as text.") from None
    if not isinstance(document, dict):
        raise InvalidMessage("invalid_json", 'The message must be one JSON object, such as {"action": "frame", …}.')
    return document


def missing(field: str) -> InvalidMessage:
    """The error for a required field that is not there."""
    return InvalidMessage("missing_field", f"The field {field!r} is required.", field=field)


def invalid(field: str, expected: str) -> InvalidMessage:
    """The error for a field of the wrong type or out of range."""
    return InvalidMessage("invalid_field", f"The field {field!r} must be {expected}.", field=field)


def whole_number(field: str, value: Any, low: int, high: int) -> int:
    """``value`` as an int; JSON's 3.0 counts as 3, true does not count as 1.

    Raises:
        InvalidMessage: ``invalid_field``.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise invalid(field, f"a whole number from {low} to {high}")
    return int(value)


def milliseconds(field: str, value: Any, most: int = MAX_TIME_MS) -> int:
    """A time or duration in whole milliseconds.

    Fractions are rounded: performance.timeOrigin + performance.now(), time.time() * 1000 and differences give them.

    Raises:
        InvalidMessage: ``invalid_field``.
    """
    rounded = round(value) if isinstance(value, float) and abs(value) <= MAX_TIME_MS else value
    return whole_number(field, rounded, 0, most)
