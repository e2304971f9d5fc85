"""Which of several faces is the candidate's: the largest, kept by where it was."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from proctor_audit.observation import FaceBox, Point
from proctor_audit.vision.detection import DetectedFace

_NEAR: Final = 0.6
"""Distance from where the candidate was, in widths of the face, within which a face can be theirs."""
_LARGE_ENOUGH: Final = 0.5
"""Of the largest face's width: a passer-by in the background is not the candidate, wherever they stand."""


def candidate_first(faces: Sequence[DetectedFace], candidate: Point | None) -> list[DetectedFace]:
    """The faces, the candidate's first and the others by size.

    Args:
        faces: largest first.
        candidate: where the candidate's face was last; None: the largest is taken for theirs.
    """
    if candidate is None or len(faces) < 2:
        return list(faces)
    least_width = _LARGE_ENOUGH * faces[0].box.width
    near = [f for f in faces if f.box.width >= least_width and _distance(f.box, candidate) <= _NEAR]
    if not near:
        return list(faces)
    own = min(near, key=lambda face: _distance(face.box, candidate))
    return [own, *(face for face in faces if face is not own)]


def _distance(box: FaceBox, candidate: Point) -> float:
    return math.dist(box.centre, candidate) / max(box.width, 1e-6)
