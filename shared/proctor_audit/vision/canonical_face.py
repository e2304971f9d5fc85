"""An average face in three dimensions, by the numbers of the mesh's landmarks.

The points and weights that MediaPipe's own pose solver aligns (its face geometry module's canonical face model,
Apache-2.0, https://github.com/google-ai-edge/mediapipe): eyes, nose and outline, which stay where they are when
somebody speaks.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

# Landmark; x to the image's right, y up and z toward the camera, in centimetres; weight.
_POINTS: Final = (
    (4, 0.0000, -0.4632, 7.5866, 0.0709),
    (6, 0.0000, 2.4733, 5.7886, 0.0321),
    (10, 0.0000, 8.2618, 4.4815, 0.0084),
    (33, -4.4459, 2.6640, 3.1734, 0.0587),
    (54, -6.2793, 6.6154, 1.4259, 0.0077),
    (67, -3.5240, 8.0060, 3.7292, 0.0091),
    (117, -5.2587, 0.9458, 2.9743, 0.0098),
    (119, -3.3007, 0.8616, 3.8728, 0.0146),
    (121, -1.8207, 1.4680, 4.2241, 0.0186),
    (127, -7.7431, 2.3650, -2.0052, 0.0052),
    (129, -1.7858, -0.9783, 4.8505, 0.1206),
    (132, -7.2709, -2.8909, -2.2525, 0.0056),
    (133, -1.8564, 2.5852, 3.7579, 0.0533),
    (136, -5.0853, -7.1786, 0.7147, 0.0669),
    (143, -6.4076, 2.2360, 1.5608, 0.0148),
    (147, -6.2349, -1.9444, 1.6635, 0.0143),
    (198, -1.2468, 0.2303, 5.6810, 0.0255),
    (205, -3.8329, -1.5373, 4.1377, 0.0473),
    (263, 4.4459, 2.6640, 3.1734, 0.0587),
    (284, 6.2793, 6.6154, 1.4259, 0.0077),
    (297, 3.5240, 8.0060, 3.7292, 0.0091),
    (346, 5.2587, 0.9458, 2.9743, 0.0098),
    (348, 3.3007, 0.8616, 3.8728, 0.0146),
    (350, 1.8207, 1.4680, 4.2241, 0.0186),
    (356, 7.7431, 2.3650, -2.0052, 0.0052),
    (358, 1.7858, -0.9783, 4.8505, 0.1206),
    (361, 7.2709, -2.8909, -2.2525, 0.0056),
    (362, 1.8564, 2.5852, 3.7579, 0.0533),
    (365, 5.0853, -7.1786, 0.7147, 0.0669),
    (372, 6.4076, 2.2360, 1.5608, 0.0148),
    (376, 6.2349, -1.9444, 1.6635, 0.0143),
    (420, 1.2468, 0.2303, 5.6810, 0.0255),
    (425, 3.8329, -1.5373, 4.1377, 0.0473),
)
_TABLE: Final = np.array(_POINTS)

LANDMARKS: Final[NDArray[np.int64]] = _TABLE[:, 0].astype(np.int64)
"""(n,) numbers of the landmarks."""

POINTS_CM: Final[NDArray[np.float64]] = _TABLE[:, 1:4]
"""(n, 3) where they are: x right, y up, z toward the camera."""

WEIGHTS: Final[NDArray[np.float64]] = _TABLE[:, 4] / _TABLE[:, 4].sum()
"""(n,) how much each says of the pose; they sum to 1."""

MIRRORED: Final[NDArray[np.int64]] = (
    np.abs(POINTS_CM[:, None] * (-1, 1, 1) - POINTS_CM[None]).sum(axis=2).argmin(axis=1)
)
"""(n,) for each point, which one is its mirror image; a point of the midline is its own."""
