"""What is remembered of a browser's events comes back from its compact form, and says for how long a tab was hidden."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.judgement.activity import (
    PAGE_LEFT,
    SLOTS,
    Activity,
    Begun,
    Period,
    ToldGap,
    pack_activity,
    unpack_activity,
)
from proctor_audit.judgement.kinds import DETAILS

T0 = 1_763_881_200_000

times = st.integers(T0 - 60_000, T0 + 24 * 3_600_000)
begun = st.builds(
    lambda slot, at_ms, start_ms, detail, told: Begun(slot, at_ms, start_ms, detail, *(told or ())),
    st.sampled_from(SLOTS),
    times,
    times,
    st.sampled_from(DETAILS),
    st.none() | st.tuples(st.integers(1, 300), times),
)
activities = st.builds(
    Activity,
    hidden=st.none() | st.tuples(times, times),
    gap=st.none() | st.builds(ToldGap, st.integers(0, 10**5), times, times, st.integers(1, 9), st.booleans()),
    rested_at_s=st.integers(T0 // 1000, T0 // 1000 + 86_400),
)


@given(activities, st.lists(st.tuples(begun, st.sampled_from(["begun", "over", "assumed"])), max_size=20))
def test_what_is_packed_comes_back(activity: Activity, events: list[tuple[Begun, str]]) -> None:
    for one, how in events:
        activity = activity.with_begun(one) if how == "begun" else activity.with_over(one, assumed=how == "assumed")
    packed = json.loads(json.dumps(pack_activity(activity, T0)))
    after = unpack_activity(packed, T0)
    assert (after.begun, after.hidden, after.gap, after.rested_at_s) == (
        activity.begun,
        activity.hidden,
        activity.gap,
        activity.rested_at_s,
    )
    assert sorted(map(repr, after.over)) == sorted(map(repr, activity.over))
    assert len(after.over) <= 2 * len(SLOTS)
    assert len({one.slot for one in after.begun}) == len(after.begun)


def test_nothing_told_takes_no_room() -> None:
    assert pack_activity(Activity(), T0) == []
    assert unpack_activity([], T0) == Activity()


@pytest.mark.parametrize(
    ("hidden", "also", "left_ms"),
    [
        (None, [], 1_000),
        ((T0 + 200, T0 + 700), [], 500),
        ((T0 - 500, T0 + 300), [], 700),
        ((T0 + 900, T0 + 5_000), [], 900),
        ((T0 - 9_000, T0 - 1), [], 1_000),
        ((T0 + 2_000, T0 + 3_000), [], 1_000),
        ((T0 - 1, T0 + 2_000), [], 0),
        ((T0 + 100, T0 + 800), [(T0 + 200, T0 + 300)], 300),  # one within the other
        ((T0 + 100, T0 + 400), [(T0 + 300, T0 + 800)], 300),
        ((T0 + 100, T0 + 200), [(T0 + 500, T0 + 600)], 800),
    ],
)
def test_for_how_long_a_tab_was_not_hidden(hidden: Period | None, also: list[Period], left_ms: int) -> None:
    assert Activity(hidden=hidden).uncovered_ms(T0, T0 + 1_000, also) == left_ms


@pytest.mark.parametrize(("slot", "left_ms"), [("tab_hidden", 400), (PAGE_LEFT, 400), ("window_blurred", 1_000)])
def test_a_tab_that_is_hidden_still(slot: str, left_ms: int) -> None:
    assert Activity(begun=(Begun(slot, 0, T0 + 400),)).uncovered_ms(T0, T0 + 1_000) == left_ms
