"""Wherever a client's clock stands, its frames have their place on the server's timeline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.judgement.clock import TimelinePosition, place

NOW = 1_763_881_200_000


@pytest.mark.parametrize(
    ("case", "captured", "received", "last", "offset", "expected"),
    [
        ("an honest clock is taken as it is", NOW - 300, NOW, None, 0, (NOW - 300, 0)),
        ("kept before the first connection: its own time", NOW - 60_000, NOW, None, 0, (NOW - 60_000, 0)),
        ("an hour behind: corrected at once", NOW - 3_600_000, NOW, None, 0, (NOW, 3_600_000)),
        ("no clock at all: time of arrival", None, NOW, NOW - 500, 0, (NOW, 0)),
        ("an hour ahead: corrected at once", NOW + 3_600_000, NOW, None, 0, (NOW, -3_600_000)),
        ("corrected clocks stay fine-grained", NOW + 3_600_500, NOW + 900, NOW, -3_600_000, (NOW + 500, -3_600_000)),
        ("kept through an outage: its own time", NOW - 60_000, NOW, NOW - 61_000, 0, (NOW - 60_000, 0)),
        ("jumped back by a day: corrected", NOW - 86_400_000, NOW, NOW - 500, 0, (NOW, 86_400_000)),
        ("two frames in the same instant keep their order", NOW, NOW, NOW, 0, (NOW + 1, 0)),
        ("zero, as from a bug: corrected", 0, NOW, None, 0, (NOW, NOW)),
    ],
)
def test_place(
    case: str, captured: int | None, received: int, last: int | None, offset: int, expected: tuple[int, int]
) -> None:
    assert place(captured, received, last, offset) == TimelinePosition(*expected), case


@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.integers(0, 10**14)), st.integers(0, 3_600_000)), min_size=1, max_size=40
    )
)
def test_time_only_goes_forward_and_stays_near_the_servers(frames: list[tuple[int | None, int]]) -> None:
    received, last, offset = NOW, None, 0
    for captured, later in frames:
        received += later
        position = place(captured, received, last, offset)
        assert last is None or position.at_ms > last
        assert position.at_ms <= max(received + 10_000, (last or 0) + 1)
        last, offset = position.at_ms, position.clock_offset_ms
