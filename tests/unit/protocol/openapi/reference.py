"""The reference as the tests read it: its parts, and what it accepts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012

import proctor_audit
from proctor_audit.errors import ProctorAuditError

SHARED = Path(proctor_audit.__file__).parents[1]
DOCUMENT = json.loads((SHARED / "web" / "openapi.json").read_text("utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
SOCKET = DOCUMENT["x-websocket"]
CODES = DOCUMENT["x-error-codes"]
CALLS = [(path, method, call) for path, calls in DOCUMENT["paths"].items() for method, call in calls.items()]

FORMATS = FormatChecker()
FORMATS.checks("date-time", ValueError)(lambda text: text is None or bool(datetime.fromisoformat(text).tzinfo))
REGISTRY: Registry[Any] = Registry().with_resource("urn:api", DRAFT202012.create_resource(DOCUMENT))

SESSION = "0f8fad5b-d9cb-469f-a165-70867728950e"


def absolute(schema: Any) -> Any:
    """The schema with its references told apart from those within itself."""
    if isinstance(schema, dict):
        return {
            name: f"urn:api{part}" if name == "$ref" and isinstance(part, str) else absolute(part)
            for name, part in schema.items()
        }
    return [absolute(part) for part in schema] if isinstance(schema, list) else schema


def validator(schema: str | dict[str, Any]) -> Draft202012Validator:
    whole = {"$ref": f"urn:api#/components/schemas/{schema}"} if isinstance(schema, str) else absolute(schema)
    return Draft202012Validator(whole, registry=REGISTRY, format_checker=FORMATS)


def accepts(schema: str | dict[str, Any], value: Any) -> bool:
    return bool(validator(schema).is_valid(value))


def walk(value: Any) -> Iterator[Any]:
    yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(part)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    refers = [part["$ref"] for part in (schema, *schema.get("allOf", ()), *schema.get("anyOf", ())) if "$ref" in part]
    return resolved(SCHEMAS[refers[0].rsplit("/", 1)[1]]) if refers else schema


def assert_documented(value: Any, schema: dict[str, Any], where: str = "") -> None:
    """Every field that stands in the value has a description."""
    plain = resolved(schema)
    if "oneOf" in plain and isinstance(value, dict):
        plain = next(resolved(one) for one in plain["oneOf"] if accepts(one, value))
    if isinstance(value, list):
        for item in value:
            assert_documented(item, plain["items"], f"{where}[]")
    elif isinstance(value, dict):
        for name, part in value.items():
            inner = plain.get("properties", {}).get(name) or plain.get("additionalProperties")
            assert inner, f"{where}.{name} is not documented"
            assert inner.get("description") or resolved(inner)["description"]
            assert_documented(part, inner, f"{where}.{name}")


def assert_answers(value: Any, schema: str) -> None:
    """The value, as it is after a journey as JSON, is what the schema says, and breaks it without any of its parts."""
    value = json.loads(json.dumps(value))
    validator(schema).validate(value)
    assert_documented(value, SCHEMAS[schema])
    for name in resolved(SCHEMAS[schema])["required"]:
        assert not accepts(schema, {key: part for key, part in value.items() if key != name}), name
        assert not accepts(schema, {**value, name: {"an": ["odd value"]}}), name


def refused(parse: Any, *given: Any) -> bool:
    try:
        parse(*given)
    except ProctorAuditError:
        return True
    return False
