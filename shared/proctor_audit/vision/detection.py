"""Finds every face in a picture: near and far, certain ones at once, doubtful ones by a closer look.

Neither of MediaPipe's detectors is enough. The full-range model misses faces that fill the picture, the
short-range one misses people in the background; at a threshold where they find all faces they also find some in
chairs and lamps. So both look at the picture, what one of them is sure of counts, and what is doubtful counts if the
short-range model is sure of it in an enlarged cut-out.

Measured: none in 171 frames without a face, where the full-range model alone finds one in 7 (at its threshold of 0.6;
at 0.5, in 34); exactly one in 5,020 frames of people alone; the right number in 49 of 51 photographs of 0 to 7 people.
Behind a candidate a face is found from a tenth of the picture's width, sometimes from a fifteenth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import FaceBox
from proctor_audit.vision.graphs import DetectionGraph, image_packet
from proctor_audit.vision.region import Region, face_region

_DOUBTFUL_FULL_RANGE: Final = 0.15
_DOUBTFUL_SHORT_RANGE: Final = 0.4
_CERTAIN: Final = 0.75
_CERTAIN_ENLARGED: Final = 0.7
_CERTAIN_TOGETHER: Final = 0.95
"""What two looks that agree must add up to: the fainter the one, the clearer the other."""
_ENLARGED_SIDE: Final = 3.0
"""Side of the cut-out over the longer side of the face."""
_MAX_CLOSER_LOOKS: Final = 4
_SAME_FACE: Final = 0.3
"""Overlap from which two boxes show the same face."""

_Found = tuple[FaceBox, Any]  # with the detection it comes from


@dataclass(frozen=True, slots=True)
class DetectedFace:
    """A face and the region in which to look for its landmarks."""

    box: FaceBox
    region: Region


class FaceFinder:
    """Both detectors; remembers nothing between pictures."""

    def __init__(self) -> None:
        self._full_range = DetectionGraph(short_range=False, min_score=_DOUBTFUL_FULL_RANGE)
        self._short_range = DetectionGraph(short_range=True, min_score=_DOUBTFUL_SHORT_RANGE)

    def find(self, rgb: NDArray[np.uint8], image: Any) -> list[DetectedFace]:
        """Every face in the picture, largest first.

        Args:
            rgb: the picture, (h, w, 3).
            image: the same as the graphs take it.
        """
        height, width = rgb.shape[:2]
        near = _boxes(self._short_range.detect(image))
        faces: list[_Found] = []
        looks = 0
        # The full-range model first: its boxes fit far faces, where the short-range model's are twice as large.
        for found in [*_boxes(self._full_range.detect(image)), *near]:
            if any(_same_face(found[0], known) for known, _ in faces):
                continue
            agreeing = [other for other in near if other is not found and _overlap(found[0], other[0]) > _SAME_FACE]
            # Of the two boxes the surer one: the landmarks are only as good as their region.
            surest = max([found, *agreeing], key=_score)
            if not _certain(found, agreeing):
                looks += 1
                if looks > _MAX_CLOSER_LOOKS or not self._closer_look(rgb, surest[0]):
                    continue
            faces.append(surest)
        faces.sort(key=lambda face: face[0].width * face[0].height, reverse=True)
        return [DetectedFace(_within_image(box), _region(box, detection, width, height)) for box, detection in faces]

    def _closer_look(self, rgb: NDArray[np.uint8], box: FaceBox) -> bool:
        """Whether the middle of an enlarged cut-out around ``box`` shows a face for certain."""
        needed = max(_CERTAIN_ENLARGED, _CERTAIN_TOGETHER - box.score)
        cut_out = image_packet(_cut_out(rgb, box))
        for enlarged, _ in _boxes(self._short_range.detect(cut_out)):
            off_centre = max(abs(enlarged.centre[0] - 0.5), abs(enlarged.centre[1] - 0.5))
            if enlarged.score >= needed and off_centre * _ENLARGED_SIDE < 0.5:
                return True
        return False


def _boxes(detections: Iterable[Any]) -> list[_Found]:
    """Each detection's box, unclipped, with the detection; best first."""
    boxes = []
    for detection in detections:
        box = detection.location_data.relative_bounding_box
        score = min(float(detection.score[0]), 1.0)
        boxes.append((FaceBox(box.xmin, box.ymin, box.width, box.height, score), detection))
    return sorted(boxes, key=_score, reverse=True)


def _score(found: _Found) -> float:
    return found[0].score


def _certain(found: _Found, agreeing: list[_Found]) -> bool:
    best = max((_score(other) for other in agreeing), default=0.0)
    return max(_score(found), best) >= _CERTAIN or (bool(agreeing) and _score(found) + best >= _CERTAIN_TOGETHER)


def _region(box: FaceBox, detection: Any, width_px: int, height_px: int) -> Region:
    left_eye, right_eye = detection.location_data.relative_keypoints[:2]
    return face_region(box, (left_eye.x, left_eye.y), (right_eye.x, right_eye.y), width_px, height_px)


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
