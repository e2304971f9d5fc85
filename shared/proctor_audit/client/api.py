"""The HTTP API from Python, with nothing but the standard library."""

from __future__ import annotations

import gzip
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from proctor_audit.errors import ProctorAuditError

_TIMEOUT_S = 30


class ApiError(ProctorAuditError):
    """The API refused a request, or could not be reached; ``status`` is the HTTP status, 0 without an answer."""

    def __init__(self, status: int, code: str, message: str, **details: Any) -> None:
        super().__init__(code, message, **details)
        self.status = status


@dataclass(frozen=True, slots=True)
class SessionAccess:
    """A session and the token that opens its socket.

    Attributes:
        session_id: names the session in reports.
        token: keep it secret; it is good until ``expires_at``.
        expires_at: RFC 3339.
        websocket_url: what to connect to.
        next_seq: the first frame number that has not been judged.
        resumed: the session was open already.
        client: what the candidate's browser needs of the policy: ``policy`` of the SDK and of the candidate page.
    """

    session_id: str
    token: str
    expires_at: str
    websocket_url: str
    next_seq: int
    resumed: bool
    client: Mapping[str, Any] = field(default_factory=dict)


def get_auth(
    api_url: str,
    api_key: str,
    exam_id: str,
    candidate_id: str,
    *,
    duration_s: int | None = None,
    policy: dict[str, Any] | None = None,
) -> SessionAccess:
    """Open a candidate's session in an exam, or resume the open one.

    Raises:
        ApiError: with the API's code and message, or ``unreachable``.
    """
    body: dict[str, Any] = {"exam_id": exam_id, "candidate_id": candidate_id}
    if duration_s is not None:
        body["duration_s"] = duration_s
    if policy is not None:
        body["policy"] = policy
    answer = _call(api_url, "/auth", api_key, body)
    # An older stack says nothing of what the browser needs.
    return SessionAccess(**{name: answer[name] for name in SessionAccess.__slots__ if name in answer})


def get_report(api_url: str, api_key: str, session_id: str) -> dict[str, Any]:
    """The report of a session.

    Raises:
        ApiError: with the API's code and message, or ``unreachable``.
    """
    return _call(api_url, f"/sessions/{urllib.parse.quote(session_id, safe='')}", api_key)


def list_sessions(api_url: str, api_key: str, **query: str | int) -> dict[str, Any]:
    """One page of sessions, worst first; ``query`` as in ``GET /sessions``.

    Raises:
        ApiError: with the API's code and message, or ``unreachable``.
    """
    return _call(api_url, f"/sessions?{urllib.parse.urlencode(query)}", api_key)


def _call(api_url: str, path: str, api_key: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    if urllib.parse.urlsplit(api_url).scheme not in ("http", "https"):
        raise ApiError(0, "invalid_url", f"{api_url!r} is not an address such as https://….", url=api_url)
    request = urllib.request.Request(  # noqa: S310 – the scheme is checked
        api_url.rstrip("/") + path,
        data=None if body is None else json.dumps(body).encode(),
        # A report of very many incidents only fits into a reply when it is compressed.
        headers={"x-api-key": api_key, "content-type": "application/json", "accept-encoding": "gzip"},
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as response:  # noqa: S310
            content = response.read()
            compressed = response.headers.get("content-encoding") == "gzip"
            answer: dict[str, Any] = json.loads(gzip.decompress(content) if compressed else content)
            return answer
    except urllib.error.HTTPError as refusal:
        raise _refusal(refusal) from None
    except (urllib.error.URLError, TimeoutError, ConnectionError) as failure:
        reason = getattr(failure, "reason", failure)
        raise ApiError(0, "unreachable", f"{api_url} cannot be reached: {reason}.", url=api_url) from None


def _refusal(refusal: urllib.error.HTTPError) -> ApiError:
    with refusal:
        text = refusal.read().decode("utf-8", "replace")
    try:
        error = json.loads(text)["error"]
        return ApiError(refusal.code, **error)
    except (ValueError, KeyError, TypeError):
        return ApiError(refusal.code, "unexpected_answer", f"The API answered {refusal.code}: {text[:200]}")
