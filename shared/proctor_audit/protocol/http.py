"""HTTP API events (payload format 2.0) and answers."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from proctor_audit.errors import InvalidMessage, ProctorAuditError
from proctor_audit.observability import logger

_HEADERS = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}
_LONG_BYTES: Final = 1_000_000


def answer(work: Callable[[], dict[str, Any]], status: int = 200, *, accepts: str | None = None) -> dict[str, Any]:
    """The answer that ``work`` gives, or the error that it raises, as JSON.

    Args:
        work: gives a JSON-ready document.
        status: of an answer that is no error.
        accepts: the request's ``accept-encoding``: what is long is compressed if that allows it.
    """
    return guarded(lambda: encoded(status, _HEADERS, _json(work()).encode(), accepts))


def guarded(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The response that ``work`` gives, or that of the error which it raises."""
    try:
        return work()
    except ProctorAuditError as error:
        response = _response(error.http_status, {"error": error.payload()})
        if "retry_after_s" in error.details:
            response["headers"]["retry-after"] = str(error.details["retry_after_s"])
        return response
    except Exception:
        logger.exception("a request failed")
        message = "Something failed on our side; please try again."
        return _response(500, {"error": {"code": "internal_error", "message": message}})


def encoded(
    status: int, headers: Mapping[str, str], content: bytes, accepts: str | None, *, binary: bool = False
) -> dict[str, Any]:
    """A response, compressed if it is long and may be: Lambda lets no more than 6 MB through, and base64 adds a third.

    Args:
        status: of the response.
        headers: of the response.
        content: its body; text in UTF-8 unless ``binary``.
        accepts: the request's ``accept-encoding``.
        binary: it must go as base64 in any case.
    """
    response: dict[str, Any] = {"statusCode": status, "headers": {**headers}}
    if len(content) > _LONG_BYTES and takes_gzip(accepts):
        response["headers"] |= {"content-encoding": "gzip", "vary": "accept-encoding"}
        content, binary = gzip.compress(content, compresslevel=5, mtime=0), True
    if not binary:
        return {**response, "body": content.decode()}
    return {**response, "body": base64.b64encode(content).decode(), "isBase64Encoded": True}


def takes_gzip(accepts: str | None) -> bool:
    """Whether an ``accept-encoding`` allows gzip: named, and not with a weight of nothing."""
    for part in (accepts or "").split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name == "gzip":
            return not any(re.fullmatch(r"q\s*=\s*0(\.0*)?", parameter) for parameter in parameters)
    return False


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
    return {"statusCode": status, "headers": dict(_HEADERS), "body": _json(document)}


def _json(document: dict[str, Any]) -> str:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)
