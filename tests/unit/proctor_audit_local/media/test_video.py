"""Every film's pictures: all of them, upright, at their own times; and a sentence where that cannot be."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from proctor_audit_local.errors import UnreadableMedia
from proctor_audit_local.media import Video
from proctor_audit_local.media.picture_clock import PictureClock
from tests.unit.proctor_audit_local.media.films import CODECS, film, number_of, numbered, sound, tone, turned


@pytest.mark.parametrize("suffix", CODECS)
def test_all_pictures_of_a_film_in_their_order(suffix: str, tmp_path: Path) -> None:
    path = film(tmp_path / f"a{suffix}", map(numbered, range(30)))
    video = Video.open(path)
    frames = list(video.frames())
    capture = cv2.VideoCapture(str(path))
    assert [frame.index for frame in frames] == list(range(30))
    assert [number_of(frame.rgb) for frame in frames] == pytest.approx(list(range(30)), abs=1)
    # GIF counts in hundredths of a second, and this MPEG writer leaves a picture's time out.
    off_s = {".gif": 0.011, ".mpg": 0.041}.get(suffix, 0.001)
    assert [frame.time_s for frame in frames] == pytest.approx([index / 25 for index in range(30)], abs=off_s)
    assert {(frame.rgb.shape, frame.rgb.dtype) for frame in frames} == {((96, 128, 3), np.dtype(np.uint8))}
    assert sum(iter(lambda: capture.read()[0], False)) == 30, "labels by frame number mean the same to everybody"
    assert video.duration_s == pytest.approx(1.2, abs=0.05 + 2 * off_s)
    assert video.damage is None


def test_pictures_keep_their_own_times(tmp_path: Path) -> None:
    times_s = [0.0, 0.04, 0.5, 0.55, 2.0, 2.033]
    path = film(tmp_path / "a.mkv", map(numbered, range(6)), times_s=[5.0 + t for t in times_s])
    frames = list(Video.open(path).frames())
    assert [frame.time_s for frame in frames] == pytest.approx(times_s, abs=0.0011)


@pytest.mark.parametrize(
    ("presented_s", "expected_s"),
    [
        ([0.0, 0.1, 0.2], [0.0, 0.1, 0.2]),
        ([7.5, 7.6, 9.0], [0.0, 0.1, 1.5]),
        ([None, None, None], [0.0, 0.1, 0.2]),
        ([0.0, 0.0, 0.0], [0.0, 0.1, 0.2]),
        ([3.0, 2.0, 3.5], [0.0, 0.1, 0.5]),
        ([None, 4.0, 4.4], [0.0, 0.1, 0.5]),
        ([0.0, None, 0.4], [0.0, 0.1, 0.4]),
    ],
)
def test_missing_and_falling_times_are_counted(presented_s: list[float | None], expected_s: list[float]) -> None:
    clock = PictureClock(interval_s=0.1)
    assert [clock.next_s(at_s) for at_s in presented_s] == pytest.approx(expected_s)


def test_sixty_pictures_a_second_thinned_out_keep_their_numbers(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", map(numbered, range(60)), fps=60)
    video = Video.open(path)
    assert [frame.index for frame in video.frames(10)] == list(range(0, 60, 6))
    assert len(list(video.frames(1000))) == len(list(video.frames())) == 60


def test_pictures_are_chosen_by_time_and_not_by_number(tmp_path: Path) -> None:
    times_s = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 3.0, 3.1, 3.6]
    path = film(tmp_path / "a.mkv", map(numbered, range(9)), times_s=times_s)
    assert [frame.index for frame in Video.open(path).frames(2)] == [0, 5, 6, 8]


@pytest.mark.parametrize(("clockwise_deg", "corner"), [(0, (0, 0)), (90, (0, -1)), (180, (-1, -1)), (270, (-1, 0))])
def test_a_phone_s_film_stands_upright(clockwise_deg: int, corner: tuple[int, int], tmp_path: Path) -> None:
    path = turned(film(tmp_path / "a.mp4", map(numbered, range(3))), clockwise_deg)
    (frame, *_) = Video.open(path).frames()
    red = frame.rgb[corner].astype(int)
    assert frame.rgb.shape == ((96, 128, 3) if clockwise_deg in (0, 180) else (128, 96, 3))
    assert red[0] - red[1] > 100


@pytest.mark.parametrize(
    ("size_px", "seen_px"), [((3840, 2160), (1280, 720)), ((2160, 3840), (720, 1280)), ((1280, 720), (1280, 720))]
)
def test_large_films_are_read_smaller(size_px: tuple[int, int], seen_px: tuple[int, int], tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", (numbered(index, *size_px) for index in range(2)))
    (frame, _) = Video.open(path).frames()
    assert frame.rgb.shape[1::-1] == seen_px
    assert number_of(frame.rgb) == 0


def test_pixels_that_are_no_squares_are_made_so(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", map(numbered, range(3)), pixel_aspect=Fraction(4, 3))
    (frame, *_) = Video.open(path).frames()
    assert frame.rgb.shape == (96, 171, 3)


def test_a_film_tells_whether_it_has_sound(tmp_path: Path) -> None:
    assert not Video.open(film(tmp_path / "a.mp4", map(numbered, range(3)))).has_sound
    assert Video.open(film(tmp_path / "b.mp4", map(numbered, range(3)), tone_s=0.2)).has_sound


@pytest.mark.parametrize("suffix", [".avi", ".mkv", ".mpg"])
def test_of_a_film_that_was_cut_short_the_beginning_is_read(suffix: str, tmp_path: Path) -> None:
    path = film(tmp_path / f"a{suffix}", map(numbered, range(250)))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    video = Video.open(path)
    frames = list(video.frames())
    assert 50 < len(frames) < 200
    assert [frame.index for frame in frames] == list(range(len(frames)))
    if suffix != ".mpg":  # its header does not say how long it is
        assert video.damage is not None
    if suffix == ".mkv":
        assert "of 10.0 s of pictures can be read" in str(video.damage)


def test_a_film_that_is_broken_in_the_middle_goes_on_behind_it(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mkv", map(numbered, range(250)))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = np.random.default_rng(0).bytes(2000)
    path.write_bytes(data)
    video = Video.open(path)
    frames = list(video.frames())
    assert frames[-1].time_s > 9
    assert video.damage is not None
    assert "damaged" in video.damage


NO_VIDEOS = {
    "text.mp4": (b"this is no video\n" * 50, "cannot be read as a video"),
    "notes.txt": (b"\x1b[31mthis is no video\n" * 50, "cannot be read as a video"),
    "empty.mp4": (b"", "is empty"),
    "noise.webm": (np.random.default_rng(1).bytes(5000), "cannot be read as a video"),
    "list.m3u8": (b"#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:1/a.ts\n#EXT-X-ENDLIST\n", "cannot be read as a video"),
}


@pytest.mark.parametrize("name", NO_VIDEOS)
def test_what_is_no_video_is_told_in_a_sentence(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content, told = NO_VIDEOS[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableMedia, match=told):
        Video.open(path)
    assert capfd.readouterr() == ("", "")


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="is a folder"):
        Video.open(tmp_path)
    with pytest.raises(UnreadableMedia, match="There is no file"):
        Video.open(tmp_path / "gone.mp4")


def test_films_without_a_picture_to_look_at_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="too small"):
        Video.open(film(tmp_path / "tiny.mp4", (numbered(index, 16, 16) for index in range(3))))
    with pytest.raises(UnreadableMedia, match="holds no pictures"):
        Video.open(sound(tmp_path / "a.wav", tone(0.5, 16_000), 16_000))
    whole = film(tmp_path / "a.avi", map(numbered, range(5)))
    data = whole.read_bytes()
    whole.write_bytes(data[: data.index(b"movi") + 4])
    with pytest.raises(UnreadableMedia, match="no picture that can be decoded"):
        Video.open(whole)


def test_a_colon_in_a_name_is_no_protocol(tmp_path: Path) -> None:
    path = film(tmp_path / "exam 10:30 ñ.mp4", map(numbered, range(3)))
    assert len(list(Video.open(path).frames())) == 3


def test_a_film_whose_header_tells_no_length_is_measured(tmp_path: Path) -> None:
    path = film(tmp_path / "a.webm", map(numbered, range(25)))
    data = bytearray(path.read_bytes())
    header = data.index(b"\x44\x89\x88")  # the element Duration of Matroska becomes one to be skipped
    data[header : header + 3] = b"\xec\x89\x88"[:1] + b"\x89"[:1] + b"\x00"
    data[header : header + 11] = b"\xec\x89" + b"\x00" * 9
    path.write_bytes(data)
    assert Video.open(path).duration_s == pytest.approx(1.0, abs=0.05)
