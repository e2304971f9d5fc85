"""HTTP API events (payload format 2.0) and answers."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any

from proctor_audit.errors import InvalidMessage, ProctorAuditError
from proctor_audit.observability import logger

_HEADERS = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}


def answer(work: Callable[[], dict[str, Any]], status: int = 200) -> dict[str, Any]:
    """The answer that ``work`` gives, or the error that it raises, as JSON."""
    try:
        return _response(status, work())
    except ProctorAuditError as error:
        response = _response(error.http_status, {"error": error.payload()})
        if "retry_after_s" in error.details:
            response["headers"]["retry-after"] = str(error.details["retry_after_s"])
        return response
    except Exception:
        logger.exception("a request failed")
        message = "Something failed on our side; please try again."
        return _response(500, {"error": {"code": "internal_error", "message": message}})


def header(event: dict[str, Any], name: str) -> str | None:
    """A header of the request; API Gateway gives names in lower case."""
    value = (event.get("headers") or {}).get(name)
    return value if isinstance(value, str) else None


def body(event: dict[str, Any]) -> str:
    """The text of the request's body.

    Raises:
        InvalidMessage: ``invalid_json`` if it is no text.
    """
    text: str = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return text
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise InvalidMessage("invalid_json", "The body is not text in UTF-8; send one JSON object.") from None


def _response(status: int, document: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    return {"statusCode": status, "headers": dict(_HEADERS), "body": text}
