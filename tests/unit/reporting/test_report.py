"""The report says what was seen, adds up, and keeps quiet about what nobody knows."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import DEFAULT_RULES, Policy
from proctor_audit.judgement.score import contributions, points, score_of
from proctor_audit.reporting.report import SessionFacts, session_report
from proctor_audit.reporting.wording import TITLES, detail, summary

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FACTS = SessionFacts(
    session_id="5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11",
    exam_id="algebra",
    candidate_id="ada",
    attempt=1,
    opened_at=NOW - timedelta(hours=1),
    expires_at=NOW + timedelta(hours=1),
    frames=1000,
    uncertain_frames=20,
    anomaly_frames=30,
    first_frame_at=NOW - timedelta(minutes=50),
    last_frame_at=NOW - timedelta(seconds=1),
)


def incident(kind: IncidentKind, start_s: int, duration_s: float, *, ended: bool = True) -> Incident:
    started = round(NOW.timestamp() * 1000) - 3_000_000 + start_s * 1000
    last = started + round(duration_s * 1000)
    return Incident(
        f"id-{kind}-{start_s}",
        kind,
        "closed",
        2,
        started,
        last,
        last if ended else None,
        2.0,
        0.9,
        20,
        ("first", "confirmed"),
    )


TWO_FACES = incident(IncidentKind.MULTIPLE_FACES, 60, 8)
GAP = dataclasses.replace(incident(IncidentKind.MONITORING_GAP, 200, 42), evidence=())


def report_of(*incidents: Incident, facts: SessionFacts = FACTS, now: datetime = NOW) -> dict:  # type: ignore[type-arg]
    return session_report(facts, incidents, Policy(), lambda i, role: f"link:{i.id}:{role}", now)


def test_incidents_gaps_and_timeline() -> None:
    report = report_of(TWO_FACES, GAP)
    assert [i["title"] for i in report["incidents"]] == ["More than one face"]
    assert report["incidents"][0]["evidence"] == {
        "first": f"link:{TWO_FACES.id}:first",
        "confirmed": f"link:{TWO_FACES.id}:confirmed",
    }
    assert [gap["duration_s"] for gap in report["gaps"]] == [42.0]
    assert [entry["event"] for entry in report["timeline"]] == [
        "session_opened",
        "first_frame",
        "incident_began",
        "incident_ended",
        "gap_began",
        "gap_ended",
        "last_frame",
    ]


def test_the_score_is_the_sum_of_what_is_shown() -> None:
    many = [incident(kind, n * 30, 3 + n) for n, kind in enumerate([*IncidentKind, *IncidentKind])]
    report = report_of(*many)
    shown = report["score"]["contributions"]
    assert report["score"]["value"] == min(100, round(round(sum(part["points"] for part in shown), 1)))
    assert shown == sorted(shown, key=lambda part: -part["points"])


@pytest.mark.parametrize("kind", list(IncidentKind))
def test_a_kind_saturates_at_its_weight(kind: IncidentKind) -> None:
    weight = DEFAULT_RULES[kind].weight
    endless = [incident(kind, n, 600) for n in range(50)]
    assert score_of(endless, DEFAULT_RULES) == weight
    assert contributions(endless, DEFAULT_RULES)[0].points == weight
    assert 0 < points(0.3, weight) < points(0.6, weight) < weight


def test_nothing_seen_says_so() -> None:
    report = report_of()
    assert (report["score"]["value"], report["score"]["summary"]) == (0, "Nothing was confirmed.")
    assert report_of(facts=dataclasses.replace(FACTS, frames=0))["score"]["summary"] == "No frame has been judged."


@pytest.mark.parametrize(
    ("incidents", "uncertain", "sentence"),
    [
        ([TWO_FACES], 0, "More than one face once, 8 s in all."),
        ([TWO_FACES, incident(IncidentKind.EYES_CLOSED, 300, 4)], 0, "and 1 other kind of incident."),
        ([GAP], 0, "Nothing was confirmed."),
        ([], 300, "Nothing was confirmed; 30% of the frames could not be judged."),
    ],
)
def test_summary(incidents: list[Incident], uncertain: int, sentence: str) -> None:
    told = summary(contributions(incidents, DEFAULT_RULES), 1000, uncertain)
    assert sentence in told


def test_silence_of_an_open_session_is_a_gap_that_goes_on() -> None:
    silent = dataclasses.replace(FACTS, connected=False, heard_at=NOW - timedelta(seconds=90))
    assert report_of(facts=silent)["gaps"] == [
        {"started_at": "2026-11-23T09:59:59.000Z", "ended_at": None, "duration_s": 90.0}
    ]
    assert report_of(facts=dataclasses.replace(silent, heard_at=NOW - timedelta(seconds=3)))["gaps"] == []


@pytest.mark.parametrize(("left_s", "gaps"), [(0, 0), (9, 0), (45, 1)])
def test_a_socket_that_stayed_open_and_silent_leaves_a_gap(left_s: int, gaps: int) -> None:
    assert FACTS.last_frame_at is not None
    left = dataclasses.replace(FACTS, left_at=FACTS.last_frame_at + timedelta(seconds=left_s))
    told = report_of(facts=left, now=NOW + timedelta(hours=3))["gaps"]
    assert [gap["duration_s"] for gap in told] == [float(left_s)] * gaps


def test_a_policy_that_does_not_watch_gaps_shows_none() -> None:
    policy = Policy.from_mapping({"incidents": {"monitoring_gap": {"enabled": False}}})
    silent = dataclasses.replace(FACTS, connected=False, heard_at=NOW - timedelta(seconds=90))
    assert session_report(silent, [], policy, lambda i, role: "", NOW)["gaps"] == []


def test_of_a_session_that_is_over_nothing_lasts() -> None:
    lasting = incident(IncidentKind.FACE_ABSENT, 60, 5, ended=False)
    (told,) = report_of(lasting, now=NOW + timedelta(hours=3))["incidents"]
    assert told["ended_at"] == told["last_seen_at"]


def test_what_still_lasts_has_no_end() -> None:
    lasting = incident(IncidentKind.FACE_ABSENT, 60, 5, ended=False)
    (told,) = report_of(lasting)["incidents"]
    assert told["ended_at"] is None
    assert told["duration_s"] == 5.0


def test_every_kind_has_words_and_none_of_them_accuses() -> None:
    for kind in IncidentKind:
        words = f"{TITLES[kind]} {detail(incident(kind, 0, 3))}".lower()
        assert words.strip()
        assert not any(word in words for word in ("cheat", "fraud", "suspicious", "guilty"))
