"""Parts of a picture that are looked at by themselves, so that what is small in the picture is larger to a model."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import Point, Side
from proctor_audit.values import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of the picture, normalised to it."""

    left: float = 0.0
    right: float = 1.0
    top: float = 0.0
    bottom: float = 1.0

    def cut_out(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The pixels of the tile."""
        height, width = rgb.shape[:2]
        rows = slice(int(self.top * height), max(int(self.bottom * height), 1))
        columns = slice(int(self.left * width), max(int(self.right * width), int(self.left * width) + 1))
        return np.ascontiguousarray(rgb[rows, columns])

    def outside(self, x: float, y: float) -> Point:
        """A point of the tile, in the picture."""
        return (self.left + x * (self.right - self.left), self.top + y * (self.bottom - self.top))


WHOLE: Final = Tile()

SIDES: Final[Mapping[Side, Tile]] = MappingProxyType(
    {"left": Tile(right=0.45, bottom=0.8), "right": Tile(left=0.55, bottom=0.8)}
)
"""Beside a candidate who sits in the middle, down to where only desks are."""
