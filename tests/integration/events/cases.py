"""What is expected of every recorded event, in the order in which they are played.

Of the answer and of what is stored only that is named which the case is about; but a store that is not named at all
must not have changed. See ``matching.mismatches`` for types and regular expressions in expectations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from tests.integration.events.seed import EXAM, KEY_TO_REVOKE, NEW_CONNECTION_ID, SESSIONS, Session

MAKES_THE_SCHEMA: Final = "migrate_on_deployment"

_ARRIVING, _RECONNECTING, _VISITED = SESSIONS["arriving"], SESSIONS["reconnecting"], SESSIONS["visited"]
_REPORTED, _REVOKED = SESSIONS["reported"], SESSIONS["revoked"]
_ID: Final = re.compile(r"[0-9a-f-]{36}")
_JPEG: Final = b"\xff\xd8\xff"


@dataclass(frozen=True)
class Case:
    """The answer to an event, and by store what is new or different afterwards."""

    answer: Any
    stored: dict[str, list[Any]] = field(default_factory=dict)


def _http(status: int, **fields: Any) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": fields}


def _http_error(status: int, code: str) -> Case:
    return Case(_http(status, error={"code": code, "message": str}))


def _page(kind: str, text: str) -> Case:
    body = re.compile(text, re.DOTALL)
    return Case({"statusCode": 200, "headers": {"content-type": f"{kind}; charset=utf-8"}, "body": body})


def _file(extension: str, kind: str, text: str | None) -> Case:
    """A download; of JSON only that it is an object."""
    name = rf"attachment; filename=\"algebra-1 reported\.{extension}\"; .*"
    headers = {"content-type": kind, "content-disposition": re.compile(name)}
    body: Any = dict if text is None else re.compile(text, re.DOTALL)
    return Case({"statusCode": 200, "headers": headers, "body": body})


def _frame(seq: int, status: str, faces: int, **fields: Any) -> dict[str, Any]:
    verdict = {"seq": seq, "status": status, "anomaly": status == "anomaly", "late": False, "incidents": []}
    return {"type": "frame", "metrics": {"faces": faces}, "score": 0, "frame": None, **verdict, **fields}


def _error(code: str, **details: Any) -> dict[str, Any]:
    return {"type": "error", "error": {"code": code, "message": str, **details}}


def _reply(body: dict[str, Any], **stored: Any) -> Case:
    return Case({"statusCode": 200, "body": body}, stored)


def _item(session: Session, **fields: Any) -> dict[str, Any]:
    return {"session_id": session.session_id, "connection_id": session.connection_id, "revoked": False, **fields}


def _picture(path: str, session: Session, role: str) -> dict[str, Any]:
    place = f"{path}/{session.tenant_id}/{session.session_id}/[0-9a-f-]{{36}}/{role}.jpg"
    # Never the client's own file, which is WebP here.
    return {"key": re.compile(place), "starts": _JPEG}


def _picture_before(session: Session, seconds: int) -> dict[str, Any]:
    place = f"evidence/{session.tenant_id}/{session.session_id}/earlier/[0-9a-f-]{{36}}-{seconds}.jpg"
    return {"key": re.compile(place), "starts": _JPEG}


_DEPLOYMENT: Final = {
    MAKES_THE_SCHEMA: Case(
        {"applied": [1, 2, 3]},
        {
            "schema": ["api_keys", "incidents", "reviews", "schema_migrations", "sessions"],
            "calls": [{"method": "PUT", "json": {"Status": "SUCCESS", "LogicalResourceId": "Schema"}}],
        },
    ),
    "migrate": Case({"applied": []}),
}

_KEYS: Final = {
    "keys_create": Case(
        {"api_key": re.compile(r"pa_[a-z0-9]{10}_[\w-]{43}"), "tenant": "acme", "scopes": ["sessions"]},
        {"keys": [{"tenant_id": "acme", "label": "exam platform", "scopes": "sessions", "key_sha256": str}]},
    ),
    "keys_list": Case({"keys": [{"prefix": "recorded22"}, {"prefix": "revokeme22"}, {"label": "exam platform"}]}),
    "keys_revoke": Case(
        {"prefix": "revokeme22", "revoked_sessions": 1},
        {
            "keys": [{"prefix": KEY_TO_REVOKE.split("_")[1], "revoked_at": datetime}],
            "items": [_item(_REVOKED, revoked=True)],
        },
    ),
}

_OPENED: Final = {
    "session_id": _ID,
    "token": re.compile(r"[0-9a-f-]{36}\.[\w-]{43}"),
    "websocket_url": re.compile(r"wss://\w{10}\.execute-api\.us-east-1\.amazonaws\.com/v1"),
    "next_seq": 0,
    # The dot only serves to tell who looks away, which this exam does not look for.
    "client": {"incidents": {}, "calibration": False, "keep_days": 90},
}
_NEW_ITEM: Final = {"connection_id": None, "seq": -1, "policy": {"incidents": {"looking_away": {"enabled": False}}}}

_TOKENS: Final = {
    "auth": Case(
        _http(200, resumed=False, **_OPENED),
        {
            "sessions": [{"exam_id": EXAM, "candidate_id": "ada", "attempt": 1, "tenant_id": "acme"}],
            "items": [{**_NEW_ITEM, "version": 1}],
        },
    ),
    # The same session with a new token, and the policy that it was opened with.
    "auth_resumed": Case(_http(200, resumed=True, **_OPENED), {"items": [{**_NEW_ITEM, "version": 2}]}),
    "auth_wrong_key": _http_error(401, "invalid_api_key"),
    "auth_missing_key": _http_error(401, "missing_api_key"),
    "auth_bad_policy": _http_error(400, "invalid_policy"),
}

_SOCKETS: Final = {
    "authorize": Case(
        {
            "principalId": _ARRIVING.session_id,
            "policyDocument": {"Statement": [{"Effect": "Allow", "Resource": re.compile(r".*/v1/\$connect")}]},
            "context": {"session_id": _ARRIVING.session_id, "tenant_id": "acme"},
        }
    ),
    "authorize_denied": Case({"policyDocument": {"Statement": [{"Effect": "Deny"}]}, "context": {}}),
    "connect": Case({"statusCode": 200}, {"items": [_item(_ARRIVING)]}),
    "connect_superseding": Case(
        {"statusCode": 200},
        {
            "items": [_item(_RECONNECTING, connection_id=NEW_CONNECTION_ID)],
            "calls": [{"method": "DELETE", "path": f"/v1/@connections/{_RECONNECTING.connection_id}"}],
        },
    ),
    "fallback_unknown_action": _reply(_error("unknown_action", field="action")),
    "fallback_missing_action": _reply(_error("missing_action", field="action")),
    "fallback_malformed_json": _reply(_error("invalid_json")),
}

_JUDGED: Final = {
    "frame_one_face": _reply(
        _frame(17, "clear", faces=1, pupil_movement_status="unknown"),
        items=[_item(SESSIONS["calm"], seq=17, frames=1, anomaly_frames=0, phases={})],
    ),
    "frame_check": _reply(
        _frame(0, "anomaly", faces=0, anomalies=["face_absent"], check=True),
        items=[_item(SESSIONS["checking"], seq=0, frames=0, anomaly_frames=0, phases={})],
    ),
    "frame_late": _reply(_frame(16, "clear", faces=1, late=True)),
    "frame_no_face": _reply(
        _frame(0, "anomaly", faces=0, anomalies=["face_absent"]),
        items=[_item(SESSIONS["absent"], seq=0, frames=1, anomaly_frames=1, phases={"face_absent": "noticed"})],
    ),
    "frame_two_faces": _reply(
        _frame(0, "anomaly", faces=2, anomalies=["multiple_faces"]),
        items=[_item(SESSIONS["accompanied"], seq=0, frames=1, phases={})],
    ),
    # A second person walks behind the candidate: an incident, with pictures. One frame of the message is no picture;
    # the others count.
    "frame_batch": _reply(
        {
            "type": "frames",
            "results": [
                {"seq": 0, "anomalies": ["multiple_faces"], "incidents": []},
                {"seq": 1, "anomalies": ["multiple_faces"], "incidents": []},
                {"seq": 2, "anomalies": ["multiple_faces"], "incidents": []},
                {
                    "seq": 3,
                    "anomalies": ["multiple_faces"],
                    "incidents": [{"state": "opened", "earlier": {"before": int, "pictures": 3}}],
                    "score": int,
                },
                _error("not_base64", seq=4),
            ],
        },
        items=[_item(_VISITED, seq=3, frames=4, anomaly_frames=4, phases={"multiple_faces": "open"})],
        pictures=[
            _picture("evidence", _VISITED, "confirmed"),
            _picture("evidence", _VISITED, "first"),
            _picture("suspicion", _VISITED, "first"),
        ],
        queue=[
            {
                "session_id": _VISITED.session_id,
                "tenant_id": "acme",
                "progress": {"frames": 4, "anomaly_frames": 4},
                "incidents": [{"kind": "multiple_faces", "state": "opened", "evidence": ["first", "confirmed"]}],
            }
        ],
    ),
    # Asked for by the reply to that message. One picture is from before; one is not, and stays out.
    "frame_earlier": _reply(
        {"type": "evidence", "incident": str, "pictures": 1, "errors": [{"code": "picture_untimely", "picture": 1}]},
        items=[_item(_VISITED, seq=3, frames=4, phases={"multiple_faces": "open"})],
        pictures=[_picture_before(_VISITED, 4)],
    ),
    "frame_annotated": _reply(
        _frame(0, "clear", faces=1, frame=re.compile(r"/9j/[A-Za-z0-9+/]+=*")),
        items=[_item(SESSIONS["annotated"], seq=0)],
    ),
}

_BROWSED: Final = SESSIONS["browsed"]


def _browser(events: int, incidents: list[dict[str, Any]], *errors: dict[str, Any]) -> dict[str, Any]:
    return {"type": "browser", "events": events, "incidents": incidents, "score": int, "errors": [*errors]}


def _news(*incidents: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"session_id": _BROWSED.session_id, "tenant_id": "acme", "incidents": [*incidents]}]


_TOLD: Final = {
    # The tab has only just been hidden; what is copied is over at once.
    "browser_begun": _reply(
        _browser(2, [{"kind": "clipboard", "state": "closed"}]),
        items=[_item(_BROWSED, seq=-1, going_on=["tab_hidden"])],
        queue=_news({"kind": "clipboard", "state": "closed", "detail": "copy", "confidence": 1.0}),
    ),
    "browser_ended": _reply(
        _browser(1, [{"kind": "tab_hidden", "state": "closed"}]),
        items=[_item(_BROWSED, going_on=[])],
        queue=_news({"kind": "tab_hidden", "state": "closed", "peak": 5.2, "evidence": []}),
    ),
    "browser_repeated": _reply(_browser(2, [])),
    # Of four events one is too short for an incident, and two are none.
    "browser_batch": _reply(
        _browser(
            2,
            [{"kind": "camera_changed", "state": "closed"}],
            {"code": "invalid_field", "field": "kind", "event": 1},
            {"code": "invalid_field", "field": "detail", "event": 3},
        ),
        items=[_item(_BROWSED, going_on=[])],
        queue=_news({"kind": "camera_changed", "detail": "muted", "peak": 2.0}),
    ),
}

# None of these changes anything.
_REFUSED: Final = {
    "frame_bad_image": _reply(_error("truncated_image", seq=0)),
    "frame_decompression_bomb": _reply(_error("image_too_large", width_px=12_000, height_px=12_000)),
    "frame_missing_seq": _reply(_error("missing_field", field="seq")),
    "frame_malformed_json": _reply(_error("invalid_json")),
    "browser_missing_events": _reply(_error("missing_field", field="events")),
    "browser_malformed_json": _reply(_error("invalid_json")),
    "browser_superseded": _reply(_error("session_superseded")),
    "frame_superseded": _reply(_error("session_superseded")),
}

_LEFT: Final = {
    "disconnect": Case(
        {"statusCode": 200},
        {
            "items": [_item(_VISITED, connection_id=None, seq=3, phases={"multiple_faces": "ended"})],
            "queue": [{"incidents": [{"kind": "multiple_faces", "state": "closed", "ended_at_ms": int}]}],
        },
    ),
}

_INCIDENT: Final = "eb43ec50-4b2d-574c-8582-ae40994a8a05"
_DISMISSED: Final = {"verdict": "dismissed", "note": "A poster, not a person."}

_REVIEWED: Final = {
    # Six records: opened, closed, a revision that comes too late, the first again, no incident at all, and one of a
    # session that was erased. None of them comes back; the one that can never be recorded is a dead letter.
    "incidents_batch": Case(
        {"batchItemFailures": []},
        {
            "incidents": [{"session_id": _REPORTED.session_id, "kind": "multiple_faces", "revision": 3, "frames": 6}],
            "sessions": [{"session_id": _REPORTED.session_id, "incidents": 1, "frames": 6, "anomaly_frames": 6}],
            "dead_letters": ["not an incident"],
        },
    ),
    "reports_list": Case(
        _http(
            200,
            sessions=[{"session_id": _REPORTED.session_id, "status": "open", "incidents": 1}, {"score": 0}],
            next_cursor=str,
        )
    ),
    "reports_session": Case(
        _http(
            200,
            session={"session_id": _REPORTED.session_id, "exam_id": EXAM, "candidate_id": "reported"},
            score={"value": int, "contributions": [{"kind": "multiple_faces"}]},
            incidents=[{"kind": "multiple_faces", "evidence": {"first": str, "confirmed": str, "last": str}}],
            quality={"frames": 6, "anomaly_frames": 6},
        )
    ),
    "reports_session_of_another_tenant": _http_error(404, "session_not_found"),
    "reports_verdict": Case(
        _http(
            200,
            incident={"id": _INCIDENT, "points": 0.0, "review": {**_DISMISSED, "by": "recorded events (recorded22)"}},
            score={"value": 0, "contributions": [], "dismissed": [_INCIDENT]},
        ),
        {
            "incidents": [{"incident_id": _INCIDENT, "revision": 3, **_DISMISSED}],
            "sessions": [{"session_id": _REPORTED.session_id, "score": 0, "incidents": 1, "unreviewed": 0}],
            "reviews": [{"key_prefix": "recorded22", "from_verdict": None, "to_verdict": "dismissed", "number": 1}],
        },
    ),
    "reports_verdict_of_another_tenant": _http_error(404, "session_not_found"),
    "reports_verdict_unknown": _http_error(400, "invalid_field"),
    "reports_list_filtered": Case(
        _http(200, sessions=[{"candidate_id": "reported", "score": 0, "reviewed": True}], next_cursor=None)
    ),
    "reports_export_csv": _file("csv", "text/csv; charset=utf-8", '\ufeffexam_id,.*\r\n.*,dismissed,"A poster.*'),
    "reports_export_html": _file("html", "text/html; charset=utf-8", "<!doctype html>.*could not be fetched.*"),
    "reports_export_json": _file("json", "application/json", None),
    "reports_export_pdf": _file("pdf", "application/pdf", "JVBERi0[A-Za-z0-9+/]+=*"),
}

_PAGES: Final = {
    "site_home": Case({"statusCode": 302, "headers": {"location": "/docs"}, "body": ""}),
    "site_docs": _page("text/html", "(?i)<!doctype html>.*"),
    "site_docs_file": _page("text/css", ".*{.*}.*"),
    "site_exam": Case(
        {
            "statusCode": 200,
            # The template names no site whose exams may be framed.
            "headers": {"content-security-policy": re.compile(r"default-src 'none'; (?!.*frame-src).*")},
            "body": re.compile("(?i)<!doctype html>.*", re.DOTALL),
        }
    ),
    "site_sdk_file": _page("text/javascript", ".*ProctorAudit.*"),
    "site_openapi": Case({"statusCode": 200, "body": {"openapi": re.compile(r"3\..*"), "paths": {"/auth": dict}}}),
}

CASES: Final[dict[str, Case]] = {
    **_DEPLOYMENT,
    **{name: _KEYS[name] for name in ("keys_create", "keys_list")},
    **_TOKENS,
    **_SOCKETS,
    **_JUDGED,
    **_TOLD,
    **_REFUSED,
    **_LEFT,
    **_REVIEWED,
    **_PAGES,
    "keys_revoke": _KEYS["keys_revoke"],
}
