"""The ``evidence`` message: pictures from before an incident, which a reply has asked for."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from proctor_audit.errors import ProctorAuditError
from proctor_audit.protocol.image_field import image_bytes
from proctor_audit.protocol.json_body import invalid, milliseconds, missing, parse_object
from proctor_audit.protocol.limits import MAX_EARLIER_PICTURES
from proctor_audit.values import dataclass

EARLIER: Final = "earlier-"
"""Roles of such pictures begin with it; the whole seconds before the first sign follow."""


@dataclass(frozen=True, slots=True)
class EarlierPicture:
    """One picture, encoded, with the client's time of capture."""

    captured_at_ms: int
    image: bytes


@dataclass(frozen=True, slots=True)
class RefusedPicture:
    """One that does not hold to the contract; the others still can."""

    error: ProctorAuditError


@dataclass(frozen=True, slots=True)
class EvidenceMessage:
    """Pictures for an incident, in their order."""

    incident_id: str
    pictures: tuple[EarlierPicture | RefusedPicture, ...]


def parse_evidence_message(body: str | None) -> EvidenceMessage:
    """Read an ``evidence`` message.

    Raises:
        InvalidMessage: ``invalid_json``, ``missing_field`` or ``invalid_field`` for the message as a whole.
    """
    document = parse_object(body)
    for field in ("incident", "pictures"):
        if field not in document:
            raise missing(field)
    pictures, most = document["pictures"], MAX_EARLIER_PICTURES
    if not isinstance(pictures, list) or not 1 <= len(pictures) <= most:
        raise invalid("pictures", f"a list of 1 to {most} pictures")
    return EvidenceMessage(_uuid("incident", document["incident"]), tuple(map(_parsed, pictures)))


def _parsed(picture: Any) -> EarlierPicture | RefusedPicture:
    try:
        if not isinstance(picture, dict):
            raise invalid("pictures", "a list of objects, each with captured_at and image")
        for field in ("captured_at", "image"):
            if field not in picture:
                raise missing(field)
        return EarlierPicture(milliseconds("captured_at", picture["captured_at"]), image_bytes(picture["image"]))
    except ProctorAuditError as error:
        return RefusedPicture(error)


def _uuid(field: str, value: Any) -> str:
    try:
        return str(UUID(value))
    except (ValueError, AttributeError, TypeError):
        raise invalid(field, "the id of an incident, as a reply told it") from None
