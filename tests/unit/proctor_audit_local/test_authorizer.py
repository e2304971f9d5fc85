from __future__ import annotations

import json
from typing import Any

import pytest

from proctor_audit_local.authorizer import decide
from proctor_audit_local.invocation import Outcome

ARN = "arn:aws:execute-api:us-east-1:000000000000:abc/v1/$connect"


def answer(*statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"principalId": "p", "policyDocument": {"Statement": list(statements)}, **more}


def statement(effect: str, resource: Any = ARN, action: Any = "execute-api:Invoke") -> dict[str, Any]:
    return {"Effect": effect, "Resource": resource, "Action": action}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (answer(statement("Allow")), 200),
        (answer(statement("Allow", "*")), 200),
        (answer(statement("Allow", ["x", "arn:*/v1/$connect"])), 200),
        (answer(statement("Allow", ARN.replace("abc", "???"))), 200),
        (answer(statement("Allow", action="*")), 200),
        (answer(statement("Allow", action="EXECUTE-API:invoke")), 200),
        (answer(statement("Allow", action="execute-api:ManageConnections")), 403),
        (answer(statement("Allow", ARN.replace("v1", "v2"))), 403),
        (answer(statement("Allow", ARN.replace("$connect", "$CONNECT"))), 403),
        (answer(statement("Allow"), statement("Deny", "*")), 403),
        (answer(), 403),
        ({"principalId": "p", "policyDocument": {"Statement": statement("Allow")}}, 200),
        ({"principalId": "p"}, 500),
        ({"policyDocument": {"Statement": []}}, 500),
        ({"isAuthorized": True}, 500),
        (None, 500),
        (answer(statement("Allow"), context={"a": ["list"]}), 500),
        (answer(statement("Allow"), context="text"), 500),
        (answer(statement("Allow"), context={"a": "x" * 8192}), 500),
        (answer(statement("Allow"), context={"a": "x" * 8000}), 200),
    ],
)
def test_status(given: Any, status: int) -> None:
    assert decide(Outcome(json.dumps(given).encode()), ARN, latency_ms=1).status == status


@pytest.mark.parametrize(("message", "status"), [("Unauthorized", 401), ("unauthorized", 500), ("Database down", 500)])
def test_errors(message: str, status: int) -> None:
    assert decide(Outcome.error("Exception", message), ARN, latency_ms=1).status == status


def test_context_becomes_text() -> None:
    given = answer(statement("Allow"), context={"text": "a", "number": 1.5, "flag": False})
    assert decide(Outcome(json.dumps(given).encode()), ARN, latency_ms=12).context == {
        "text": "a",
        "number": "1.5",
        "flag": "false",
        "principalId": "p",
        "integrationLatency": 12,
    }
