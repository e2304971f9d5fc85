"""Whose face is the candidate's: the largest, kept by where it was."""

from __future__ import annotations

import pytest

from proctor_audit.observation import FaceBox, Point
from proctor_audit.vision.candidate import candidate_first
from proctor_audit.vision.detection import DetectedFace
from proctor_audit.vision.region import Region


def at(x: float, width: float, y: float = 0.4) -> FaceBox:
    """A face whose centre is there."""
    return FaceBox(x - width / 2, y - width / 2, width, width, 0.9)


LARGE, MIDDLE, SMALL = at(0.3, 0.3), at(0.7, 0.25), at(0.9, 0.1)
STANDS_CLOSE = at(0.75, 0.4)


@pytest.mark.parametrize(
    ("boxes", "candidate", "order"),
    [
        ([], (0.5, 0.5), []),
        ([SMALL], (0.1, 0.1), [0]),
        # Nothing is known yet: the largest.
        ([LARGE, MIDDLE, SMALL], None, [0, 1, 2]),
        # Kept by where it was, though another one is larger now.
        ([LARGE, MIDDLE, SMALL], (0.7, 0.4), [1, 0, 2]),
        ([STANDS_CLOSE, LARGE], (0.3, 0.4), [1, 0]),
        ([STANDS_CLOSE, LARGE], (0.32, 0.45), [1, 0]),
        # Both are near: the nearer.
        ([at(0.4, 0.3), at(0.55, 0.28)], (0.53, 0.4), [1, 0]),
        ([at(0.4, 0.3), at(0.55, 0.28)], (0.42, 0.4), [0, 1]),
        # A passer-by in the background is not the candidate, wherever they stand.
        ([LARGE, MIDDLE, SMALL], (0.9, 0.4), [0, 1, 2]),
        ([at(0.3, 0.2), at(0.9, 0.1)], (0.9, 0.4), [1, 0]),
        ([at(0.3, 0.2), at(0.9, 0.099)], (0.9, 0.4), [0, 1]),
        # Nobody is near where the candidate was: the largest again.
        ([LARGE, MIDDLE], (0.3, 0.9), [0, 1]),
        # Within 0.6 of the face's width it can be theirs.
        ([at(0.2, 0.25), at(0.6, 0.2)], (0.715, 0.4), [1, 0]),
        ([at(0.2, 0.25), at(0.6, 0.2)], (0.725, 0.4), [0, 1]),
    ],
)
def test_the_candidate_comes_first_and_the_others_by_size(
    boxes: list[FaceBox], candidate: Point | None, order: list[int]
) -> None:
    faces = [DetectedFace(box, Region(*box.centre, 0.3, 0.3, 0.0)) for box in boxes]
    assert candidate_first(faces, candidate) == [faces[i] for i in order]
