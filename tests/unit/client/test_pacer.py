"""Which frames of a source are sent, and in which messages."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.client.frame import Frame, message_bytes, message_text
from proctor_audit.client.pacer import Pacer
from proctor_audit.protocol.frames import FrameRequest, parse_frame_message
from proctor_audit.protocol.limits import MAX_SEQ, MAX_TIME_MS

T0 = 1_763_881_200_000


def pace(interval_ms: int, frames: int = 4) -> dict[str, int]:
    return {"interval_ms": interval_ms, "frames_per_message": frames}


def taken(pacer: Pacer, times_ms: Iterable[float]) -> list[int]:
    return [round(at_ms) for at_ms in times_ms if pacer.offer(Frame(b"picture", T0 + round(at_ms)))]


@pytest.mark.parametrize("fps", [30, 24, 20, 15, 12, 10, 7.5, 5])
@pytest.mark.parametrize("interval_ms", [250, 500, 1000])
def test_the_interval_holds_on_the_average_whatever_the_cameras_own(fps: float, interval_ms: int) -> None:
    every_ms = 1000 / fps
    times = taken(Pacer(pace(interval_ms)), (n * every_ms for n in range(round(30 * fps))))
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert sum(gaps) / len(gaps) == pytest.approx(max(interval_ms, every_ms), rel=0.02)
    assert max(gaps) <= max(interval_ms, every_ms) + every_ms


def test_a_trembling_camera_loses_no_frame() -> None:
    rng = random.Random(5)
    times = [n * 500 + rng.uniform(-80, 80) for n in range(1, 100)]
    assert len(taken(Pacer(pace(500)), times)) == len(times)


def test_after_a_break_the_interval_begins_anew() -> None:
    times = taken(Pacer(pace(500)), [*range(0, 1_100, 100), *range(9_330, 10_500, 100)])
    assert times == [0, 500, 1_000, 9_330, 9_830, 10_330]


def test_a_clock_that_is_set_back_stops_nothing() -> None:
    pacer = Pacer(pace(500))
    assert taken(pacer, [0, 250, 500, -3_600_000, -3_599_750, -3_599_500]) == [0, 500, -3_600_000, -3_599_500]


def test_a_reply_changes_the_pace_from_the_last_frame_on() -> None:
    pacer = Pacer(pace(500))
    assert taken(pacer, range(0, 1_001, 50)) == [0, 500, 1_000]
    pacer.ask(pace(250, 1))
    assert pacer.full
    assert taken(pacer, range(1_050, 1_551, 50)) == [1_250, 1_500]
    pacer.ask(pace(1_000))
    assert taken(pacer, range(1_600, 3_000, 50)) == [2_500]


def test_every_frame_when_the_rate_is_given() -> None:
    assert taken(Pacer(pace(500), every=True), range(0, 1_000, 100)) == list(range(0, 1_000, 100))


def test_a_picture_that_is_not_sent_is_not_made() -> None:
    made: list[int] = []

    def picture(number: int) -> bytes:
        made.append(number)
        return b"picture"

    pacer = Pacer(pace(500))
    for number in range(11):
        pacer.offer(Frame(partial(picture, number), T0 + number * 100))
    assert made == [0, 5, 10]
    assert [frame.image for frame in pacer.message()] == [b"picture"] * 3
    assert made == [0, 5, 10]


def messages(pacer: Pacer, sizes: Iterable[int]) -> list[list[int]]:
    """The lengths of the images in each message."""
    sent: list[list[int]] = []
    for number, size in enumerate(sizes):
        pacer.offer(Frame(bytes(size), T0 + number * 500))
        while pacer.full:
            sent.append([len(frame.encoded()) for frame in pacer.message()])
    while pacer.waiting:
        sent.append([len(frame.encoded()) for frame in pacer.message()])
    return sent


@pytest.mark.parametrize(
    ("sizes", "sent"),
    [
        ([4_000] * 6, [[4_000] * 4, [4_000] * 2]),
        ([5_700] * 4, [[5_700] * 4]),
        ([9_000] * 4, [[9_000] * 2, [9_000] * 2]),
        ([13_000] * 3, [[13_000]] * 3),
        # Larger than a billed message: alone in one.
        ([90_000, 90_000], [[90_000], [90_000]]),
        # One larger than those before it goes into the next message; none is lost.
        ([5_000, 5_000, 20_000, 5_000], [[5_000, 5_000], [20_000], [5_000]]),
    ],
)
def test_a_message_has_the_frames_asked_for_as_far_as_they_fit(sizes: list[int], sent: list[list[int]]) -> None:
    assert messages(Pacer(pace(500)), sizes) == sent


def test_a_message_is_sent_as_soon_as_another_picture_would_not_fit() -> None:
    pacer = Pacer(pace(500))
    pacer.offer(Frame(bytes(9_000), T0))
    assert not pacer.full
    pacer.offer(Frame(bytes(9_000), T0 + 500))
    assert pacer.full


def test_what_waits_too_long_makes_room_for_what_is_new() -> None:
    pacer = Pacer(pace(500))
    times = taken(pacer, range(0, 20_000, 500))
    assert [frame.captured_at_ms - T0 for frame in pacer.message()] == times[-8:]
    assert not pacer.waiting
    assert not pacer.full


@given(st.lists(st.binary(max_size=3_000), min_size=1, max_size=8), st.integers(0, MAX_SEQ - 8), st.booleans())
def test_a_message_is_no_longer_than_was_reckoned(images: list[bytes], seq: int, annotate: bool) -> None:
    frames = [Frame(image, MAX_TIME_MS, annotate, check=annotate) for image in images]
    text = message_text(frames, seq)
    reckoned = message_bytes([len(image) for image in images])
    assert text.isascii()
    assert len(text) <= reckoned <= len(text) + 100 * len(images)
    assert [frame["seq"] for frame in json.loads(text)["frames"]] == list(range(seq, seq + len(images)))


def test_the_server_reads_what_the_client_writes() -> None:
    frames = [Frame(b"\xff\xd8one", T0, check=True), Frame(lambda: b"\xff\xd8two", T0 + 1, annotate=True)]
    assert parse_frame_message(message_text(frames, 7)).items == (
        FrameRequest(7, T0, b"\xff\xd8one", annotate=False, check=True),
        FrameRequest(8, T0 + 1, b"\xff\xd8two", annotate=True),
    )
