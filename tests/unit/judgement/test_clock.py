"""Wherever a client's clock stands, its frames have their place on the server's timeline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.judgement.clock import MAX_LAG_MS, MAX_LEAD_MS, Clock, TimelinePosition, place

NOW = 1_763_881_200_000
HOUR = 3_600_000


def after(at_ms: int, *, lag_ms: int = 0, silence_ms: int = 500, offset_ms: int = 0) -> Clock:
    """The newest frame at ``at_ms``, which arrived ``lag_ms`` later; nothing since then for ``silence_ms``."""
    return Clock(at_ms, at_ms + lag_ms, NOW - silence_ms, offset_ms)


@pytest.mark.parametrize(
    ("case", "captured", "clock", "expected"),
    [
        ("an honest clock is taken as it is", NOW - 300, Clock(), (NOW - 300, 0)),
        ("no clock at all: time of arrival", None, after(NOW - 500), (NOW, 0)),
        ("an hour ahead: corrected at once", NOW + HOUR, Clock(), (NOW, -HOUR)),
        ("an hour behind: corrected at once", NOW - HOUR, Clock(), (NOW, HOUR)),
        ("five minutes behind: corrected at once", NOW - 300_000, Clock(), (NOW, 300_000)),
        ("zero, as from a bug: corrected", 0, Clock(), (NOW, NOW)),
        ("corrected clocks stay fine-grained", NOW + HOUR - 100, after(NOW - 600, offset_ms=-HOUR), (NOW - 100, -HOUR)),
        ("batched: as late as the message took", NOW - 2_000, after(NOW - 2_500, silence_ms=2_000), (NOW - 2_000, 0)),
        (
            "kept through an outage: its own time",
            NOW - 60_000,
            after(NOW - 61_000, silence_ms=60_000),
            (NOW - 60_000, 0),
        ),
        (
            "the rest of what was kept",
            NOW - 50_000,
            after(NOW - 50_500, lag_ms=50_400, silence_ms=100),
            (NOW - 50_000, 0),
        ),
        ("jumped back by a day: corrected", NOW - 24 * HOUR, after(NOW - 500), (NOW, 24 * HOUR)),
        ("jumped ahead by a minute: corrected", NOW + 60_000, after(NOW - 500), (NOW, -60_000)),
        ("fallen behind while messages came: corrected", NOW - 9_000, after(NOW - 9_001, lag_ms=500), (NOW, 9_000)),
        ("two frames in the same instant keep their order", NOW, after(NOW), (NOW + 1, 0)),
    ],
)
def test_place(case: str, captured: int | None, clock: Clock, expected: tuple[int, int]) -> None:
    assert place(captured, NOW, clock) == TimelinePosition(*expected), case


def test_a_recording_has_its_own_time() -> None:
    assert place(NOW - HOUR, NOW, Clock(), recorded=True) == TimelinePosition(NOW - HOUR, 0)
    assert place(NOW - HOUR + 500, NOW, after(NOW - HOUR), recorded=True) == TimelinePosition(NOW - HOUR + 500, 0)


@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.just(7), st.integers(0, 10**14)), st.integers(0, HOUR)),
        min_size=1,
        max_size=40,
    )
)
def test_time_goes_forward_and_keeps_up_with_the_servers(frames: list[tuple[int | None, int]]) -> None:
    received, clock = NOW, Clock()
    for captured, silence in frames:
        received += silence
        position = place(captured, received, clock)
        assert clock.at_ms is None or position.at_ms > clock.at_ms
        assert position.at_ms <= max(received + MAX_LEAD_MS, (clock.at_ms or 0) + 1)
        lag_before = clock.heard_at_ms - clock.at_ms if clock.at_ms is not None else 0
        assert received - position.at_ms <= max(MAX_LAG_MS + silence, lag_before, 5_000)
        clock = Clock(position.at_ms, received, received, position.clock_offset_ms)


@pytest.mark.parametrize("rate", [0.0, 0.1, 0.9, 1.0, 1.1, 3.0])
def test_a_clock_that_stands_or_runs_wrong_cannot_stop_time(rate: float) -> None:
    """After ten minutes of frames the timeline has come ten minutes, whatever the client's clock did."""
    clock, position = Clock(), TimelinePosition(0, 0)
    for step in range(1_200):
        received = NOW + step * 500
        position = place(NOW + round(step * 500 * rate), received, clock)
        clock = Clock(position.at_ms, received, received, position.clock_offset_ms)
    assert abs(position.at_ms - (NOW + 1_199 * 500)) <= MAX_LAG_MS + 1_000
