"""The query string of ``GET /sessions``."""

from __future__ import annotations

from typing import Any, Final

from proctor_audit.errors import InvalidMessage
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.protocol.json_body import invalid
from proctor_audit.protocol.names import checked_name

_CHOICES: Final = {"status": ("open", "ended"), "order": ("score", "newest"), "kind": tuple(map(str, IncidentKind))}
_NAMES: Final = ("exam_id", "candidate_id", "search")
_NUMBERS: Final = {"limit": (1, 200), "min_score": (0, 100)}
_TRUTHS: Final = {"true": True, "false": False}
_FIELDS: Final = (*_NAMES, *_CHOICES, *_NUMBERS, "reviewed", "cursor")


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
        query[field] = _checked(field, value)
    return query


def _checked(field: str, value: str) -> Any:
    if field in _NAMES:
        return checked_name(field, value)
    if field in _NUMBERS:
        return _number(field, value)
    if field in _CHOICES and value not in _CHOICES[field]:
        raise invalid(field, f"one of {', '.join(_CHOICES[field])}")
    if field != "reviewed":
        return value
    if value not in _TRUTHS:
        raise invalid(field, "true or false")
    return _TRUTHS[value]


def _number(field: str, value: str) -> int:
    low, high = _NUMBERS[field]
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and low <= int(value) <= high):
        raise invalid(field, f"a whole number from {low} to {high}")
    return int(value)
