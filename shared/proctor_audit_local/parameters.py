"""Values of a template's parameters: its defaults, and what the caller sets instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from proctor_audit_local.errors import LocalStackError


def parameter_values(declared: Mapping[str, Any], overrides: Mapping[str, str]) -> dict[str, str | list[str]]:
    """The value of each parameter.

    Args:
        declared: the template's Parameters section.
        overrides: values by name.

    Raises:
        LocalStackError: an override that the template does not declare or does not allow, or a parameter without value.
    """
    for name in overrides:
        if name not in declared:
            raise LocalStackError(f"The template has no parameter {name}.")
    return {name: _value(name, declaration, overrides.get(name)) for name, declaration in declared.items()}


def _value(name: str, declaration: Mapping[str, Any], override: str | None) -> str | list[str]:
    text = override if override is not None else declaration.get("Default")
    if text is None:
        raise LocalStackError(f"The template's parameter {name} has no default and needs a value.")
    text = str(text)
    allowed = [str(value) for value in declaration.get("AllowedValues", [])]
    if allowed and text not in allowed:
        raise LocalStackError(f"The template's parameter {name} may be {', '.join(allowed)}, not {text!r}.")
    pattern = declaration.get("AllowedPattern")
    if pattern and not re.fullmatch(pattern, text):
        hint = declaration.get("ConstraintDescription", f"must match {pattern}")
        raise LocalStackError(f"The template's parameter {name} {hint}.")
    if declaration.get("Type") in ("CommaDelimitedList", "List<Number>"):
        return text.split(",") if text else []
    return text
