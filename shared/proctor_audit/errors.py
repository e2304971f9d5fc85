"""Every error that this package raises on purpose.

::

    ProctorAuditError
    ├── InvalidMessage         a WebSocket message or HTTP body that does not hold to the contract
    ├── InvalidImage           bytes that are not a picture we can judge
    ├── InvalidPolicy          a policy with an unknown setting or a value out of range
    ├── AccessDenied           a wrong, revoked or missing API key or token
    │   └── MissingScope       a good API key that may not do this
    ├── SessionUnavailable     the session is over, revoked, superseded or unknown
    ├── NotFound               no such thing in this tenant
    └── RecordsUnavailable     Postgres cannot be reached now; try again

Each carries a stable ``code`` for programs and a ``message`` that tells a person what to do about it.
"""

from __future__ import annotations

from typing import Any, ClassVar


class ProctorAuditError(Exception):
    """Base of all errors of this package.

    Args:
        code: stable, lower_snake_case name of the case; part of the public contract.
        message: one sentence for a person: what is wrong and how to mend it.
        **details: JSON-ready evidence, for example ``seq=17`` or ``field="exam_id"``.
    """

    http_status: ClassVar[int] = 400

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.details = details

    def payload(self) -> dict[str, Any]:
        """The ``error`` object of replies: ``{"code", "message", **details}``."""
        return {"code": self.code, "message": self.message, **self.details}


class InvalidMessage(ProctorAuditError):
    """A message or body that does not hold to the contract."""


class InvalidImage(ProctorAuditError):
    """Bytes that are not a picture we can judge."""


class InvalidPolicy(ProctorAuditError):
    """A policy with an unknown setting or a value out of range."""


class AccessDenied(ProctorAuditError):
    """A wrong, revoked or missing API key or token."""

    http_status = 401


class MissingScope(AccessDenied):
    """A good API key that may not do this."""

    http_status = 403


class SessionUnavailable(ProctorAuditError):
    """The session is over, revoked, superseded by another connection, or unknown."""

    http_status = 403


class NotFound(ProctorAuditError):
    """No such thing in this tenant. Another tenant's things are not found either."""

    http_status = 404


class RecordsUnavailable(ProctorAuditError):
    """Postgres cannot be reached now. Nothing is lost: incidents wait in the queue."""

    http_status = 503
