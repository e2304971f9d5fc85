"""The HTML report: one file that needs nothing else, says what there is to say, and lets no text become markup."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.reporting.html import report_html
from proctor_audit.reporting.html.markup import writable
from tests.unit.reporting.parsed_page import Node, Page
from tests.unit.reporting.reports import PICTURE, START, incident, report

AWAY = incident(IncidentKind.LOOKING_AWAY, 190, 8.2, detail="left")
TWO_FACES = incident(IncidentKind.MULTIPLE_FACES, 431, 22, confidence=0.7)
LASTING = incident(IncidentKind.FACE_ABSENT, 3550, 50, ended=False)
GAP = incident(IncidentKind.MONITORING_GAP, 900, 42, evidence=())
DARK = incident(IncidentKind.POOR_PICTURE, 2000, 95, detail="too_dark", evidence=())
EVERYTHING = [incident(kind, 60.0 * n, 5) for n, kind in enumerate(IncidentKind, 1)]
MANY = [incident(list(IncidentKind)[n % 10], n * 7.0, 3) for n in range(2000)]
EVIL = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='x",
    "&lt;b&amp;",
    "</style><b>",
    "مريم \u202eحذر",
    "\ud800\x00\r",
    "]]>",
    "<!--",
    "x" * 10_000,
]

CASES = {
    "nothing seen": [report()],
    "no frame": [report(frames=0)],
    "one picture": [report(length_s=0, frames=1)],
    "some": [report(AWAY, TWO_FACES, GAP, DARK, uncertain_frames=120)],
    "every kind": [report(*EVERYTHING)],
    "lasting": [report(LASTING, open_=True)],
    "many": [report(*MANY[:120])],
    "speech": [{**report(AWAY), "voice": [{"start_s": 10.0, "end_s": 12.5}]}],
    "none": [],
    "several": [report(), report(AWAY, candidate="grace"), report(frames=0, candidate="edsger")],
}


def page(*reports: dict[str, Any]) -> Page:
    return Page.of(report_html(reports, generated_at=START))


@pytest.mark.parametrize("reports", CASES.values(), ids=CASES)
def test_the_page_needs_nothing_else_and_runs_nothing(reports: Sequence[dict[str, Any]]) -> None:
    html = report_html(reports, generated_at=START)
    parsed = Page.of(html)
    assert html.startswith("<!doctype html>\n<html lang=")
    forbidden = {"script", "link", "iframe", "object", "embed", "form", "base", "video", "audio"}
    assert not forbidden & {node.tag for node in parsed.nodes}
    for node in parsed.nodes:
        assert not [name for name in node.attributes if name.startswith("on") or name == "srcset"]
        assert node.attributes.get("src", "data:").startswith("data:")
        assert node.attributes.get("href", "#").startswith("#")
    assert re.findall(r"url\((?!#)|@import|http", parsed.one("style").text) == []
    policies = [node for node in parsed.all("meta") if node.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert [policy.attributes["content"].split(";")[0] for policy in policies] == ["default-src 'none'"]
    assert "cheat" not in html.lower()
    assert "It reports what was seen and how sure it is; people decide what it means." in parsed.one("body").text


@pytest.mark.parametrize("reports", CASES.values(), ids=CASES)
def test_the_page_can_be_read_by_ear_and_by_keyboard(reports: Sequence[dict[str, Any]]) -> None:
    parsed = page(*reports)
    ids = [node.attributes["id"] for node in parsed.nodes if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    for node in parsed.nodes:
        named_by = node.attributes.get("aria-labelledby", "").split()
        assert set(named_by) | {node.attributes.get("href", "#")[1:]} <= {*ids, ""}
    levels = [int(node.tag[1]) for node in parsed.nodes if re.fullmatch("h[1-6]", node.tag)]
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in zip([0, *levels], levels, strict=False))
    assert all(node.attributes.get("alt") for node in parsed.all("img"))
    assert all(node.attributes.get("scope") for node in parsed.all("th"))
    assert {"main", "footer", "header"} <= {node.tag for node in parsed.nodes}
    for picture in parsed.all("svg"):
        assert picture.attributes["role"] == "img"
        assert "svg" in parsed.all("title")[-1].ancestors


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_markup(text: str) -> None:
    told = report(AWAY, exam=text, candidate=text)
    told["score"]["summary"] = text
    told["score"]["contributions"][0]["title"] = text
    told["incidents"][0].update(title=text, detail=f"{text}.", evidence={"first": text, text: PICTURE})
    told["policy"]["preset"] = text
    told["accommodations"] = [{"name": text, "sentence": text}]
    told["warnings"] = [text]
    html = report_html([told], generated_at=START)
    parsed = Page.of(html)
    assert html.encode()
    calm = page(report(AWAY))
    assert {node.tag for node in parsed.nodes} <= {node.tag for node in calm.nodes} | {"ul", "li"}
    assert [node.text for node in parsed.all("bdi")] == [writable(text)] * 3
    assert parsed.one("p", "summary").text == writable(text)
    assert len(parsed.all("img")) == 1


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_names_are_shown_as_they_are(candidate: str, exam: str) -> None:
    parsed = page(report(candidate=candidate, exam=exam))
    assert parsed.one("h1").text == f"{writable(candidate)} in {writable(exam)}"
    assert [node.text for node in parsed.all("bdi")][:2] == [writable(candidate), writable(exam)]


def test_pictures_from_before_are_called_so() -> None:
    told = report(incident(IncidentKind.FACE_ABSENT, 60, 9, evidence=("earlier-8", "earlier-1", "first", "confirmed")))
    captions = page(told).all("figcaption")[1:]
    assert [node.text for node in captions] == ["8 s before", "1 s before", "First sign", "Confirmed"]
    assert ["browser" in node.attributes.get("title", "") for node in captions] == [True, True, False, False]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (PICTURE, True),
        ("https://bucket.example/first.jpg?X-Amz-Expires=300", True),
        ("http://127.0.0.1:4566/first.jpg", True),
        ("http://bucket.example/first.jpg", False),
        ("javascript:alert(1)", False),
        ("file:///etc/hostname", False),
        ("data:text/html,<b>", False),
        ("", False),
        (None, False),
    ],
)
def test_only_pictures_of_evidence_are_shown(address: str | None, shown: bool) -> None:
    told = report(AWAY)
    told["incidents"][0]["evidence"] = {"first": address}
    parsed = page(told)
    assert [node.attributes["src"] for node in parsed.all("img")] == ([address] if shown else [])
    assert [node.text for node in parsed.all("p", "missing")] == (
        [] if shown else ["This picture could not be fetched."]
    )


def test_a_card_says_what_was_seen_when_how_long_and_how_surely() -> None:
    told = report(TWO_FACES, AWAY)
    parsed = page(told)
    cards = [node.text for node in parsed.all("article")]
    assert [card[:4] for card in cards] == ["3:10", "7:11"], "in the order of time"
    points = next(i["points"] for i in told["incidents"] if i["kind"] == "looking_away")
    for words in ("Looking away", "Looked to the left", "8.2 s", "very sure (90%)", f"adds {points:.1f} points"):
        assert words in cards[0]
    assert "fairly sure (70%)" in cards[1]
    pictures = [node for node in parsed.all("img") if "at 3:10" in node.attributes["alt"]]
    assert [node.attributes["alt"].split(":")[0] for node in pictures] == ["First sign", "Confirmed", "Last"]
    assert all(node.attributes["loading"] == "lazy" and "summary" in node.ancestors for node in pictures)


def test_the_score_and_what_it_is_made_of() -> None:
    told = report(TWO_FACES, AWAY, GAP)
    parsed = page(told)
    assert parsed.one("p", "summary").text == told["score"]["summary"]
    assert parsed.one("text", "value").text == str(told["score"]["value"])
    table = [row.text for row in rows(parsed, "contributions")]
    parts = told["score"]["contributions"]
    assert table[1:-1] == [
        f"{part['title']}{part['incidents']}{part['duration_s']:.1f}{part['points']:.1f} of {part['weight']:g}"
        for part in parts
    ]
    assert table[-1] == f"together, at most 100{told['score']['value']}"
    widths = [node.attributes["style"] for node in parsed.all("span") if "style" in node.attributes]
    assert widths == [f"width:{part['points'] / part['weight']:.1%}" for part in parts]


def test_what_lasts_says_so() -> None:
    parsed = page(report(LASTING, open_=True))
    assert "50 s so far, goes on" in parsed.one("article").text
    assert parsed.all("text", "tally")[1].text == "once, 50 s, goes on"


def test_a_dismissed_incident_says_so() -> None:
    told = report(AWAY, TWO_FACES)
    told["score"]["dismissed"] = [AWAY.id]
    parsed = page(told)
    assert "dismissed by a reviewer" in parsed.one("article", "dismissed").text
    assert "adds" not in parsed.one("article", "dismissed").text


def test_gaps_and_picture_quality() -> None:
    parsed = page(report(GAP, DARK, uncertain_frames=120))
    assert [row.text for row in rows(parsed, "gaps")][1:] == ["15:0015:4242 s"]
    assert "120 of 1,000 frames (12.0%) could not be judged" in parsed.one("section", "quality").text
    assert [row.text for row in rows(parsed, "quality")][1:] == ["33:2034:551 min 35 sToo dark to judge"]


def test_a_gap_that_a_hidden_tab_explains() -> None:
    hidden = incident(IncidentKind.TAB_HIDDEN, 900, 42, confidence=1.0, evidence=())
    explained = dataclasses.replace(GAP, confidence=0.0, detail="hidden")
    told = page(report(explained, hidden)).one("section", "gaps").text
    assert "The exam's tab was hidden during 1 of 1 gap, which adds no points beside it." in told
    assert "tab was hidden" not in page(report(GAP, hidden)).one("section", "gaps").text


def test_a_quiet_session_says_so() -> None:
    parsed = page(report())
    assert parsed.one("section", "incidents").text == "Incidents (0)None was confirmed."
    assert parsed.one("section", "gaps").text == "GapsFrames came without a gap."
    assert parsed.one("section", "quality").text == "Picture qualityEvery one of the 1,000 frames could be judged."
    assert [node.text for node in parsed.all("text", "lane")] == ["Camera frames"]
    assert parsed.one("section", "policy").text == "PolicyJudged by the preset standard."


def test_a_session_without_frames_says_so() -> None:
    parsed = page(report(frames=0))
    assert parsed.all("svg", "timeline") == []
    assert "No frame has been judged." in parsed.one("p", "summary").text
    assert "Every one" not in parsed.one("section", "quality").text


def test_the_policy_in_words() -> None:
    policy = Policy.from_mapping(
        {
            "preset": "lenient",
            "accommodations": ["reads_aloud"],
            "incidents": {"looking_down": {"enabled": False}, "eyes_closed": {"open_after_s": 7.5}},
            "thresholds": {"yaw_deg": 50.0},
            "calibration": False,
            "recorded": True,
        }
    )
    text = page(report(policy=policy)).one("section", "policy").text
    for words in (
        "preset lenient",
        "May read or think aloud",
        "not looked for",
        "confirmed after 7.5 s",
        "yaw50°",
        "not asked to follow a dot",
        "from a recording",
    ):
        assert words in text


def test_several_sessions_have_an_index_worst_first() -> None:
    reports = [report(candidate="quiet"), report(AWAY, TWO_FACES, candidate="two"), report(AWAY, candidate="away")]
    parsed = page(*reports)
    links = [node for node in parsed.all("a") if "nav" in node.ancestors]
    assert [(node.text, node.attributes["href"]) for node in links] == [
        ("two", "#s1"),
        ("away", "#s2"),
        ("quiet", "#s3"),
    ]
    assert [node.attributes["id"] for node in parsed.all("section", "session")] == ["s1", "s2", "s3"]
    assert page(reports[0]).all("nav") == []


def test_a_report_as_it_was_before_there_were_points_and_periods() -> None:
    told = report(AWAY, DARK)
    for name in ("points", "load", "detail_code"):
        del told["incidents"][0][name]
    del told["quality"]["periods"], told["accommodations"], told["score"]["dismissed"]
    assert "adds" not in page(told).one("article").text


def test_two_thousand_incidents_stay_usable() -> None:
    html = report_html([report(*MANY, length_s=14400)], generated_at=START)
    assert html.count("<article") == 2000
    open_, *folded = re.split('<details class="more">', html)
    assert open_.count("<article") == 50
    assert "150 more incidents, from 5:50 to 23:13" in folded[0]
    assert max(part.count("<article") for part in folded) == 150


def rows(parsed: Page, style: str) -> list[Node]:
    """The rows of the table that has a class or stands in the section with it."""
    inside = []
    for n, node in enumerate(parsed.nodes):
        if style in node.attributes.get("class", "").split():
            depth = len(node.ancestors)
            for other in parsed.nodes[n + 1 :]:
                if len(other.ancestors) <= depth:
                    break
                inside.append(other)
    return [node for node in inside if node.tag == "tr"]
