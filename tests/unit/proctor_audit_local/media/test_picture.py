"""Still pictures of any kind, upright; and a sentence where that cannot be."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from proctor_audit_local.errors import UnreadableMedia
from proctor_audit_local.media import read_picture
from tests.unit.proctor_audit_local.media.films import Picture, numbered


def written(path: Path, rgb: Picture) -> Path:
    assert cv2.imwrite(str(path), rgb[:, :, ::-1])
    return path


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".bmp", ".tif", ".ppm"])
def test_pictures_of_many_kinds(suffix: str, tmp_path: Path) -> None:
    rgb = numbered(20)
    read = read_picture(written(tmp_path / f"a{suffix}", rgb))
    assert (read.shape, read.dtype) == (rgb.shape, np.dtype(np.uint8))
    assert float(np.abs(read.astype(int) - rgb).mean()) < 4


def test_a_phone_s_picture_stands_upright(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jpg", numbered(20))
    data = path.read_bytes()
    tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
    exif = b"Exif\x00\x00" + tiff
    path.write_bytes(data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif + data[2:])
    read = read_picture(path)
    assert read.shape == (128, 96, 3)
    assert int(read[0, -1, 0]) - int(read[0, -1, 1]) > 100


def test_what_is_larger_than_the_api_takes_is_scaled_down(tmp_path: Path) -> None:
    assert read_picture(written(tmp_path / "a.jpg", numbered(20, 6000, 3000))).shape == (2048, 4096, 3)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jpg", b"", "is empty"),
        ("a.jpg", b"this is a text", "cannot be read as a picture"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "cut short or damaged"),
        ("a.bmp", b"BM" + bytes(60), "cannot be read as a picture"),
        ("a.tif", b"II*\x00" + bytes(60), "cannot be read as a picture"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(60), "HEIC"),
    ],
)
def test_what_is_no_picture_is_told_in_a_sentence(
    name: str, content: bytes, told: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableMedia, match=told):
        read_picture(path)
    assert capfd.readouterr() == ("", "")


def test_a_missing_picture_a_folder_and_a_speck_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="There is no file"):
        read_picture(tmp_path / "gone.jpg")
    with pytest.raises(UnreadableMedia, match="cannot be opened"):
        read_picture(tmp_path)
    with pytest.raises(UnreadableMedia, match="too small"):
        read_picture(written(tmp_path / "a.png", numbered(0, 12, 12)))
    with pytest.raises(UnreadableMedia, match="cannot be read as a picture"):
        read_picture(written(tmp_path / "a.bmp", numbered(0, 12, 12)))
