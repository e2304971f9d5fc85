"""Every function starts as it was built, and says the right thing where it needs nobody else for that."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.build.lambda_runtime import BUILD, BuiltFunction
from tests.unit.template.stack import FUNCTIONS

pytestmark = pytest.mark.build
Start = Callable[..., BuiltFunction]

SOCKET = {
    "connectionId": "c-1",
    "routeKey": "frame",
    "authorizer": {"session_id": "2f4a5c0e-8f0e-4b61-9a55-0d1d9c1f3b11", "tenant_id": "main"},
}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_starts(start: Start, function: str) -> None:
    answer = start(function, DATABASE_ENDPOINT="127.0.0.1").invoke({})

    # Runtime.ImportModuleError, Runtime.Unknown, Runtime.ExitError, …: the function did not get as far as its handler.
    assert not (answer.error_type or "").startswith(("Runtime.", "Sandbox.")), answer.log


def test_frame_refuses_what_is_not_json(start: Start) -> None:
    answer = start("Frame").invoke({"requestContext": SOCKET, "body": "{"})

    assert answer.payload["statusCode"] == 200
    reply = json.loads(answer.payload["body"])
    assert (reply["type"], reply["error"]["code"]) == ("error", "invalid_json")


def test_fallback_tells_what_would_be_taken(start: Start) -> None:
    answer = start("Fallback").invoke({"requestContext": SOCKET, "body": '{"action":"dance"}'})

    assert json.loads(answer.payload["body"])["error"]["code"] == "unknown_action"


def test_site_serves_the_description_of_the_api(start: Start) -> None:
    answer = start("Site").invoke({"rawPath": "/openapi.json", "requestContext": {"stage": "$default"}})

    assert answer.payload["statusCode"] == 200
    assert json.loads(answer.payload["body"])["openapi"].startswith("3.")


def test_layers_carry_bytecode_that_is_never_checked_against_its_source(built: dict[str, list[Path]]) -> None:
    compiled = list((BUILD / "SharedLayer").rglob("*.cpython-312.pyc"))
    if not compiled:
        pytest.skip("built where there is no Python 3.12: the layers carry no bytecode")

    # https://peps.python.org/pep-0552/: bit 0 hash-based, bit 1 checked against the source.
    assert {int.from_bytes(path.read_bytes()[4:8], "little") for path in compiled} == {0b01}
