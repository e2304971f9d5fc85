from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from proctor_audit.vision.decoding import decode_image
from tests.unit.vision.image_files import encoded, exif, palette_png, webp, webp_canvas, with_exif
from tests.unit.vision.photographs import Picture, astronaut, resized

PICTURE = resized(astronaut(), 128, 96)
JPEG = encoded(PICTURE, ".jpg", cv2.IMWRITE_JPEG_QUALITY, 95)
PNG = encoded(PICTURE, ".png")
WEBP = encoded(PICTURE, ".webp", cv2.IMWRITE_WEBP_QUALITY, 95)
GREY: Picture = np.asarray(cv2.cvtColor(PICTURE, cv2.COLOR_RGB2GRAY), np.uint8)
CMYK = Path(__file__).parent / "pictures" / "cmyk.jpg"
QUARTERS: Picture = np.repeat(np.repeat(np.array([[0, 1], [2, 3]], np.uint8), 20, 0), 20, 1)
COLOURS = [(200, 30, 40), (40, 160, 60), (30, 60, 190), (240, 240, 235)]


def difference(a: Picture, b: Picture) -> float:
    """Mean difference of the levels, 0..255."""
    assert a.shape == b.shape
    return float(np.abs(a.astype(int) - b.astype(int)).mean())


def with_alpha() -> bytes:
    bgra = np.dstack([PICTURE[:, :, ::-1], np.full(GREY.shape, 255, np.uint8)])
    return bytes(cv2.imencode(".png", bgra)[1])


@pytest.mark.parametrize(
    ("file", "expected", "tolerance"),
    [
        pytest.param(JPEG, PICTURE, 6, id="JPEG"),
        pytest.param(encoded(PICTURE, ".jpg", cv2.IMWRITE_JPEG_PROGRESSIVE, 1), PICTURE, 6, id="progressive JPEG"),
        pytest.param(encoded(PICTURE, ".jpg", cv2.IMWRITE_JPEG_RST_INTERVAL, 2), PICTURE, 6, id="JPEG with restarts"),
        pytest.param(JPEG + b"\x00" * 9, PICTURE, 6, id="JPEG with something after its end"),
        pytest.param(bytes(cv2.imencode(".jpg", GREY)[1]), np.dstack([GREY] * 3), 6, id="grey JPEG"),
        pytest.param(CMYK.read_bytes(), resized(astronaut(), 64, 64), 12, id="CMYK JPEG"),
        pytest.param(PNG, PICTURE, 0, id="PNG"),
        pytest.param(bytes(cv2.imencode(".png", GREY)[1]), np.dstack([GREY] * 3), 0, id="grey PNG"),
        pytest.param(
            bytes(cv2.imencode(".png", GREY.astype(np.uint16) * 257)[1]), np.dstack([GREY] * 3), 1, id="16-bit PNG"
        ),
        pytest.param(with_alpha(), PICTURE, 0, id="PNG with alpha"),
        pytest.param(palette_png(QUARTERS, COLOURS), np.array(COLOURS, np.uint8)[QUARTERS], 0, id="palette PNG"),
        pytest.param(WEBP, PICTURE, 8, id="lossy WebP"),
        pytest.param(encoded(PICTURE, ".webp", cv2.IMWRITE_WEBP_QUALITY, 101), PICTURE, 0, id="lossless WebP"),
        pytest.param(webp(webp_canvas(128, 96), (b"VP8 ", WEBP[20:])), PICTURE, 8, id="extended WebP"),
    ],
)
def test_whatever_a_camera_or_browser_writes_becomes_rgb(file: bytes, expected: Picture, tolerance: float) -> None:
    rgb = decode_image(file)

    assert rgb.dtype == np.uint8
    assert difference(rgb, expected) <= tolerance


@pytest.mark.parametrize("kind", [".webp", ".png"])
def test_of_an_animation_the_first_picture_is_taken(kind: str, tmp_path: Path) -> None:
    animation = cv2.Animation()
    animation.frames = [PICTURE[:, :, ::-1].copy(), 255 - PICTURE, PICTURE[::-1].copy()]
    animation.durations = [100, 100, 100]
    file = tmp_path / f"animation{kind}"
    assert cv2.imwriteanimation(str(file), animation)

    assert difference(decode_image(file.read_bytes()), PICTURE) < 8


UPRIGHT: dict[int, Picture] = {
    1: PICTURE,
    2: PICTURE[:, ::-1],
    3: PICTURE[::-1, ::-1],
    4: PICTURE[::-1],
    5: np.transpose(PICTURE, (1, 0, 2)),
    6: np.rot90(PICTURE, -1),
    7: np.transpose(PICTURE[::-1, ::-1], (1, 0, 2)),
    8: np.rot90(PICTURE, 1),
}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file", [JPEG, PNG, WEBP], ids=["JPEG", "PNG", "WebP"])
def test_exif_orientation_is_applied(file: bytes, orientation: int, order: str) -> None:
    assert difference(decode_image(with_exif(file, orientation, order)), UPRIGHT[orientation]) < 8


@pytest.mark.parametrize("block", [b"", b"II*\x00", exif(9), exif(0), b"Exif\x00\x00MM", exif(6)[:12]])
def test_exif_that_cannot_be_read_leaves_the_picture_as_it_is(block: bytes) -> None:
    file = webp(webp_canvas(128, 96, flags=0x08), (b"VP8 ", WEBP[20:]), (b"EXIF", block))

    assert difference(decode_image(file), PICTURE) < 8
