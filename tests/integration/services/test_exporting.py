"""Reports as files: whole, harmless, and not larger than a reply may be."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import boto3
import cv2
import numpy as np
import pytest

from proctor_audit.errors import MissingScope, NotFound
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.protocol.downloads import Download
from proctor_audit.services import exporting
from proctor_audit.services.exporting import export
from proctor_audit.services.key_keeping import create_key
from proctor_audit.services.reviewing import report
from proctor_audit.services.verdicts import give_verdict
from proctor_audit.stores.aws import s3_client
from proctor_audit.stores.database import Database
from proctor_audit.stores.evidence import evidence_key
from proctor_audit.stores.evidence_links import EvidenceLinks
from proctor_audit.stores.evidence_pictures import EvidencePictures
from proctor_audit.stores.sessions import SessionStore
from tests.integration.services.conftest import NOW, Opener
from tests.integration.services.reviewed_exam import incident, recorded

HOSTILE = '=HYPERLINK("https://evil.example","<script>alert(1)</script>")'
RIGHT_TO_LEFT = "محمد علي"
JPEG = bytes(cv2.imencode(".jpg", np.full((48, 64, 3), 127, np.uint8))[1])


class Exports:
    """A session of a hostile candidate in an exam whose name is written from right to left."""

    def __init__(self, database: Database, sessions: SessionStore, key: str, session: str, bucket: str) -> None:
        s3 = s3_client()
        self.evidence = EvidenceLinks(s3, bucket), EvidencePictures(s3, bucket)
        self.database, self.sessions, self.key, self.session = database, sessions, key, session

    async def file(self, extension: str, key: str | None = None) -> Download:
        return await export(self.database, self.sessions, self.evidence, key or self.key, self.session, extension, NOW)


@pytest.fixture
async def exports(database: Database, sessions: SessionStore, api_key: str, opened: Opener, bucket: str) -> Exports:
    session = (await opened(HOSTILE, exam_id=RIGHT_TO_LEFT)).session_id
    exports = Exports(database, sessions, api_key, session, bucket)
    faces = incident(session, IncidentKind.MULTIPLE_FACES)
    await recorded(database, session, faces, incident(session, IncidentKind.TALKING, 20, evidence=("first",)))
    changes = {"verdict": "confirmed", "note": "+1 <b>محمد</b>"}
    await give_verdict(database, sessions, exports.evidence[0], api_key, (session, faces.id), changes, NOW)
    # Of three pictures one has expired.
    for role in ("first", "confirmed"):
        key = evidence_key("acme", session, faces.id, role)
        boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=JPEG)
    return exports


async def test_json_is_the_report(exports: Exports) -> None:
    file = await exports.file("json")
    told = await report(exports.database, exports.sessions, exports.evidence[0], exports.key, exports.session, NOW)
    saved = json.loads(file.content)
    assert saved.keys() == told.keys()
    assert (saved["session"], saved["score"]) == (told["session"], told["score"])


async def test_csv_calculates_nothing(exports: Exports) -> None:
    file = await exports.file("csv")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))

    assert [row["kind"] for row in rows] == ["multiple_faces", "talking"]
    assert {row["candidate_id"] for row in rows} == {f"'{HOSTILE}"}
    assert {row["exam_id"] for row in rows} == {RIGHT_TO_LEFT}
    assert [(row["verdict"], row["note"]) for row in rows] == [("confirmed", "'+1 <b>محمد</b>"), ("", "")]


async def test_html_holds_its_pictures_and_no_link(exports: Exports) -> None:
    page = (await exports.file("html")).content.decode()

    assert page.count('src="data:image/jpeg;base64,') == 2
    assert "X-Amz-Signature" not in page
    assert "could not be fetched" in page
    assert "<script" not in page
    assert "confirmed by a reviewer" in page


async def test_pdf_holds_its_pictures(exports: Exports) -> None:
    file = await exports.file("pdf")
    assert file.content.startswith(b"%PDF-")
    assert b"/Subtype /Image" in file.content
    assert b"/JavaScript" not in file.content
    assert file.name.endswith(".pdf")


@pytest.mark.parametrize("extension", ["html", "pdf"])
async def test_what_no_reply_can_hold_goes_without_pictures(
    exports: Exports, extension: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (await exports.file(extension)).content
    monkeypatch.setattr(exporting, "_REPLY_BYTES", len(whole) - 1)
    without = (await exports.file(extension)).content
    monkeypatch.setattr(exporting, "_PICTURES_BYTES", len(JPEG))
    monkeypatch.setattr(exporting, "_REPLY_BYTES", 10**7)
    one = (await exports.file(extension)).content

    assert len(without) < len(one) < len(whole)


@pytest.mark.parametrize("extension", exporting.MEDIA_TYPES)
async def test_nobody_else_gets_one(exports: Exports, extension: str) -> None:
    strangers: dict[str, Any] = await create_key(exports.database, {"tenant": "globex"}, NOW)
    integrators = await create_key(exports.database, {"tenant": "acme", "scopes": ["sessions"]}, NOW)
    with pytest.raises(NotFound):
        await exports.file(extension, strangers["api_key"])
    with pytest.raises(MissingScope):
        await exports.file(extension, integrators["api_key"])
