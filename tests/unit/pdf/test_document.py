"""The PDF: every script can be set, hostile names do nothing, and long sessions stay short."""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np
import pytest

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.pdf import report_pdf
from proctor_audit.pdf.paper import Paper
from proctor_audit.reporting.review import Review
from tests.unit.reporting.sessions import DARK, FACTS, GAP, NOW, TWO_FACES, incident, report_of

JPEG = bytes(cv2.imencode(".jpg", np.full((48, 64, 3), 127, np.uint8))[1])


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


@pytest.mark.parametrize(
    "name",
    [
        "ada",
        "محمد علي",
        "שלום",
        "हिन्दी",
        "ภาษาไทย",
        "日本語",
        "🎓",
        "<script>alert(1)</script>",
        "(\\) Tj /JavaScript",
        "\u202egnp.exe",
        "a\nb",
        "x" * 10_000,
        "\ud800",
    ],
)
def test_any_name_can_be_written(name: str) -> None:
    facts = replace(FACTS, candidate_id=name, exam_id=name)
    review = Review("dismissed", name, name, NOW)
    pdf = report_pdf(report_of(TWO_FACES, GAP, DARK, facts=facts, reviews={TWO_FACES.id: review}), {}, generated_at=NOW)

    assert pdf.startswith(b"%PDF-")
    assert not re.search(rb"/S\s*/(JavaScript|Launch|URI|SubmitForm)", pdf)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Zoë", "Zoë"), ("محمد", "محمد"), ("日", "\ufffd"), ("a\u202eb\x00", "a\ufffdb\ufffd"), ("\ud800", "\ufffd")],
)
def test_what_no_font_has_is_replaced(name: str, expected: str) -> None:
    with Paper([name], "") as paper:
        assert paper.written(name) == expected


@pytest.mark.parametrize(("picture", "images"), [(JPEG, 1), (JPEG[:40], 0), (b"\xff\xd8\xff", 0)])
def test_a_picture_that_cannot_be_read_is_left_out(picture: bytes, images: int) -> None:
    pdf = report_pdf(report_of(TWO_FACES), {(TWO_FACES.id, "first"): picture}, generated_at=NOW)

    assert pdf.count(b"/Subtype /Image") == images


def test_six_pictures_stand_in_two_rows() -> None:
    roles = ("earlier-8", "earlier-4", "earlier-1", "first", "confirmed", "last")
    shown = replace(TWO_FACES, evidence=roles)
    # Each of its own, or the file would hold one of them.
    greys = [np.full((48, 64, 3), 40 * number, np.uint8) for number in range(len(roles))]
    jpegs = [bytes(cv2.imencode(".jpg", grey)[1]) for grey in greys]
    pictures = {(shown.id, role): jpeg for role, jpeg in zip(roles, jpegs, strict=True)}
    pdf = report_pdf(report_of(shown), pictures, generated_at=NOW)
    assert pdf.count(b"/Subtype /Image") == 6
    assert pages(pdf) == 1


def test_the_incidents_that_add_most_are_shown_of_very_many() -> None:
    many = [incident(IncidentKind.TALKING, n * 2, 1, id=f"id-{n}") for n in range(1000)]
    some, all_ = (report_pdf(report_of(*some), {}, generated_at=NOW) for some in (many[:400], many))

    assert abs(pages(all_) - pages(some)) <= 1
    assert pages(some) > 10


def test_the_same_report_makes_the_same_file() -> None:
    one, other = (report_pdf(report_of(TWO_FACES), {}, generated_at=NOW) for _ in range(2))
    assert one == other
