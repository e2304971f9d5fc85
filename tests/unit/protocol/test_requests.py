"""Bodies and queries of the HTTP API, and messages that no route takes."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from proctor_audit.errors import (
    AccessDenied,
    InvalidMessage,
    NotFound,
    ProctorAuditError,
    RecordsUnavailable,
    SessionUnavailable,
)
from proctor_audit.protocol.actions import unrouted
from proctor_audit.protocol.http import answer, body
from proctor_audit.protocol.session_query import parse_session_query
from proctor_audit.protocol.session_request import SessionRequest, parse_session_request

GOOD = {"exam_id": "algebra-1", "candidate_id": "ada"}


def test_a_session_request() -> None:
    parsed = parse_session_request(json.dumps({**GOOD, "duration_s": 5400, "policy": {"pace": {}}}))
    assert parsed == SessionRequest("algebra-1", "ada", 5400, {"pace": {}})
    assert parse_session_request(json.dumps(GOOD)).duration_s == 3 * 3600


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"exam_id": None}, "invalid_field", "exam_id"),
        ({"exam_id": "  "}, "invalid_field", "exam_id"),
        ({"exam_id": "x" * 201}, "invalid_field", "exam_id"),
        ({"candidate_id": "a\u0000b"}, "invalid_field", "candidate_id"),
        ({"candidate_id": "\ud800"}, "invalid_field", "candidate_id"),
        ({"duration_s": 59}, "invalid_field", "duration_s"),
        ({"duration_s": "3600"}, "invalid_field", "duration_s"),
        ({"duration_s": 10**9}, "invalid_field", "duration_s"),
        ({"policy": "strict"}, "invalid_field", "policy"),
        ({"exam": "algebra"}, "unknown_field", "exam"),
    ],
)
def test_a_wrong_session_request(change: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InvalidMessage) as error:
        parse_session_request(json.dumps({**GOOD, **change}))
    assert (error.value.code, error.value.details["field"]) == (code, field)


@pytest.mark.parametrize("name", ["Zoë", "<script>alert(1)</script>", "محمد", "'; DROP TABLE sessions; --", "🎓"])
def test_any_printable_name_will_do(name: str) -> None:
    assert parse_session_request(json.dumps({**GOOD, "candidate_id": name})).candidate_id == name


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        (None, {}),
        ({"exam_id": "a", "limit": "20", "order": "newest"}, {"exam_id": "a", "limit": 20, "order": "newest"}),
        ({"candidate_id": "Zoe\u0308"}, {"candidate_id": "Zoë"}),
        ({"exam_id": "\u0000"}, "exam_id"),
        ({"exam_id": ""}, "exam_id"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"search": "Zoe\u0308%_"}, {"search": "Zoë%_"}),
        ({"kind": "talking", "min_score": "0"}, {"kind": "talking", "min_score": 0}),
        ({"reviewed": "true"}, {"reviewed": True}),
        ({"reviewed": "false", "min_score": "100"}, {"reviewed": False, "min_score": 100}),
        ({"reviewed": "True"}, "reviewed"),
        ({"reviewed": "1"}, "reviewed"),
        ({"kind": "cheating"}, "kind"),
        ({"min_score": "101"}, "min_score"),
        ({"min_score": "-1"}, "min_score"),
        ({"search": ""}, "search"),
        ({"search": "x" * 201}, "search"),
        ({"order": "worst"}, "order"),
        ({"status": "closed"}, "status"),
        ({"exam": "a"}, "exam"),
    ],
)
def test_session_queries(parameters: dict[str, str] | None, expected: dict[str, Any] | str) -> None:
    if isinstance(expected, dict):
        assert parse_session_query(parameters) == expected
        return
    with pytest.raises(InvalidMessage) as error:
        parse_session_query(parameters)
    assert error.value.details["field"] == expected


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("no json", "invalid_json"),
        ("[" * 100_000, "invalid_json"),
        ('"frame"', "invalid_json"),
        ("{}", "missing_action"),
        ('{"action": 3}', "invalid_field"),
        ('{"action": "dance"}', "unknown_action"),
        ('{"action": "Frame"}', "unknown_action"),
    ],
)
def test_what_no_route_takes_is_explained(sent: str, code: str) -> None:
    error = unrouted(sent)
    assert error.code == code
    assert "frame" in error.message or code == "invalid_json"


def test_bodies_in_base64_as_api_gateway_may_send_them() -> None:
    text = json.dumps(GOOD)
    assert body({"body": base64.b64encode(text.encode()).decode(), "isBase64Encoded": True}) == text
    with pytest.raises(InvalidMessage):
        body({"body": base64.b64encode(b"\xff\xfe").decode(), "isBase64Encoded": True})


def test_an_error_of_ours_is_told_without_its_insides(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> dict[str, Any]:
        raise RuntimeError("the password is hunter2")

    response = answer(fails)
    assert response["statusCode"] == 500
    assert "hunter2" not in response["body"]
    assert json.loads(response["body"])["error"]["code"] == "internal_error"
    assert "a request failed" in caplog.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidMessage("some_code", "Some message.", field="x"), 400),
        (AccessDenied("some_code", "Some message."), 401),
        (SessionUnavailable("some_code", "Some message."), 403),
        (NotFound("some_code", "Some message."), 404),
        (RecordsUnavailable("some_code", "Some message.", retry_after_s=5), 503),
    ],
)
def test_every_error_answers_with_its_status(error: ProctorAuditError, status: int) -> None:
    def fails() -> dict[str, Any]:
        raise error

    response = answer(fails)
    assert response["statusCode"] == status
    assert json.loads(response["body"]) == {"error": {"code": "some_code", "message": "Some message.", **error.details}}
    assert response["headers"].get("retry-after") == ("5" if status == 503 else None)
