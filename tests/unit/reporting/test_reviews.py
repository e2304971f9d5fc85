"""Verdicts in reports, in pages and in tables."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.reporting.html import report_html
from proctor_audit.reporting.review import Review
from proctor_audit.reporting.scoring import rescored
from proctor_audit.reporting.table import COLUMNS, report_csv
from tests.unit.reporting.sessions import DARK, FACTS, GAP, NOW, TWO_FACES, incident, report_of

TALK = incident(IncidentKind.TALKING, 100, 12)
_NAMES = {"dismissed": "dismissed by a reviewer", "confirmed": "confirmed by a reviewer"}


def said(verdict: Any, note: str = "") -> Review:
    return Review(verdict, note, "desk (k3v9x2mwqa)", NOW)


@pytest.mark.parametrize(
    ("reviews", "dismissed", "reviewed"),
    [
        ({}, [], False),
        ({TWO_FACES.id: said("confirmed")}, [], False),
        ({TWO_FACES.id: said("dismissed"), TALK.id: said(None, "Hm.")}, [TWO_FACES.id], False),
        ({TWO_FACES.id: said("dismissed"), TALK.id: said("confirmed")}, [TWO_FACES.id], True),
    ],
)
def test_dismissed_incidents_have_no_points(reviews: dict[str, Review], dismissed: list[str], reviewed: bool) -> None:
    report = report_of(TWO_FACES, TALK, GAP, DARK, reviews=reviews)

    assert report["score"] == rescored(report_of(TWO_FACES, TALK, GAP, DARK), dismissed=dismissed)["score"]
    assert report["session"]["score"] == report["score"]["value"]
    assert report["session"]["reviewed"] is reviewed
    assert report["session"]["kinds"] == ["monitoring_gap", "multiple_faces", "poor_picture", "talking"]
    for one in report["incidents"]:
        assert one["review"] == (reviews[one["id"]].told() if one["id"] in reviews else None)


def test_a_session_without_incidents_needs_no_review() -> None:
    assert report_of(GAP, DARK)["session"]["reviewed"] is True


@pytest.mark.parametrize("verdict", ["dismissed", "confirmed"])
def test_the_page_tells_verdict_and_note(verdict: str) -> None:
    review = said(verdict, "<script>alert(1)</script>\nمحمد")
    page = report_html([report_of(TWO_FACES, reviews={TWO_FACES.id: review})], generated_at=NOW)

    assert _NAMES[verdict] in page
    assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;\nمحمد</bdi>" in page
    assert "<script" not in page


def rows(**names: Any) -> list[dict[str, str]]:
    facts = replace(FACTS, **names)
    content = report_csv(report_of(TWO_FACES, GAP, DARK, facts=facts, reviews={TWO_FACES.id: said("confirmed", "-1")}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 4
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_table_has_a_row_for_everything() -> None:
    told = rows()

    assert tuple(told[0]) == COLUMNS
    assert [row["kind"] for row in told] == ["multiple_faces", "monitoring_gap", "poor_picture"]
    assert [row["detail"] for row in told] == ["2 faces in view", "", "too_dark"]
    assert (told[0]["verdict"], told[0]["note"], told[0]["reviewed_by"]) == ("confirmed", "'-1", "desk (k3v9x2mwqa)")
    assert told[0]["evidence"] == "first confirmed"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('=HYPERLINK("https://evil.example")', '\'=HYPERLINK("https://evil.example")'),
        ("+1", "'+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("＝1", "'＝1"),
        ('a,"b"', 'a,"b"'),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("محمد", "محمد"),
        ("x" * 200, "x" * 200),
    ],
)
def test_names_are_not_calculated(name: str, expected: str) -> None:
    assert {row["candidate_id"] for row in rows(candidate_id=name)} == {expected}
    assert {row["exam_id"] for row in rows(exam_id=name)} == {expected}
