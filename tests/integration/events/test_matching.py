from __future__ import annotations

import re
from typing import Any

import pytest

from tests.integration.events.matching import mismatches


@pytest.mark.parametrize(
    ("expected", "actual"),
    [
        ({"a": 1}, {"a": 1, "b": 2}),
        ([{"a": 1}, str], [{"a": 1, "b": 2}, "text"]),
        (re.compile(r"\d+"), "17"),
        (None, None),
    ],
)
def test_as_expected(expected: Any, actual: Any) -> None:
    assert mismatches(expected, actual) == []


@pytest.mark.parametrize(
    ("expected", "actual", "where"),
    [
        ({"a": {"b": 1}}, {"a": {"b": 2}}, ".a.b: "),
        ({"a": 1}, {"b": 1}, ".a is missing"),
        ({"a": 1}, None, ": "),
        ({"a": [1, 2]}, {"a": [1, 3]}, ".a[1]: "),
        ([1], [1, 2], ": "),
        ([], [1], ": "),
        (re.compile(r"\d+"), "17 ", ": "),
        (str, 17, ": "),
        (False, None, ": "),
    ],
)
def test_not_as_expected(expected: Any, actual: Any, where: str) -> None:
    (difference,) = mismatches(expected, actual)

    assert difference.startswith(where)
