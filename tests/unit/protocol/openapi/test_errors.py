"""Every error that can be answered is in the reference, and the other way round."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any

import pytest

from proctor_audit.client.api import ApiError
from proctor_audit.errors import InvalidMessage, ProctorAuditError
from proctor_audit.protocol.http import answer
from tests.unit.protocol.openapi.reference import CALLS, CODES, DOCUMENT, SCHEMAS, SHARED, assert_answers


@pytest.mark.parametrize("code", [code for code, told in CODES.items() if "http" in told["where"]])
def test_refused_requests(code: str) -> None:
    def fails() -> dict[str, Any]:
        raise RuntimeError if code == "internal_error" else InvalidMessage(code, "Some message.", field="exam_id")

    document = json.loads(answer(fails)["body"])
    assert document["error"]["code"] == code
    assert_answers(document, "HttpError")
    statuses = {
        status
        for _, _, call in CALLS
        for status, told in call["responses"].items()
        if code in shared(told).get("x-error-codes", ())
    }
    assert statuses == {str(CODES[code]["status"])}


def shared(response: dict[str, Any]) -> dict[str, Any]:
    name = response.get("$ref", "").rsplit("/", 1)[-1]
    told: dict[str, Any] = DOCUMENT["components"]["responses"][name] if name else response
    return told


def source_trees() -> Iterator[ast.AST]:
    for folder in (SHARED / "proctor_audit", SHARED.parent / "functions"):
        for file in folder.rglob("*.py"):
            yield ast.parse(file.read_text("utf-8"))


def errors_named(base: type[ProctorAuditError]) -> dict[str, type[ProctorAuditError]]:
    below = {name: kind for sub in base.__subclasses__() for name, kind in errors_named(sub).items()}
    return {base.__name__: base, **below}


def raised() -> Iterator[tuple[str, type[ProctorAuditError], set[str]]]:
    """Each error made in the code: its code, its class and the details it is given by name."""
    classes = errors_named(ProctorAuditError)
    assert ApiError in classes.values()
    for tree in source_trees():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            kind = classes.get(getattr(call.func, "id", ""))
            literals = [a.value for a in call.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if kind and literals:
                yield literals[0], kind, {keyword.arg for keyword in call.keywords if keyword.arg}


def told_outright() -> set[str]:
    """Codes that are answered without an error having been raised."""
    pairs = (
        pair for tree in source_trees() for node in ast.walk(tree) if isinstance(node, ast.Dict)
        for pair in zip(node.keys, node.values, strict=True)
    )  # fmt: skip
    return {
        value.value
        for key, value in pairs
        if isinstance(key, ast.Constant) and key.value == "code"
        and isinstance(value, ast.Constant) and isinstance(value.value, str)
    }  # fmt: skip


def test_every_error_code_is_documented_and_the_other_way_round() -> None:
    assert {code for code, _, _ in raised()} | told_outright() == CODES.keys()
    for code, kind, details in raised():
        assert details <= set(CODES[code]["details"]), code
        if "http" in CODES[code]["where"]:
            assert CODES[code]["status"] == kind.http_status, code
    for code, told in CODES.items():
        assert (told["status"] is not None) == ("http" in told["where"]), code
        assert set(told["details"]) <= SCHEMAS["Error"]["properties"].keys() | {"url"}, code
    http = {code for code, told in CODES.items() if "http" in told["where"]}
    assert set(SCHEMAS["HttpError"]["properties"]["error"]["properties"]["code"]["enum"]) == http
    websocket = {code for code, told in CODES.items() if "websocket" in told["where"]}
    assert set(SCHEMAS["ErrorReply"]["properties"]["error"]["properties"]["code"]["enum"]) == websocket


def test_every_field_that_can_be_wrong_is_documented() -> None:
    named: set[str] = set()
    for file in (SHARED / "proctor_audit" / "protocol").glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("invalid", "missing", "whole_number"):
                named |= {a.value for a in call.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    known = {name for schema in SCHEMAS.values() for name in schema.get("properties", ())}
    known |= {p["name"] for _, _, call in CALLS for p in call.get("parameters", ())}
    assert {"seq", "image", "frames", "policy", "note"} <= named <= known
