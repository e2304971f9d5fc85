from __future__ import annotations

from typing import Any

import pytest

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.parameters import parameter_values

DECLARED: dict[str, Any] = {
    "Text": {"Type": "String", "Default": "", "AllowedPattern": "^(a+)?$", "ConstraintDescription": "must be a's"},
    "Number": {"Type": "Number", "Default": 5},
    "Choice": {"Type": "String", "Default": "true", "AllowedValues": ["true", "false"]},
    "List": {"Type": "CommaDelimitedList", "Default": ""},
}


def test_defaults_and_overrides() -> None:
    assert parameter_values(DECLARED, {}) == {"Text": "", "Number": "5", "Choice": "true", "List": []}
    assert parameter_values(DECLARED, {"Text": "aa", "List": "x,y"})["List"] == ["x", "y"]


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"Other": "x"}, "no parameter Other"),
        ({"Text": "b"}, "Text must be a's"),
        ({"Choice": "maybe"}, "Choice may be true, false"),
    ],
)
def test_what_is_not_allowed_is_refused(overrides: dict[str, str], message: str) -> None:
    with pytest.raises(LocalStackError, match=message):
        parameter_values(DECLARED, overrides)


def test_parameter_without_default_needs_a_value() -> None:
    with pytest.raises(LocalStackError, match="Must has no default"):
        parameter_values({"Must": {"Type": "String"}}, {})
