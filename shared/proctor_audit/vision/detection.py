"""Finds every face in a picture: near and far, certain ones at once, doubtful ones by a closer look.

Neither of MediaPipe's detectors is enough. The full-range model misses faces that fill the picture, the
short-range one misses people in the background; at a threshold where they find all faces they also find some in
chairs and lamps. So both look at the picture, and the short-range model at its sides by themselves, where people in the
background are not behind the candidate; what one of them is sure of counts, and what is doubtful counts if the
short-range model is sure of it in an enlarged cut-out.

Measured: none in 171 frames without a face, where the full-range model alone finds one in 7 (at its threshold of 0.6;
at 0.5, in 34); exactly one in 5,020 frames of people alone; the right number in 49 of 51 photographs of 0 to 7 people.
Behind a candidate a face is found from a tenth of the picture's width, sometimes from a twenty-fifth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import FaceBox, Focus, Grid, Point, Side
from proctor_audit.values import dataclass
from proctor_audit.vision.background import unchanged
from proctor_audit.vision.graphs import DetectionGraph, image_packet
from proctor_audit.vision.region import Region, face_region
from proctor_audit.vision.tile import SIDES, WHOLE, Tile

_DOUBTFUL_FULL_RANGE: Final = 0.15
_DOUBTFUL_SHORT_RANGE: Final = 0.4
_CERTAIN: Final = 0.75
_CERTAIN_ENLARGED: Final = 0.7
_CERTAIN_TOGETHER: Final = 0.95
"""What two looks that agree must add up to: the fainter the one, the clearer the other."""
_DOUBTFUL_AGAIN: Final = 0.25
_A_STEP: Final = 0.75
"""How far a face gets between two frames, in its own widths, to be taken for the same."""
_ENLARGED_SIDE: Final = 3.0
"""Side of the cut-out over the longer side of the face."""
_MAX_CLOSER_LOOKS: Final = 4
_SAME_FACE: Final = 0.3
"""Overlap from which two boxes show the same face."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a face: its box, unclipped, and its eyes; left as in an upright face."""

    box: FaceBox
    left_eye: Point
    right_eye: Point


@dataclass(frozen=True, slots=True)
class DetectedFace:
    """A face and the region in which to look for its landmarks."""

    box: FaceBox
    region: Region


@dataclass(frozen=True, slots=True)
class Found:
    """Every face found, largest first, and whether those far from the camera were looked for."""

    faces: list[DetectedFace]
    searched: bool


class FaceFinder:
    """Both detectors; remembers nothing between pictures."""

    def __init__(self) -> None:
        self._full_range = DetectionGraph(short_range=False, min_score=_DOUBTFUL_FULL_RANGE)
        self._short_range = DetectionGraph(short_range=True, min_score=_DOUBTFUL_SHORT_RANGE)

    def near(self, image: Any) -> list[Candidate]:
        """What may be faces near the camera, best first; the image as the graphs take it."""
        return _candidates(self._short_range.detect(image))

    def find(self, rgb: NDArray[np.uint8], image: Any, near: list[Candidate], focus: Focus, grid: Grid) -> Found:
        """Every face in the picture.

        Args:
            rgb: the picture, (h, w, 3).
            image: the same as the graphs take it.
            near: what the short-range model sees in it.
            grid: what its parts look like.
            focus: whether to look for faces far from the camera, too. They are looked for anyway when the short-range
                model is not sure of exactly one face.
        """
        height, width = rgb.shape[:2]
        alone = len(near) == 1 and near[0].box.score >= _CERTAIN
        searched = not alone or (focus.search and not unchanged(grid, focus.unless_like, near[0].box))
        candidates = near
        if searched:
            # The full-range model first: its boxes fit far faces, where the short-range model's are twice as large.
            candidates = [*_candidates(self._full_range.detect(image)), *near, *self._beside(rgb, focus.sides)]
        faces = self._confirmed(rgb, candidates, near, focus.other)
        faces.sort(key=lambda face: face.box.width * face.box.height, reverse=True)
        return Found([DetectedFace(_within_image(face.box), _region(face, width, height)) for face in faces], searched)

    def _beside(self, rgb: NDArray[np.uint8], sides: Iterable[Side]) -> list[Candidate]:
        """What the short-range model sees in the sides of the picture."""
        found: list[Candidate] = []
        for side in sides:
            tile = SIDES[side]
            found += _candidates(self._short_range.detect(image_packet(tile.cut_out(rgb))), tile)
        return found

    def _confirmed(
        self, rgb: NDArray[np.uint8], candidates: list[Candidate], near: list[Candidate], other: Point | None
    ) -> list[Candidate]:
        faces: list[Candidate] = []
        looks = 0
        for found in candidates:
            if any(_same_face(found.box, known.box) for known in faces):
                continue
            agreeing = [face for face in near if face is not found and _overlap(found.box, face.box) > _SAME_FACE]
            # Of the two boxes the surer one: the landmarks are only as good as their region. If the short-range model
            # is sure of a face, its box: that is all there is in frames without a search, and boxes that differ from
            # frame to frame make eyes and lips tremble.
            surest = max([face for face in agreeing if _score(face) >= _CERTAIN] or [found, *agreeing], key=_score)
            if not (_certain(found, agreeing) or _still_there(found.box, other)):
                looks += 1
                if looks > _MAX_CLOSER_LOOKS or not self._closer_look(rgb, surest.box):
                    continue
            faces.append(surest)
        return faces

    def _closer_look(self, rgb: NDArray[np.uint8], box: FaceBox) -> bool:
        """Whether the middle of an enlarged cut-out around ``box`` shows a face for certain."""
        needed = max(_CERTAIN_ENLARGED, _CERTAIN_TOGETHER - box.score)
        cut_out = image_packet(_cut_out(rgb, box))
        for enlarged in _candidates(self._short_range.detect(cut_out)):
            off_centre = max(abs(enlarged.box.centre[0] - 0.5), abs(enlarged.box.centre[1] - 0.5))
            if enlarged.box.score >= needed and off_centre * _ENLARGED_SIDE < 0.5:
                return True
        return False


