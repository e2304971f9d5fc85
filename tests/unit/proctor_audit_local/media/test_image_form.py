"""Pictures as clients send them."""

from __future__ import annotations

import numpy as np
import pytest

from proctor_audit.vision.headers import read_header
from proctor_audit_local.media import ImageForm

RGB = np.random.default_rng(5).integers(0, 255, (480, 640, 3), np.uint8)


@pytest.mark.parametrize(
    ("text", "form", "size"),
    [
        ("webp:60:320", ImageForm("webp", 60, 320), ("WebP", 320, 240)),
        ("jpeg:100:64", ImageForm("jpeg", 100, 64), ("JPEG", 64, 48)),
        # Nothing is made wider than it is.
        ("jpeg:1:1920", ImageForm("jpeg", 1, 1920), ("JPEG", 640, 480)),
    ],
)
def test_a_form_is_what_it_says(text: str, form: ImageForm, size: tuple[str, int, int]) -> None:
    assert ImageForm.parse(text) == form
    header = read_header(form.encode(RGB))
    assert (header.format, header.width_px, header.height_px) == size
    assert form.as_received(RGB).shape == (size[2], size[1], 3)


def test_less_quality_takes_fewer_bytes_and_shows_less() -> None:
    smooth = np.ascontiguousarray(
        np.broadcast_to(np.linspace(0, 255, 320, dtype=np.uint8)[None, :, None], (240, 320, 3))
    )
    picture = np.maximum(smooth, RGB[:240, :320] // 4)
    forms = [ImageForm("webp", quality, 320) for quality in (90, 60, 20)]
    sizes = [len(form.encode(picture)) for form in forms]
    errors = [np.abs(form.as_received(picture).astype(int) - picture).mean() for form in forms]
    assert sizes == sorted(sizes, reverse=True)
    assert errors == sorted(errors)


@pytest.mark.parametrize(
    "text", ["", "webp", "webp:60", "webp:60:", "gif:60:320", "webp:0:320", "jpeg:60:32", "webp:x:320"]
)
def test_anything_else_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="expected FORMAT:QUALITY:WIDTH such as webp:60:320"):
        ImageForm.parse(text)
