"""Bodies of PATCH /sessions/{session_id}/incidents/{incident_id}."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.errors import InvalidMessage
from proctor_audit.protocol.verdict_request import MAX_NOTE_LENGTH, parse_verdict_request
from tests.unit.protocol.openapi.reference import SCHEMAS, accepts, refused


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"verdict": "confirmed"}, {"verdict": "confirmed"}),
        ({"verdict": None, "note": ""}, {"verdict": None, "note": ""}),
        ({"note": "  A poster.\nNot a person. "}, {"note": "A poster.\nNot a person."}),
        ({"note": "Zoe\u0308 <script>alert(1)</script> محمد"}, {"note": "Zoë <script>alert(1)</script> محمد"}),
        ({"note": "x" * MAX_NOTE_LENGTH}, {"note": "x" * MAX_NOTE_LENGTH}),
        ({}, ("missing_field", "verdict")),
        ({"verdict": "cheated"}, ("invalid_field", "verdict")),
        ({"verdict": ["confirmed"]}, ("invalid_field", "verdict")),
        ({"verdict": False}, ("invalid_field", "verdict")),
        ({"note": None}, ("invalid_field", "note")),
        ({"note": "x" * (MAX_NOTE_LENGTH + 1)}, ("invalid_field", "note")),
        ({"note": "x" * 10_000}, ("invalid_field", "note")),
        ({"note": "a\u0000b"}, ("invalid_field", "note")),
        ({"note": "\ud800"}, ("invalid_field", "note")),
        ({"verdict": "confirmed", "by": "me"}, ("unknown_field", "by")),
    ],
)
def test_bodies(body: dict[str, Any], expected: dict[str, Any] | tuple[str, str]) -> None:
    if isinstance(expected, dict):
        assert parse_verdict_request(json.dumps(body)) == expected
        return
    with pytest.raises(InvalidMessage) as error:
        parse_verdict_request(json.dumps(body))
    assert (error.value.code, error.value.details["field"]) == expected


@pytest.mark.parametrize("body", [None, "", "[]", '"dismissed"', "{"])
def test_what_is_no_object(body: str | None) -> None:
    with pytest.raises(InvalidMessage, match="invalid_json"):
        parse_verdict_request(body)


_odd = st.none() | st.booleans() | st.integers() | st.text("ab \u00e9\n\x00\x7f", max_size=3)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "verdict": st.sampled_from(["confirmed", "dismissed"]) | _odd,
            "note": st.sampled_from(["x" * 500, "x" * 501]) | _odd,
            "by": _odd,
        },
    )
)
def test_they_are_understood_as_documented(document: dict[str, Any]) -> None:
    assert SCHEMAS["VerdictRequest"]["properties"]["note"]["maxLength"] == MAX_NOTE_LENGTH
    assert refused(parse_verdict_request, json.dumps(document)) is not accepts("VerdictRequest", document)
