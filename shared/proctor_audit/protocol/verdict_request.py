"""The body of ``PATCH /sessions/{session_id}/incidents/{incident_id}``."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from proctor_audit.errors import InvalidMessage
from proctor_audit.protocol.json_body import invalid, missing, parse_object

MAX_NOTE_LENGTH: Final = 500
"""Characters of a reviewer's note."""

_VERDICTS: Final = ("confirmed", "dismissed", None)
_FIELDS: Final = ("verdict", "note")


def parse_verdict_request(body: str | None) -> dict[str, Any]:
    """The checked fields that are given: what is not given stays as it is.

    Raises:
        InvalidMessage: ``invalid_json``, ``missing_field`` if none is given, ``invalid_field`` or ``unknown_field``.
    """
    document = parse_object(body)
    for field in document:
        if field not in _FIELDS:
            raise InvalidMessage(
                "unknown_field", f"There is no field {field[:60]!r}; there are: {', '.join(_FIELDS)}.", field=field[:60]
            )
    if not document:
        raise missing("verdict")
    changes: dict[str, Any] = {}
    if "verdict" in document:
        changes["verdict"] = _verdict(document["verdict"])
    if "note" in document:
        changes["note"] = _note(document["note"])
    return changes


def _verdict(value: Any) -> str | None:
    if value is not None and not (isinstance(value, str) and value in _VERDICTS):
        raise invalid("verdict", "confirmed, dismissed, or null to take it back")
    return value


def _note(value: Any) -> str:
    if (
        not isinstance(value, str)
        or len(value) > MAX_NOTE_LENGTH
        or any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in value)
    ):
        raise invalid("note", f"at most {MAX_NOTE_LENGTH} printable characters and line breaks")
    return unicodedata.normalize("NFC", value.strip())
