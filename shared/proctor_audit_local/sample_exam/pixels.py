"""What a picture is in this folder."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]
"""(h, w, 3) RGB, or (h, w, 4) RGB already multiplied by the alpha that follows it."""
