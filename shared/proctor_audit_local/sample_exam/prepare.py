"""Measure the photograph once: ``python -m proctor_audit_local.sample_exam.prepare``.

Writes, beside ``astronaut.jpg``, what playing the exam needs without any face detector:

- ``astronaut_outline.png``: alpha of the person (``outline.py``);
- ``astronaut_relief.npz``: the 478 face landmarks in pixels, and the relief of the head (``relief.py``).

Run it again only when the photograph or one of these two modules changes, and look at the contact sheet afterwards.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from proctor_audit.vision import FaceEngine
from proctor_audit_local.sample_exam.outline import outline_of
from proctor_audit_local.sample_exam.portrait import OUTLINE, PHOTOGRAPH, RELIEF
from proctor_audit_local.sample_exam.relief import relief_of

COLLAR_PX: Final = 232
"""Row of the photograph below which nothing turns with the head."""


def main() -> None:
    """Measure ``astronaut.jpg`` and write the two files."""
    bgr = np.asarray(cv2.imread(str(PHOTOGRAPH)), np.uint8)
    outline = outline_of(bgr)
    landmarks = FaceEngine().observe(np.ascontiguousarray(bgr[:, :, ::-1])).landmarks
    if landmarks is None:
        raise SystemExit(f"No face was found in {PHOTOGRAPH.name}: is it the photograph named in CREDITS.md?")
    height, width = outline.shape
    landmarks_px = (landmarks * np.array([width, height, width])).astype(np.float32)
    relief = relief_of(landmarks_px, outline, COLLAR_PX)
    cv2.imwrite(str(OUTLINE), outline, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    np.savez_compressed(
        RELIEF,
        landmarks_px=landmarks_px,
        corner_px=np.array([relief.left_px, relief.top_px]),
        relief=np.stack([relief.right_of_axis, relief.below_axis, relief.before_axis]).astype(np.float16),
    )
    print(f"{OUTLINE.name}: {OUTLINE.stat().st_size} bytes, {RELIEF.name}: {RELIEF.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
