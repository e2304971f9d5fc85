from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.route_selection import RouteSelection


@pytest.mark.parametrize(
    ("expression", "message", "key"),
    [
        ("$request.body.action", '{"action": "frame"}', "frame"),
        ("${request.body.action}", '{"action": "frame"}', "frame"),
        ("$request.body.a.b", '{"a": {"b": "c"}}', "c"),
        ("$request.body.a.b", '{"a": "b"}', None),
        ("$request.body.action", '{"action": 5}', "5"),
        ("$request.body.action", '{"action": true}', None),
        ("$request.body.action", '{"action": {}}', None),
        ("$request.body.action", "[1]", None),
        ("$request.body.action", "frame", None),
    ],
)
def test_key(expression: str, message: str, key: str | None) -> None:
    assert RouteSelection(expression).key(message) == key


@given(st.text())
def test_any_text_selects_something_or_nothing(message: str) -> None:
    RouteSelection("$request.body.action").key(message)


def test_other_expressions_are_refused() -> None:
    with pytest.raises(LocalStackError, match=r"\$request\.header\.x"):
        RouteSelection("$request.header.x")
