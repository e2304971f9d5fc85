"""Compares what came with what was expected of it, and tells every difference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any


def mismatches(expected: Any, actual: Any, at: str = "") -> list[str]:
    """Where ``actual`` is not as expected.

    Args:
        expected: of a mapping, the entries that count; of a list, every element; a type for anything of it; a regular
            expression for a text that it matches in full; of anything else, the value itself.
        actual: what came.
        at: where this stands.
    """
    return list(_mismatches(expected, actual, at))


def _mismatches(expected: Any, actual: Any, at: str) -> Iterator[str]:
    if isinstance(expected, dict) and isinstance(actual, dict):
        for name, value in expected.items():
            if name in actual:
                yield from _mismatches(value, actual[name], f"{at}.{name}")
            else:
                yield f"{at}.{name} is missing; there are: {', '.join(map(str, actual))}"
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for index, (one, other) in enumerate(zip(expected, actual, strict=True)):
            yield from _mismatches(one, other, f"{at}[{index}]")
    elif not _matches(expected, actual):
        yield f"{at}: expected {expected!r:.300}, got {actual!r:.600}"


def _matches(expected: Any, actual: Any) -> bool:
    if isinstance(expected, re.Pattern):
        return isinstance(actual, str) and expected.fullmatch(actual) is not None
    if isinstance(expected, type):
        return isinstance(actual, expected)
    return bool(expected == actual)
