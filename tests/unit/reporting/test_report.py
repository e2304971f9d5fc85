"""The report says what was seen, adds up, and keeps quiet about what nobody knows."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta

import pytest

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.reporting.scoring import rescored
from tests.unit.reporting.sessions import DARK, FACTS, GAP, NOW, TWO_FACES, incident, report_of


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


def test_what_the_browser_told_stands_among_the_incidents() -> None:
    hidden = incident(IncidentKind.TAB_HIDDEN, 120, 5.2, confidence=1.0, evidence=(), frames=0)
    report = report_of(TWO_FACES, hidden)
    assert [(i["source"], i["kind"]) for i in report["incidents"]] == [
        ("camera", "multiple_faces"),
        ("browser", "tab_hidden"),
    ]
    assert report["incidents"][1]["detail"] == "the exam's tab was hidden for 5 s"
    assert report["incidents"][1]["load"] == 0.51
    assert [part["kind"] for part in report["score"]["contributions"]] == ["multiple_faces", "tab_hidden"]


def test_a_gap_that_a_hidden_tab_explains_is_shown_and_weighs_nothing() -> None:
    explained = dataclasses.replace(GAP, confidence=0.0, detail="hidden")
    report = report_of(TWO_FACES, explained)
    (gap,) = report["gaps"]
    assert (gap["duration_s"], gap["load"], gap["points"], gap["explained_by"]) == (42.0, 0.0, 0.0, "tab_hidden")
    assert report["score"] == report_of(TWO_FACES)["score"]
    assert rescored(report)["score"] == report["score"]
    assert report_of(TWO_FACES, GAP)["gaps"][0]["explained_by"] is None


def test_poor_pictures_are_told_beside_the_incidents() -> None:
    lasting = incident(IncidentKind.POOR_PICTURE, 400, 6, ended=False, detail="glare")
    report = report_of(TWO_FACES, DARK, lasting)
    assert report["session"]["incidents"] == len(report["incidents"]) == 1
    assert report["quality"]["periods"] == [
        {
            "reason": "too_dark",
            "title": "Too dark to judge",
            "started_at": "2026-11-23T09:15:00.000Z",
            "ended_at": "2026-11-23T09:15:20.000Z",
            "duration_s": 20.0,
        },
        {
            "reason": "glare",
            "title": "Glare on glasses",
            "started_at": "2026-11-23T09:16:40.000Z",
            "ended_at": None,
            "duration_s": 6.0,
        },
    ]
    told = [entry["event"] for entry in report["timeline"] if "poor" in entry["event"]]
    assert told == ["poor_picture_began", "poor_picture_ended", "poor_picture_began"]
    assert "poor_picture" not in {part["kind"] for part in report["score"]["contributions"]}
    assert report["score"] == report_of(TWO_FACES)["score"]


def test_the_score_is_the_sum_of_what_is_shown() -> None:
    many = [incident(kind, n * 30, 3 + n) for n, kind in enumerate([*IncidentKind, *IncidentKind])]
    report = report_of(*many)
    shown = report["score"]["contributions"]
    assert report["score"]["value"] == min(100, round(round(sum(part["points"] for part in shown), 1)))
    assert shown == sorted(shown, key=lambda part: -part["points"])
    assert report["score"]["duration_s"] == 2999.0
    for part in shown:
        own = [i for i in report["incidents"] if i["kind"] == part["kind"]]
        if part["kind"] == "monitoring_gap":
            own = report["gaps"]
        assert len(own) == part["incidents"]
        for total in ("points", "load", "duration_s"):
            assert round(sum(i[total] for i in own), 3) == part[total], (part["kind"], total)


def test_what_was_dismissed_is_shown_and_adds_nothing() -> None:
    away = incident(IncidentKind.LOOKING_AWAY, 500, 30, detail="left")
    report = report_of(TWO_FACES, away, dismissed={TWO_FACES.id})
    assert [(i["kind"], i["points"] > 0) for i in report["incidents"]] == [
        ("multiple_faces", False),
        ("looking_away", True),
    ]
    assert report["score"]["dismissed"] == [TWO_FACES.id]
    assert report["score"]["value"] == report["session"]["score"] == report_of(away)["score"]["value"]


def test_the_policy_and_what_the_candidate_was_allowed() -> None:
    given = {"preset": "strict", "accommodations": ["leaves_seat"], "thresholds": {"yaw_deg": 40}}
    report = report_of(policy=Policy.from_mapping(given))
    assert report["policy"] == given
    assert [(one["name"], one["sentence"].split(":")[0]) for one in report["accommodations"]] == [
        ("leaves_seat", "May leave the seat for a while")
    ]
    plain = report_of()
    assert (plain["policy"], plain["accommodations"]) == ({"preset": "standard"}, [])
    assert Policy.from_mapping(json.loads(json.dumps(plain["policy"]))) == Policy()


def test_silence_of_an_open_session_is_a_gap_that_goes_on() -> None:
    silent = dataclasses.replace(FACTS, connected=False, heard_at=NOW - timedelta(seconds=90))
    assert report_of(facts=silent)["gaps"] == [
        {
            "started_at": "2026-11-23T09:59:59.000Z",
            "ended_at": None,
            "duration_s": 90.0,
            "load": 0.0,
            "points": 0.0,
            "explained_by": None,
        }
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
    assert report_of(facts=silent, policy=policy)["gaps"] == []


def test_of_a_session_that_is_over_nothing_lasts() -> None:
    lasting = [incident(kind, 60, 5, ended=False) for kind in (IncidentKind.FACE_ABSENT, IncidentKind.POOR_PICTURE)]
    report = report_of(*lasting, now=NOW + timedelta(hours=3))
    (told,) = report["incidents"]
    assert told["ended_at"] == told["last_seen_at"] == report["quality"]["periods"][0]["ended_at"]


def test_what_still_lasts_has_no_end() -> None:
    lasting = incident(IncidentKind.FACE_ABSENT, 60, 5, ended=False)
    (told,) = report_of(lasting)["incidents"]
    assert told["ended_at"] is None
    assert told["duration_s"] == 5.0
