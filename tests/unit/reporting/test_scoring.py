"""A report can be scored anew from what it shows, and nothing else in it changes."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.errors import InvalidPolicy
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.reporting.scoring import rescored
from tests.unit.reporting.sessions import FACTS, NOW, incident, report_of

KINDS = list(IncidentKind)
SILENT = dataclasses.replace(FACTS, heard_at=NOW - timedelta(seconds=90))

_seen = st.lists(
    st.tuples(st.sampled_from(KINDS), st.floats(0.5, 700), st.integers(0, 100), st.floats(0, 80)), max_size=8
)


def arrived(report: dict[str, Any]) -> dict[str, Any]:
    """The report as it is after a journey as JSON."""
    there: dict[str, Any] = json.loads(json.dumps(report))
    return there


@given(
    _seen,
    st.dictionaries(st.sampled_from([kind for kind in KINDS if kind != "poor_picture"]), st.integers(0, 100)),
    st.sets(st.integers(0, 7)),
    st.sampled_from([0.4, 45, 200]),
)
def test_it_is_the_report_that_would_have_been_made(
    seen: list[tuple[IncidentKind, float, int, float]], weights: dict[str, int], out: set[int], minutes: float
) -> None:
    incidents = [
        # Of a gap nobody can be unsure.
        incident(kind, n * 1000, lasts_s, confidence=1.0 if kind == "monitoring_gap" else sure / 100, peak=peak)
        for n, (kind, lasts_s, sure, peak) in enumerate(seen)
    ]
    facts = dataclasses.replace(SILENT, first_frame_at=NOW - timedelta(minutes=minutes))
    policy = Policy.from_mapping({"preset": "lenient", "accommodations": ["has_tic"]})
    told = arrived(report_of(*incidents, facts=facts, policy=policy))
    assert rescored(told) == told
    shown = {i["id"] for i in told["incidents"]}
    dismissed = {incidents[n].id for n in out if n < len(incidents)} & shown
    anew = report_of(*incidents, facts=facts, policy=policy.reweighed(weights), dismissed=dismissed)
    assert rescored(told, weights, dismissed) == arrived(anew)


def test_the_report_it_was_given_stays_as_it_is() -> None:
    told = arrived(report_of(incident(IncidentKind.TALKING, 0, 30)))
    before = json.dumps(told)
    assert rescored(told, {"talking": 0})["score"]["value"] == 0 < told["score"]["value"]
    assert json.dumps(told) == before


def test_what_does_not_fit_is_told() -> None:
    told = arrived(report_of(incident(IncidentKind.TALKING, 0, 30)))
    with pytest.raises(InvalidPolicy, match="from 0 to 100"):
        rescored(told, {"talking": 200})
    with pytest.raises(InvalidPolicy, match="humming"):
        rescored(told, {"humming": 2})
    with pytest.raises(ValueError, match="expected ids of incidents in the report, got nobody"):
        rescored(told, dismissed={"nobody"})
