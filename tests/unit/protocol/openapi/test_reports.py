"""Reports and lists are what the reference says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from proctor_audit.judgement.accommodations import ACCOMMODATIONS
from proctor_audit.judgement.judge import Sight, judge
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState
from proctor_audit.reporting.report import SessionFacts, session_report, session_summary
from proctor_audit.reporting.review import Review
from proctor_audit.reporting.scoring import rescored
from proctor_audit.reporting.wording import PICTURE_TITLES
from tests.unit.judgement.observations import NOBODY
from tests.unit.protocol.openapi.exam import EXAM
from tests.unit.protocol.openapi.reference import SESSION, assert_answers
from tests.unit.reporting.sessions import incident, report_of

NOW = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)


def assert_report(report: dict[str, Any]) -> None:
    assert_answers(report, "Report")
    for schema, parts in (
        ("Incident", report["incidents"]),
        ("Gap", report["gaps"]),
        ("Contribution", report["score"]["contributions"]),
        ("PoorPicture", report["quality"]["periods"]),
        ("TimelineEntry", report["timeline"]),
    ):
        for part in parts:
            assert_answers(part, schema)


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("gap_ms", [500, 12_000])
def test_reports(gap_ms: int, over: bool) -> None:
    state, incidents = SessionState(), {}
    for seq, seen in enumerate(EXAM if over else [*EXAM, *[NOBODY] * 12]):
        at_ms = 1_763_881_200_000 + seq * gap_ms
        judged = judge(SESSION, state, [Sight(seq, at_ms, seen)], Policy(), at_ms)
        state = judged.state
        incidents.update({i.id: i for frame in judged.frames for i in frame.changes})
    policy = Policy.from_mapping({"thresholds": {"yaw_deg": 40}, "incidents": {"eyes_closed": {"enabled": False}}})
    facts = SessionFacts(
        session_id=SESSION,
        exam_id="algebra-1",
        candidate_id="ada",
        attempt=1,
        opened_at=NOW - timedelta(hours=2),
        expires_at=NOW + timedelta(hours=-1 if over else 1),
        frames=40,
        uncertain_frames=9,
        anomaly_frames=3,
        first_frame_at=NOW - timedelta(hours=2),
        last_frame_at=NOW,
        connected=None if over else True,
        heard_at=None if over else NOW - timedelta(seconds=90),
    )
    report = session_report(facts, list(incidents.values()), policy, lambda i, role: f"https://{i.id}/{role}", NOW)
    assert_report(report)
    assert report["gaps"] if gap_ms > 500 or not over else report["incidents"]
    summary = session_summary(facts, 7, 2, NOW, kinds={IncidentKind.TALKING}, reviewed=False)
    assert_answers({"sessions": [summary], "next_cursor": None}, "SessionList")
    assert_answers(summary, "SessionSummary")


def test_a_session_nobody_has_joined() -> None:
    facts = SessionFacts(SESSION, "a", "b", 2, NOW, NOW, 0, 0, 0, first_frame_at=None, last_frame_at=None)
    assert_answers(session_report(facts, [], Policy(), lambda incident, role: "", NOW), "Report")


@pytest.mark.parametrize("ended", [False, True])
def test_every_kind_and_detail(ended: bool) -> None:
    codes = [
        "",
        "left",
        "right",
        "up",
        "frozen",
        "loop",
        "photograph",
        "covered",
        "dark",
        "copy",
        "page_left",
        *PICTURE_TITLES,
    ]
    seen = [
        incident(kind, n, 40, ended=ended or kind is IncidentKind.MONITORING_GAP, detail=code, id=str(uuid4()))
        for kind in IncidentKind
        for n, code in enumerate(codes)
    ]
    policy = Policy.from_mapping({"preset": "lenient", "accommodations": list(ACCOMMODATIONS)})
    reviews = {
        seen[0].id: Review("dismissed", "A poster.", "desk (k3v9x2mwqa)", NOW),
        seen[1].id: Review(None, "Look again.", "k3v9x2mwqa", NOW),
    }
    report = report_of(*seen, policy=policy, reviews=reviews)
    answer = {"incident": report["incidents"][0], "score": report["score"]}
    assert_answers(answer, "ReviewedIncident")
    assert_answers(report["incidents"][0]["review"], "Review")
    assert {part["reason"] for part in report["quality"]["periods"]} == set(codes)
    assert_report(report)
    assert_report(rescored(report, {"talking": 3}, {seen[1].id}))
