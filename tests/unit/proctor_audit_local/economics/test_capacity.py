"""Which limits a crowd meets, and over how many places it has to be spread."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samtranslator.yaml_helper import yaml_parse

from proctor_audit_local.economics.capacity import Capacity, capacity_of
from proctor_audit_local.economics.crowd import Crowd
from proctor_audit_local.economics.exam import ACCESS_LOG_BYTES, Exam
from proctor_audit_local.economics.quotas import QUOTAS, UNLIMITED, quotas_with

EXAM = Exam(frame_ms=9.0, message_ms=8.0)
"""A message of 44 ms every two seconds."""

TEMPLATE = yaml_parse((Path(__file__).parents[4] / "template.yaml").read_text("utf-8"))


def needs(
    candidates: int, *, places: int = 1, raised: float = 10.0, minutes: float = 10.0, exam: Exam = EXAM
) -> Capacity:
    return capacity_of(Crowd(candidates, exam, 60 * minutes), places, raised)


@pytest.mark.parametrize(
    ("candidates", "name", "used"),
    [
        (1_000, "API Gateway requests/s", 500 + 2 * 1000 / 600),
        (1_000, "Lambda requests/s", 500 + 3 * 1000 / 600),
        (1_000, "DynamoDB writes/s", 500 + 2 * 1000 / 600),
        (1_000, "DynamoDB reads/s", 500 + 1000 / 600),
        (1_000_000, "WebSocket connects/s", 1_000_000 / 600),
        (1_000_000, "MessagesPerSecond", 500_000 + 1_000_000 / 600),
        (1_000_000, "DynamoDB writes/s, one session", 0.5),
    ],
)
def test_how_much_is_used(candidates: int, name: str, used: float) -> None:
    (use,) = (use for use in needs(candidates).uses if use.quota.name == name)
    assert use.used == pytest.approx(used)


@pytest.mark.parametrize(
    ("candidates", "busy", "exceeded"),
    [
        (1_000, 22, set()),
        (10_000, 220, {"MessagesPerSecond", "DynamoDB writes/s, new table"}),
        (
            1_000_000,
            22_000,
            {
                "MessagesPerSecond",
                "RequestsPerSecond",
                "API Gateway requests/s",
                "WebSocket connects/s",
                "Lambda concurrency",
                "Lambda requests/s",
                "DynamoDB writes/s",
                "DynamoDB reads/s",
                "DynamoDB writes/s, new table",
            },
        ),
    ],
)
def test_what_is_exceeded(candidates: int, busy: float, exceeded: set[str]) -> None:
    capacity = needs(candidates)
    assert capacity.crowd.busy_environments == pytest.approx(busy)
    assert {use.quota.name for use in capacity.exceeded} == exceeded


@pytest.mark.parametrize(
    ("asked", "places", "places_raised"),
    [
        ({"candidates": 1_000}, 1, 1),
        ({"candidates": 19_000}, 1, 1),
        ({"candidates": 21_000}, 2, 1),
        # 500,000 messages and 5,000 opening invocations a second, at 10,000 and at 100,000 a place.
        ({"candidates": 1_000_000}, 51, 6),
        ({"candidates": 1_000_000, "raised": 1.0}, 51, 51),
        ({"candidates": 1_000_000, "exam": replace(EXAM, frames_per_message=8)}, 26, 3),
        # All within a minute: the gateway's connections, 16,667 a second at 500.
        ({"candidates": 1_000_000, "minutes": 1.0, "exam": replace(EXAM, frames_per_message=8)}, 34, 4),
        # Two seconds a message: as many starts in ten seconds as nobody raises.
        ({"candidates": 1_000, "minutes": 0.1, "exam": replace(EXAM, frame_ms=500)}, 2, 2),
        # 2,980 environments in all would be three times 1,000; but a third of the crowd needs 1,050.
        ({"candidates": 13_500, "exam": replace(EXAM, frame_ms=100)}, 4, 1),
    ],
)
def test_places(asked: dict[str, Any], places: int, places_raised: int) -> None:
    capacity = needs(**asked)
    assert (capacity.places_needed, capacity.places_needed_raised) == (places, places_raised)


@pytest.mark.parametrize(
    ("candidates", "places", "seconds"), [(1_000, 1, 2), (1_000_000, 1, 2000), (1_000_000, 50, 40)]
)
def test_how_long_it_takes_until_all_are_connected(candidates: int, places: int, seconds: float) -> None:
    assert needs(candidates).connected_after_s(places) == pytest.approx(seconds)
    assert needs(candidates, places=5).connected_after_s(places) == pytest.approx(seconds)
    assert needs(candidates).connected_after_s(places, times=2) == pytest.approx(seconds / 2)


def test_the_limit_met_first_stands_first() -> None:
    uses = needs(50_000).uses
    assert [use.share for use in uses] == sorted((use.share for use in uses), reverse=True)
    assert len(uses) == len(QUOTAS)


@pytest.mark.parametrize("quota", QUOTAS, ids=lambda quota: quota.name)
def test_a_limit_is_enough_for_as_many_as_it_says(quota: Any) -> None:
    exam = replace(EXAM, incidents_per_hour=1.0)
    (use,) = (use for use in needs(100_000, exam=exam).uses if use.quota is quota)
    if quota.scope == "partition":
        return
    assert quota.used(Crowd(use.enough_for, exam, 600)) == pytest.approx(quota.limit, rel=0.01)


@pytest.mark.parametrize(("concurrency", "places"), [(1000, 1), (500, 1), (400, 2), (100, 5)])
def test_a_smaller_quota_of_lambda_needs_more_places(concurrency: int, places: int) -> None:
    # 8,500 candidates send 4,250 messages a second, and 42.5 invocations open their sessions.
    crowd = Crowd(8_500, EXAM, 600)
    assert capacity_of(crowd, 1, 1.0, quotas_with(concurrency)).places_needed == places


@settings(max_examples=25)
@given(candidates=st.integers(1, 60_000), more=st.integers(1, 60_000), raised=st.floats(1, 100))
def test_more_candidates_never_need_less(candidates: int, more: int, raised: float) -> None:
    few, many = needs(candidates, raised=raised), needs(candidates + more, raised=raised)
    assert few.places_needed <= many.places_needed
    assert few.places_needed_raised <= many.places_needed_raised <= many.places_needed
    assert few.crowd.environments <= many.crowd.environments


@settings(max_examples=25)
@given(candidates=st.integers(1, 300_000))
def test_in_the_places_needed_no_quota_is_exceeded(candidates: int) -> None:
    spread = needs(candidates, places=needs(candidates).places_needed)
    assert not [use for use in spread.exceeded if use.quota.raised in ("on request", "no")]


@pytest.mark.parametrize("quota", QUOTAS, ids=lambda quota: quota.name)
def test_a_limit_says_what_to_do_and_where_it_stands(quota: Any) -> None:
    assert quota.remedy.endswith(".")
    assert re.match(r"https://docs\.aws\.amazon\.com/|template\.yaml$", quota.page)


def test_what_does_not_limit_says_where_that_stands() -> None:
    assert all(page.startswith("https://docs.aws.amazon.com/") for _name, _told, page in UNLIMITED)


def test_the_stacks_own_limits_are_the_templates() -> None:
    limits = {quota.name: quota.limit for quota in QUOTAS}
    for parameter in ("MessagesPerSecond", "RequestsPerSecond"):
        assert limits[parameter] == TEMPLATE["Parameters"][parameter]["Default"]
    resources = TEMPLATE["Resources"]
    assert resources["Frame"]["Properties"]["MemorySize"] == Exam().memory_mb
    consumer = resources["Incidents"]["Properties"]["Events"]["Queue"]["Properties"]
    assert limits["incidents recorded/s"] == consumer["ScalingConfig"]["MaximumConcurrency"] / 0.02


def test_a_line_of_the_gateways_log_is_as_long_as_the_bill_says() -> None:
    (_none, settings, _no_value) = TEMPLATE["Resources"]["Gateway"]["Properties"]["AccessLogSettings"]["Fn::If"]
    shown = {"requestId": "JKJaXmPLvHcESHA=", "connectionId": "JKJaXf0tPHcCIBQ=", "eventType": "MESSAGE"}
    shown |= {"routeKey": "frame", "status": "200", "integrationLatency": "66"}
    line = re.sub(r"\$context\.([\w.]+)", lambda found: shown.get(found[1], "-"), settings["Format"])
    assert len(line) + 26 == pytest.approx(ACCESS_LOG_BYTES, abs=5)
