"""The bill against sums done by hand, and what must make it larger."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proctor_audit_local.economics.bill import bill_of
from proctor_audit_local.economics.exam import ACCESS_LOG_BYTES, Exam, stale_share_of
from proctor_audit_local.economics.prices import Prices
from proctor_audit_local.economics.standby import standby_of

PRICES = Prices()
GB_S = 0.0000166667
BY_HAND = Exam(access_log_bytes=ACCESS_LOG_BYTES, frame_ms=9.0, message_ms=8.0)
"""Two frames a second, four a message: 1,800 messages an hour of 9 × 4 + 8 = 44 ms."""


def usd_by_name(exam: Exam, **options: Any) -> dict[str, float]:
    return {line.name: line.usd for line in bill_of(exam, PRICES, **options).lines}


@pytest.mark.parametrize(
    ("name", "usd"),
    [
        ("messages in", 1800 * 1.00e-6),
        ("replies out", 1800 * 1.00e-6),
        ("connection minutes", 60 * 0.25e-6),
        ("replies, data out", 1800 * 2032 / 2**30 * 0.09),
        ("gateway's access log", 1800 * 215 / 2**30 * 0.50),
        ("Lambda requests, frame", 1800 * 0.20e-6),
        ("Lambda compute, frame", 1800 * 0.044 * 1769 / 1024 * GB_S),
        ("Lambda cold starts, frame", 1.0 * 1769 / 1024 * GB_S),
        ("DynamoDB write units", 1800 * 0.625e-6),
        ("DynamoDB read units", 1800 * 0.125e-6),
        # Four functions of 50 ms at 256 MB, one HTTP request, three writes, two reads.
        (
            "session opened and left",
            4 * (0.2e-6 + 0.05 * 0.25 * GB_S) + 1.0e-6 + 3 * 0.625e-6 + 2 * 0.125e-6,
        ),
        ("SQS requests", 3 * 0.40e-6),
        ("Lambda, news recorded", 0.2e-6 + 0.05 * 0.25 * GB_S),
    ],
)
def test_a_quiet_candidate_line_by_line(name: str, usd: float) -> None:
    assert usd_by_name(BY_HAND)[name] == pytest.approx(usd)


def test_the_whole_is_the_sum_and_the_shares_are_one() -> None:
    bill = bill_of(BY_HAND, PRICES)
    assert bill.usd == pytest.approx(sum(usd_by_name(BY_HAND).values()))
    assert sum(bill.share(line) for line in bill.lines) == pytest.approx(1)


def test_a_quiet_candidate_hour_as_measured() -> None:
    assert bill_of(Exam(), PRICES).usd <= 0.012


def test_a_message_a_frame_of_forty_milliseconds() -> None:
    # 7,200 messages in, replies, requests, 40 ms, writes and reads, by hand.
    exam = Exam(frames_per_message=1, frame_ms=40, message_ms=0)
    names = ("messages in", "replies out", "Lambda requests, frame", "Lambda compute, frame")
    usd = usd_by_name(exam)
    hot = sum(usd[name] for name in (*names, "DynamoDB write units", "DynamoDB read units"))
    assert hot == pytest.approx(0.0295, abs=0.0001)


@pytest.mark.parametrize(
    ("changed", "name", "units"),
    [
        ({"image_bytes": 6000}, "messages in", 1800),
        ({"image_bytes": 6100}, "messages in", 3600),
        ({"reply_bytes": 9000}, "replies out", 3600),
        ({"item_bytes": 1025}, "DynamoDB write units", 3600),
        ({"item_bytes": 4097}, "DynamoDB read units", 3600),
        ({"lost_share": 0.5}, "DynamoDB write units", 2700),
        ({"stale_share": 0.25}, "DynamoDB read units", 450),
        ({"incidents_per_hour": 2.0}, "S3 puts, incidents", 14),
        ({"incidents_per_hour": 2.0}, "SQS requests", 15),
        ({"hours": 4.0}, "session opened and left", 0.25),
        # Connected twice, so left twice.
        ({"hours": 4.0}, "SQS requests", 1.5),
    ],
)
def test_units(changed: dict[str, Any], name: str, units: float) -> None:
    lines = {line.name: line.units for line in bill_of(replace(BY_HAND, **changed), PRICES).lines}
    assert lines[name] == pytest.approx(units)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"stale_share": 0.0}, "DynamoDB read units"),
        ({"access_log_bytes": 0}, "gateway's access log"),
        ({"cold_starts_per_hour": 0.0}, "Lambda cold starts, frame"),
        ({}, "S3 puts, incidents"),
        ({}, "function logs"),
    ],
)
def test_what_is_not_used_has_no_line(changed: dict[str, Any], name: str) -> None:
    assert name not in usd_by_name(replace(BY_HAND, **changed))


def test_snapstart_restores_instead_of_starting() -> None:
    usd = usd_by_name(BY_HAND, snapstart=True)
    assert "Lambda cold starts, frame" not in usd
    assert usd["SnapStart restores"] == pytest.approx(1769 / 1024 * 0.0001397998)


@pytest.mark.parametrize(
    ("chosen", "usd"),
    [
        ({"snapstart": False, "provisioned": 0}, []),
        ({"snapstart": True, "provisioned": 0}, [1769 / 1024 * 730 * 3600 * 0.0000015046]),
        ({"snapstart": False, "provisioned": 10}, [10 * 1769 / 1024 * 730 * 3600 * 0.0000041667]),
    ],
)
def test_what_is_paid_by_the_month(chosen: dict[str, Any], usd: list[float]) -> None:
    assert [thing.usd_per_month for thing in standby_of(1769 / 1024, PRICES, **chosen)] == pytest.approx(usd)


@pytest.mark.parametrize(("environments", "share"), [(1, 0.0), (2, 0.5), (50, 0.98)])
def test_how_often_the_newest_state_is_elsewhere(environments: int, share: float) -> None:
    assert stale_share_of(environments) == pytest.approx(share)


@pytest.mark.parametrize(
    "dearer",
    ["fps", "frame_ms", "message_ms", "memory_mb", "incidents_per_hour", "stale_share", "lost_share", "cold_start_ms"],
)
@settings(max_examples=25)
@given(data=st.data())
def test_more_of_anything_is_never_cheaper(dearer: str, data: st.DataObject) -> None:
    low = {"fps": 0.1, "memory_mb": 128}.get(dearer, 0.0)
    high = {"fps": 30.0, "memory_mb": 10_240, "stale_share": 1.0, "lost_share": 1.0}.get(dearer, 500.0)
    one, other = sorted(data.draw(st.floats(low, high)) for _ in range(2))
    exam = replace(BY_HAND, hours=data.draw(st.floats(0.1, 24)))
    changes: list[dict[str, Any]] = [{dearer: one}, {dearer: other}]
    cheap, dear = (bill_of(replace(exam, **changed), PRICES).usd for changed in changes)
    assert cheap <= dear + 1e-12


@settings(max_examples=25)
@given(frames=st.integers(1, 7), fps=st.floats(0.1, 30))
def test_more_frames_a_message_are_cheaper_while_they_fit(frames: int, fps: float) -> None:
    exam = Exam(fps=fps, frames_per_message=frames, image_bytes=3000)
    more = replace(exam, frames_per_message=frames + 1)
    assert more.fits_a_browser
    assert bill_of(more, PRICES).usd < bill_of(exam, PRICES).usd
