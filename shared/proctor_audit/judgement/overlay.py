"""Settings with limits, and how given ones are laid over them: one check and one error for every part of a policy."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeVar

from proctor_audit.errors import InvalidPolicy

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    _Settings = TypeVar("_Settings", bound=DataclassInstance)


def setting(default: float, low: float, high: float) -> Any:
    """A number of a settings class that must lie from ``low`` to ``high``."""
    return field(default=default, metadata={"low": low, "high": high})


def overlay(base: _Settings, given: Any, where: str) -> _Settings:
    """The settings with what is given put over them.

    Args:
        base: a dataclass of numbers made by ``setting``, and of booleans.
        given: a mapping of names to values, as it came.
        where: its path in the policy, for errors.

    Raises:
        InvalidPolicy: ``invalid_policy`` for an unknown name, a wrong type or a value out of range.
    """
    given = mapping(where, given)
    fields = {f.name: f for f in dataclasses.fields(base) if f.init}
    reject_unknown(where, given, tuple(fields))
    values: dict[str, Any] = {name: _checked(f"{where}.{name}", value, fields[name]) for name, value in given.items()}
    return dataclasses.replace(base, **values)


def difference(settings: DataclassInstance, base: DataclassInstance) -> dict[str, Any]:
    """What must be laid over ``base`` to make ``settings`` of it."""
    return {
        f.name: getattr(settings, f.name)
        for f in dataclasses.fields(base)
        if getattr(settings, f.name) != getattr(base, f.name)
    }


def mapping(where: str, given: Any) -> Mapping[str, Any]:
    """What was given, if it is an object."""
    if not isinstance(given, Mapping):
        raise invalid(where, "must be an object")
    return given


def reject_unknown(where: str, given: Mapping[str, Any], known: Collection[str]) -> None:
    """Tell a name that is none of those there are."""
    for name in given:
        if name not in known:
            raise invalid(where, f"has no setting {name!r:.60}; it has {', '.join(known)}")


def invalid(where: str, what: str) -> InvalidPolicy:
    """The error that says what is wrong with the setting of this path."""
    return InvalidPolicy("invalid_policy", f"{where} {what}.", field=where)


def _checked(where: str, value: Any, known: dataclasses.Field[Any]) -> float | bool:
    if not known.metadata:
        if isinstance(value, bool):
            return value
        raise invalid(where, "must be true or false")
    low, high = known.metadata["low"], known.metadata["high"]
    # NaN, the infinities and integers too large for a float are all outside.
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise invalid(where, f"must be a number from {low:g} to {high:g}")
    return value
