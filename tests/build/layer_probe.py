"""Run by Lambda's Python with nothing but built layers: prints as JSON what they do with a portrait.

Usage: ``python3.12 -S layer_probe.py PORTRAIT.jpg``, with the layers' folders in PYTHONPATH.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from proctor_audit.errors import InvalidImage
from proctor_audit.vision import FaceEngine, annotate, decode_image

PICTURE = np.full((64, 48, 3), 90, np.uint8)
GREY = np.full((64, 48), 90, np.uint8)
LINE = [np.array([[0, 0], [40, 40]], np.int32)]

# Every function of OpenCV that proctor_audit calls.
CALLS: dict[str, Callable[[], Any]] = {
    "absdiff": lambda: cv2.absdiff(GREY, GREY),
    "addWeighted": lambda: cv2.addWeighted(PICTURE, 0.5, PICTURE, 0.5, 0.0),
    "blur": lambda: cv2.blur(GREY, (9, 1)),
    "circle": lambda: cv2.circle(PICTURE, (20, 20), 5, (9, 9, 9), 1, cv2.LINE_AA, 2),
    "compare": lambda: cv2.compare(GREY, GREY, cv2.CMP_GE),
    "countNonZero": lambda: cv2.countNonZero(GREY),
    "cvtColor": lambda: cv2.cvtColor(PICTURE, cv2.COLOR_RGB2GRAY),
    "getTextSize": lambda: cv2.getTextSize("clear", cv2.FONT_HERSHEY_SIMPLEX, 1.0, 1),
    "imdecode": lambda: cv2.imdecode(cv2.imencode(".png", PICTURE)[1], cv2.IMREAD_COLOR_RGB),
    "imencode": lambda: cv2.imencode(".jpg", PICTURE, [cv2.IMWRITE_JPEG_QUALITY, 80, cv2.IMWRITE_JPEG_OPTIMIZE, 1]),
    "meanStdDev": lambda: cv2.meanStdDev(GREY),
    "min": lambda: cv2.min(GREY, GREY),
    "polylines": lambda: cv2.polylines(PICTURE, LINE, False, (9, 9, 9), 1, cv2.LINE_AA, 2),
    "putText": lambda: cv2.putText(PICTURE, "clear", (2, 40), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (9, 9, 9), 1, cv2.LINE_AA),
    "rectangle": lambda: cv2.rectangle(PICTURE, (2, 2), (20, 20), (9, 9, 9), 2, cv2.LINE_AA),
    "resize": lambda: [cv2.resize(PICTURE, (24, 32), interpolation=how) for how in range(5)],
    "sumElems": lambda: cv2.sumElems(GREY),
}


def _refusal(data: bytes) -> str:
    try:
        return f"a picture {decode_image(data).shape}"
    except InvalidImage as error:
        return error.code


def probe(portrait: bytes) -> dict[str, Any]:
    """What the layers do with it."""
    for call in CALLS.values():
        call()
    rgb = decode_image(portrait)
    encoded = {
        ending: cv2.imencode(ending, cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1].tobytes()
        for ending in (".jpg", ".png", ".webp")
    }
    sighting = FaceEngine().observe(rgb)
    picture = annotate(rgb, sighting, headline="clear", alarm=False, max_bytes=60_000)
    return {
        "faces": len(sighting.observation.faces),
        "points": 0 if sighting.landmarks is None else len(sighting.landmarks),
        "annotated": list(decode_image(picture).shape),
        "decoded": {ending: list(decode_image(data).shape) for ending, data in encoded.items()},
        "halves": {ending: _refusal(data[: len(data) // 2]) for ending, data in encoded.items()},
        "from": {module.__name__: module.__file__ for module in (cv2, np)},
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(probe(Path(sys.argv[1]).read_bytes())))
