"""Dataclasses that are made in half the time.

``dataclasses`` writes and compiles equality, hash and representation anew for every class. More than sixty are made
before the first frame can be judged, which took a tenth of that time. Here all classes share these three; everything
else is the standard library's, and so is what type checkers see.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, eq: bool = True, repr: bool = True, **options: Any) -> Callable[[type], type]:  # noqa: A002
        """As ``dataclasses.dataclass``, for frozen classes."""
        if not options.get("frozen"):
            raise TypeError("expected frozen=True: what is compared by its values must not change them")

        def made(cls: type) -> type:
            own = vars(cls)
            value = dataclasses.dataclass(eq=False, repr=False, **options)(cls)
            fields = dataclasses.fields(value)
            if eq and "__eq__" not in own:
                compared = [field.name for field in fields if field.compare]
                value._compared = staticmethod(attrgetter(*compared) if compared else lambda _value: ())
                value.__eq__, value.__hash__ = _equal, _hash
            if repr and "__repr__" not in own:
                value.__repr__ = _representation
            return value

        return made


def _equal(self: Any, other: Any) -> Any:
    return self._compared(self) == self._compared(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _representation(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"
