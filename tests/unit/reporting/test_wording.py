"""Words for everything that is seen, and none that accuses."""

from __future__ import annotations

import dataclasses

import pytest

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import scored, weighed
from proctor_audit.reporting.wording import PICTURE_TITLES, TITLES, detail, picture_title, summary
from tests.unit.reporting.sessions import DARK, FACTS, GAP, TWO_FACES, incident, report_of


@pytest.mark.parametrize(
    ("kind", "code", "peak", "sentence"),
    [
        ("face_absent", "", 0, "no face in view"),
        ("multiple_faces", "", 3, "3 faces in view"),
        ("eyes_closed", "", 0.08, "eyes down to 8% of their usual opening"),
        ("looking_away", "left", 41.6, "looked to the left, by up to 42°"),
        ("looking_away", "right", 33, "looked to the right, by up to 33°"),
        ("looking_away", "up", 25, "looked up, by up to 25°"),
        ("looking_away", "", 45, "looked away, by up to 45°"),
        ("looking_down", "", 31, "looked down, by up to 31°"),
        ("excessive_movement", "", 0.74, "head moved by up to 0.7 face widths at once"),
        ("unusual_pupil_movement", "", 0.13, "irises moved by up to 13% of the eye's width at once"),
        ("talking", "", 0.81, "mouth moved as in speech, likeness up to 81%"),
        ("static_feed", "frozen", 34, "the same picture for 34 s"),
        ("static_feed", "loop", 60, "the same seconds played again for 60 s"),
        ("static_feed", "photograph", 90, "a face without blink or movement for 90 s"),
        ("static_feed", "", 9, "a picture that stood still for 9 s"),
        ("camera_blocked", "covered", 0, "the camera was covered or saw nothing"),
        ("camera_blocked", "dark", 0, "the picture was dark"),
        ("camera_blocked", "of a later version", 0, "the camera saw nothing"),
        ("poor_picture", "blurred", 0, "the picture could not be judged"),
        ("monitoring_gap", "", 12, "no frames arrived"),
        ("monitoring_gap", "hidden", 12, "no frames arrived while the exam's tab was hidden"),
        ("tab_hidden", "", 3, "the exam's tab was hidden for 3 s"),
        ("tab_hidden", "page_left", 3, "the exam's page was left for 3 s"),
        ("window_blurred", "", 3, "another window had the focus for 3 s"),
        ("fullscreen_left", "", 3, "the exam was not in full screen for 3 s"),
        ("clipboard", "copy", 0, "something was copied"),
        ("clipboard", "cut", 0, "something was cut"),
        ("clipboard", "paste", 0, "something was pasted"),
        ("second_screen", "", 3, "a second screen was connected for 3 s"),
        ("camera_changed", "ended", 3, "the camera was gone for 3 s"),
        ("camera_changed", "muted", 3, "the camera sent no picture for 3 s"),
        ("camera_changed", "switched", 0, "another camera was chosen"),
        ("virtual_camera", "virtual", 3, "the camera had the name of a virtual one for 3 s"),
        ("devtools_opened", "", 3, "the window's size was as with developer tools open for 3 s"),
    ],
)
def test_an_incident_in_words(kind: str, code: str, peak: float, sentence: str) -> None:
    assert detail(incident(IncidentKind(kind), 0, 3, peak=peak, detail=code)) == sentence


def test_every_kind_and_every_poor_picture_has_words_and_none_of_them_accuses() -> None:
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
        "paste",
        "ended",
        *PICTURE_TITLES,
    ]
    words = [f"{TITLES[kind]} {detail(incident(kind, 0, 3, detail=code))}" for kind in IncidentKind for code in codes]
    words += [picture_title(code) for code in codes]
    words += [report_of(incident(kind, 0, 900))["score"]["summary"] for kind in IncidentKind]
    for sentence in words:
        assert sentence.strip()
        assert not any(word in sentence.lower() for word in ("cheat", "fraud", "suspicious", "guilty", "dishonest"))
    assert picture_title("of a later version") == TITLES[IncidentKind.POOR_PICTURE]
    assert picture_title("too_far") != picture_title("cut_off")


@pytest.mark.parametrize(
    ("incidents", "uncertain", "sentence"),
    [
        ([], 0, "Nothing was confirmed."),
        ([DARK], 0, "Nothing was confirmed."),
        ([TWO_FACES], 0, "Worth a glance: more than one face once, 8 s in all."),
        (
            [TWO_FACES, incident(IncidentKind.EYES_CLOSED, 300, 4)],
            0,
            "Worth a glance: more than one face once, 8 s in all, and 1 other kind of incident.",
        ),
        (
            [
                incident(kind, 9, 150)
                for kind in (IncidentKind.FACE_ABSENT, IncidentKind.STATIC_FEED, IncidentKind.TALKING)
            ],
            0,
            "Look here first: still or repeated picture once, 2 min in all, and 2 other kinds of incident.",
        ),
        ([incident(IncidentKind.LOOKING_DOWN, n, 9) for n in (0, 50)], 0, "Little to see: looking down 2 times, 18 s"),
        ([GAP], 0, "Nothing was confirmed; no frames for 42 s."),
        ([TWO_FACES, GAP], 150, "8 s in all; no frames for 42 s; 15% of the frames could not be judged."),
        ([], 300, "Nothing was confirmed; 30% of the frames could not be judged."),
    ],
)
def test_summary(incidents: list[Incident], uncertain: int, sentence: str) -> None:
    told = summary(scored(weighed(incidents), Policy().rules, FACTS.exam_s), 1000, uncertain)
    assert sentence in told
    assert told.endswith(".")


def test_nothing_seen_says_so() -> None:
    report = report_of()
    assert (report["score"]["value"], report["score"]["summary"]) == (0, "Nothing was confirmed.")
    unseen = dataclasses.replace(FACTS, frames=0)
    assert report_of(facts=unseen)["score"]["summary"] == "No frame has been judged."
    hidden = incident(IncidentKind.TAB_HIDDEN, 10, 6, evidence=())
    assert (
        report_of(hidden, facts=unseen)["score"]["summary"]
        == "Little to see: exam's tab hidden once, 6 s in all; no frame has been judged."
    )
