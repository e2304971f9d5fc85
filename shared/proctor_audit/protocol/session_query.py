"""The query string of ``GET /sessions``."""

from __future__ import annotations

from typing import Any, Final

from proctor_audit.errors import InvalidMessage
from proctor_audit.protocol.json_body import invalid
from proctor_audit.protocol.names import checked_name

_CHOICES: Final = {"status": ("open", "ended"), "order": ("score", "newest")}
_NAMES: Final = ("exam_id", "candidate_id")
_FIELDS: Final = (*_NAMES, *_CHOICES, "limit", "cursor")
_MOST: Final = 200


def parse_session_query(parameters: dict[str, str] | None) -> dict[str, Any]:
    """The checked fields that are given.

    Raises:
        InvalidMessage: ``unknown_field`` or ``invalid_field``.
    """
    query: dict[str, Any] = {}
    for field, value in (parameters or {}).items():
        if field not in _FIELDS:
            raise InvalidMessage(
                "unknown_field",
                f"There is no query parameter {field[:60]!r}; there are: {', '.join(_FIELDS)}.",
                field=field[:60],
            )
        if field in _CHOICES and value not in _CHOICES[field]:
            raise invalid(field, f"one of {', '.join(_CHOICES[field])}")
        if field == "limit":
            query[field] = _limit(value)
        else:
            query[field] = checked_name(field, value) if field in _NAMES else value
    return query


def _limit(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and 1 <= int(value) <= _MOST):
        raise invalid("limit", f"a whole number from 1 to {_MOST}")
    return int(value)
