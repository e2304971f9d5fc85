"""The body of ``POST /auth``."""

from __future__ import annotations

from typing import Any

from proctor_audit.errors import InvalidMessage
from proctor_audit.protocol.json_body import invalid, missing, parse_object, whole_number
from proctor_audit.protocol.limits import DEFAULT_SESSION_S, MAX_SESSION_S, MIN_SESSION_S
from proctor_audit.protocol.names import checked_name
from proctor_audit.values import dataclass

_FIELDS = ("exam_id", "candidate_id", "duration_s", "policy")


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """Whose exam is to be watched, for how long, and what its policy overrides (not yet validated)."""

    exam_id: str
    candidate_id: str
    duration_s: int
    policy: dict[str, Any]


def parse_session_request(body: str | None) -> SessionRequest:
    """Read the body of ``POST /auth``.

    Raises:
        InvalidMessage: ``invalid_json``, ``missing_field``, ``invalid_field`` or ``unknown_field``.
    """
    document = parse_object(body)
    for field in document:
        if field not in _FIELDS:
            raise InvalidMessage(
                "unknown_field", f"There is no field {field[:60]!r}; there are: {', '.join(_FIELDS)}.", field=field[:60]
            )
    policy = document.get("policy")
    if policy is not None and not isinstance(policy, dict):
        raise invalid("policy", "an object")
    duration = document.get("duration_s", DEFAULT_SESSION_S)
    return SessionRequest(
        exam_id=_name("exam_id", document),
        candidate_id=_name("candidate_id", document),
        duration_s=whole_number("duration_s", duration, MIN_SESSION_S, MAX_SESSION_S),
        policy=policy or {},
    )


def _name(field: str, document: dict[str, Any]) -> str:
    if field not in document:
        raise missing(field)
    return checked_name(field, document[field])
