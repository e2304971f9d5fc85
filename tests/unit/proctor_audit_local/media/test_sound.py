"""Sound of any file as 16 kHz, one channel, at its own times."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from proctor_audit_local.errors import UnreadableMedia
from proctor_audit_local.media import RATE_HZ, Sound
from proctor_audit_local.media.tracks import tracks
from tests.unit.proctor_audit_local.media.films import film, numbered, sound, tone


def pitch_hz(samples: NDArray[np.int16]) -> float:
    """The strongest frequency."""
    spectrum = np.abs(np.fft.rfft(samples.astype(float)))
    return float(spectrum.argmax() * RATE_HZ / len(samples))


@pytest.mark.parametrize(
    ("name", "codec", "rate_hz", "channels"),
    [
        ("a.wav", "pcm_s16le", 8_000, 1),
        ("a.wav", "pcm_s16le", 16_000, 1),
        ("a.wav", "pcm_s16le", 48_000, 2),
        ("a.flac", "flac", 44_100, 2),
        ("a.mp3", "libmp3lame", 44_100, 1),
        ("a.ogg", "libopus", 48_000, 2),
        ("a.m4a", "aac", 44_100, 1),
    ],
)
def test_sound_of_any_kind_is_sixteen_kilohertz(
    name: str, codec: str, rate_hz: int, channels: int, tmp_path: Path
) -> None:
    path = sound(tmp_path / name, tone(2.0, rate_hz), rate_hz, codec, channels)
    opened = Sound.open(path)
    chunks = list(opened.chunks())
    samples = np.concatenate(chunks)
    assert {chunk.dtype for chunk in chunks} == {np.dtype(np.int16)}
    assert len(samples) / RATE_HZ == pytest.approx(2.0, abs=0.06)
    assert pitch_hz(samples) == pytest.approx(440, abs=3)
    assert np.abs(samples[RATE_HZ // 2 : RATE_HZ]).max() == pytest.approx(8000, rel=0.25)
    assert opened.damage is None


def test_an_hour_comes_in_pieces(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.flac", np.zeros(60 * 8_000, np.int16), 8_000, "flac")
    sizes = [len(chunk) for chunk in Sound.open(path).chunks()]
    assert sum(sizes) == pytest.approx(60 * RATE_HZ, rel=0.001)
    assert max(sizes) <= 5 * RATE_HZ


def test_a_film_has_pictures_and_sound_and_may_have_only_one(tmp_path: Path) -> None:
    video, heard = tracks(film(tmp_path / "both.mp4", map(numbered, range(50)), tone_s=2.0))
    assert video is not None
    assert heard is not None
    assert sum(map(len, heard.chunks())) / RATE_HZ == pytest.approx(2.0, abs=0.1)
    video, heard = tracks(film(tmp_path / "silent.mp4", map(numbered, range(3))))
    assert (video is not None, heard) == (True, None)
    video, heard = tracks(sound(tmp_path / "a.wav", tone(0.2, 16_000), 16_000))
    assert (video, heard is not None) == (None, True)


@pytest.mark.parametrize(("later_s", "silent_s"), [(0.0, 0.0), (1.0, 1.0)])
def test_sound_that_begins_later_than_the_pictures_is_silent_before(
    later_s: float, silent_s: float, tmp_path: Path
) -> None:
    path = film(tmp_path / "a.mkv", map(numbered, range(75)), tone_s=1.0, tone_from_s=later_s)
    samples = np.concatenate(list(Sound.open(path).chunks()))
    loud = np.flatnonzero(np.abs(samples) > 1000)
    assert loud[0] / RATE_HZ == pytest.approx(silent_s, abs=0.1)
    assert loud[-1] / RATE_HZ == pytest.approx(silent_s + 1.0, abs=0.1)


def test_sound_that_is_broken_in_the_middle_keeps_its_times(tmp_path: Path) -> None:
    path = sound(tmp_path / "a.flac", tone(20.0, 16_000), 16_000, "flac")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 3000] = np.random.default_rng(0).bytes(3000)
    path.write_bytes(data)
    assert sum(map(len, Sound.open(path).chunks())) / RATE_HZ == pytest.approx(20.0, abs=0.1)


@pytest.mark.parametrize(("name", "codec"), [("a.flac", "flac"), ("a.mka", "aac")])
def test_of_sound_that_was_cut_short_the_beginning_is_read(name: str, codec: str, tmp_path: Path) -> None:
    path = sound(tmp_path / name, tone(20.0, 16_000), 16_000, codec)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    opened = Sound.open(path)
    assert 7 < sum(map(len, opened.chunks())) / RATE_HZ < 13
    assert "s of sound can be read" in str(opened.damage)


def test_files_without_sound_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia, match="holds no sound"):
        Sound.open(film(tmp_path / "a.mp4", map(numbered, range(3))))
    text = tmp_path / "a.wav"
    text.write_text("no sound")
    with pytest.raises(UnreadableMedia, match="cannot be read as a video or sound"):
        tracks(text)
