"""Pictures of incidents: small, the newest of each role, and none of what was only suspected long ago."""

from __future__ import annotations

import base64
from dataclasses import replace

import cv2
import numpy as np

from proctor_audit.judgement.incident import EvidenceRequest, EvidenceRole, Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit_local.analysis.evidence import Evidence
from tests.unit.proctor_audit_local.media.films import Picture, number_of, numbered

INCIDENT = Incident(
    id="i", kind=IncidentKind.FACE_ABSENT, state="closed", revision=3, started_at_ms=0, last_seen_at_ms=9,
    ended_at_ms=9, peak=0.0, confidence=1.0, frames=9, evidence=("first", "confirmed", "last"),
)  # fmt: skip


def shown(evidence: Evidence, role: str) -> Picture:
    head, data = evidence.link(INCIDENT, role).split(",")
    assert head == "data:image/jpeg;base64"
    decoded = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR_RGB)
    return np.asarray(decoded, np.uint8)


def test_the_newest_picture_of_each_role_is_kept() -> None:
    evidence = Evidence()
    roles: list[EvidenceRole] = ["first", "confirmed", "last", "last"]
    for number, role in enumerate(roles):
        evidence.keep(EvidenceRequest("i", role, number), numbered(number * 9), {"i"})
    assert evidence.roles(INCIDENT) == ("first", "confirmed", "last")
    assert [number_of(shown(evidence, role)) for role in evidence.roles(INCIDENT)] == [0, 9, 27]


def test_only_pictures_that_are_there_are_named() -> None:
    evidence = Evidence()
    evidence.keep(EvidenceRequest("i", "confirmed", 1), numbered(1), {"i"})
    evidence.keep(EvidenceRequest("other", "first", 1), numbered(1), {"i"})
    assert evidence.roles(INCIDENT) == ("confirmed",)
    assert evidence.roles(replace(INCIDENT, evidence=())) == ()


def test_pictures_are_made_small() -> None:
    evidence = Evidence()
    evidence.keep(EvidenceRequest("i", "first", 0), numbered(0, 1280, 720), {"i"})
    assert shown(evidence, "first").shape == (360, 640, 3)


def test_old_suspicions_go_and_incidents_stay() -> None:
    evidence = Evidence()
    for number in range(300):
        evidence.keep(EvidenceRequest(f"s{number}", "first", number), numbered(0, 32, 32), {"s0"})
    kept = [n for n in range(300) if evidence.roles(replace(INCIDENT, id=f"s{n}"))]
    assert kept == [0, *range(100, 300)]
