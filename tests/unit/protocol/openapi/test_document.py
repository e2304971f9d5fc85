"""The reference is OpenAPI, and what it shows as an example is one."""

from __future__ import annotations

import string

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.unit.protocol.openapi.reference import CALLS, DOCUMENT, REGISTRY, SCHEMAS, validator, walk


def test_it_is_openapi() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert {"title", "version"} <= DOCUMENT["info"].keys()
    names = [call["operationId"] for _, _, call in CALLS]
    assert len(set(names)) == len(names)
    for path, _, call in CALLS:
        assert {"summary", "description", "responses", "tags"} <= call.keys()
        assert {tag["name"] for tag in DOCUMENT["tags"]} >= set(call["tags"])
        variables = [name for _, name, _, _ in string.Formatter().parse(path) if name]
        assert [p["name"] for p in call.get("parameters", ()) if p["in"] == "path" and p["required"]] == variables
        for response in call["responses"].values():
            assert "$ref" in response or response["description"]
    for need in DOCUMENT["security"]:
        assert need.keys() <= DOCUMENT["components"]["securitySchemes"].keys()
    scheme = DOCUMENT["components"]["securitySchemes"]["ApiKey"]
    assert (scheme["type"], scheme["in"], scheme["name"].lower()) == ("apiKey", "header", "x-api-key")


def test_schemas_are_schemas_and_references_lead_somewhere() -> None:
    for part in walk(DOCUMENT):
        if isinstance(part, dict) and isinstance(part.get("schema"), dict):
            Draft202012Validator.check_schema(part["schema"])
        if isinstance(part, dict) and isinstance(part.get("$ref"), str):
            REGISTRY.resolver().lookup(f"urn:api{part['$ref']}")
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


def test_examples_are_right() -> None:
    for part in walk(DOCUMENT):
        if isinstance(part, dict) and "schema" in part and "example" in part:
            validator(part["schema"]).validate(part["example"])
        if isinstance(part, dict) and isinstance(part.get("examples"), list):
            for example in part["examples"]:
                validator({name: rule for name, rule in part.items() if name != "examples"}).validate(example)


def test_snippets() -> None:
    for snippet in DOCUMENT["x-snippets"]:
        source = "\n".join(snippet["source"])
        assert all(name in source for name in ("websocket_url", "next_seq", "anomaly", "pupil_movement_status"))
        if snippet["language"] == "python":
            compile(source, "snippet", "exec")