def _candidates(detections: Iterable[Any], tile: Tile = WHOLE) -> list[Candidate]:
    """What the detections of a tile show, in the picture; best first."""
    found = []
    for detection in detections:
        relative = detection.location_data.relative_bounding_box
        left, top = tile.outside(relative.xmin, relative.ymin)
        right, bottom = tile.outside(relative.xmin + relative.width, relative.ymin + relative.height)
        box = FaceBox(left, top, right - left, bottom - top, min(float(detection.score[0]), 1.0))
        left_eye, right_eye = (tile.outside(eye.x, eye.y) for eye in detection.location_data.relative_keypoints[:2])
        found.append(Candidate(box, left_eye, right_eye))
    return sorted(found, key=_score, reverse=True)


def _score(found: Candidate) -> float:
    return found.box.score


def _certain(found: Candidate, agreeing: list[Candidate]) -> bool:
    best = max((_score(other) for other in agreeing), default=0.0)
    return max(_score(found), best) >= _CERTAIN or (bool(agreeing) and _score(found) + best >= _CERTAIN_TOGETHER)


def _still_there(box: FaceBox, other: Point | None) -> bool:
    """Whether a doubtful face is where one was a moment ago."""
    return (
        other is not None
        and box.score >= _DOUBTFUL_AGAIN
        and math.dist(box.centre, other) <= _A_STEP * max(box.width, box.height)
    )


def _region(face: Candidate, width_px: int, height_px: int) -> Region:
    return face_region(face.box, face.left_eye, face.right_eye, width_px, height_px)


def _within_image(box: FaceBox) -> FaceBox:
    left, top = max(box.x, 0.0), max(box.y, 0.0)
    right, bottom = min(box.x + box.width, 1.0), min(box.y + box.height, 1.0)
    return FaceBox(left, top, max(right - left, 0.0), max(bottom - top, 0.0), box.score)


def _shared_area(a: FaceBox, b: FaceBox) -> float:
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return max(width, 0.0) * max(height, 0.0)


def _overlap(a: FaceBox, b: FaceBox) -> float:
    """Intersection over union, 0..1."""
    shared = _shared_area(a, b)
    union = a.width * a.height + b.width * b.height - shared
    return shared / union if union > 0 else 0.0


def _same_face(a: FaceBox, b: FaceBox) -> bool:
    """Whether two boxes cannot be two faces: they overlap, or the middle of one lies within the other."""
    return _overlap(a, b) > _SAME_FACE or _holds_centre(a, b) or _holds_centre(b, a)


def _holds_centre(outer: FaceBox, inner: FaceBox) -> bool:
    x, y = inner.centre
    return outer.x < x < outer.x + outer.width and outer.y < y < outer.y + outer.height


def _cut_out(rgb: NDArray[np.uint8], box: FaceBox) -> NDArray[np.uint8]:
    """The square around ``box``; black where it reaches beyond the picture."""
    height, width = rgb.shape[:2]
    side = max(round(_ENLARGED_SIDE * max(box.width * width, box.height * height)), 1)
    left, top = (round(box.centre[0] * width - side / 2), round(box.centre[1] * height - side / 2))
    square = np.zeros((side, side, 3), np.uint8)
    part = rgb[max(top, 0) : max(top + side, 0), max(left, 0) : max(left + side, 0)]
    row, column = max(-top, 0), max(-left, 0)
    square[row : row + part.shape[0], column : column + part.shape[1]] = part
    return square
