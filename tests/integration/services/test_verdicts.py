"""Verdicts: what they change, what they leave, and who may give them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from proctor_audit.errors import AccessDenied, MissingScope, NotFound
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.reporting.scoring import rescored
from proctor_audit.services.key_keeping import create_key, revoke_key
from proctor_audit.services.reviewing import list_sessions, report
from proctor_audit.services.verdicts import give_verdict
from proctor_audit.stores.aws import s3_client
from proctor_audit.stores.database import Database
from proctor_audit.stores.evidence_links import EvidenceLinks
from proctor_audit.stores.reviews import AuditRecord, reviews
from proctor_audit.stores.sessions import SessionStore
from tests.integration.services.conftest import NOW, Opener
from tests.integration.services.reviewed_exam import incident, recorded

LATER = NOW + timedelta(minutes=5)


class Desk:
    """A reviewer before a session with two faces and a voice in it."""

    def __init__(
        self, database: Database, sessions: SessionStore, links: EvidenceLinks, key: str, session: str
    ) -> None:
        self.database = database
        self.sessions = sessions
        self.links = links
        self.key = key
        self.session = session
        self.faces = incident(session, IncidentKind.MULTIPLE_FACES)
        self.talk = incident(session, IncidentKind.TALKING, 20, peak=0.8)
        self.gap = incident(session, IncidentKind.MONITORING_GAP, 40, evidence=(), confidence=1.0)

    async def say(self, about: str | None = None, key: str | None = None, **changes: Any) -> dict[str, Any]:
        place = (self.session, about or self.faces.id)
        return await give_verdict(
            self.database, self.sessions, self.links, key or self.key, place, changes, changes.pop("at", LATER)
        )

    async def report(self) -> dict[str, Any]:
        return await report(self.database, self.sessions, self.links, self.key, self.session, LATER)

    async def listed(self, **query: Any) -> list[dict[str, Any]]:
        page = await list_sessions(self.database, self.sessions, self.key, query, LATER)
        rows: list[dict[str, Any]] = page["sessions"]
        return rows

    async def audit(self) -> list[AuditRecord]:
        async with self.database.connection() as connection:
            return await reviews(connection, self.session)


@pytest.fixture
async def desk(database: Database, sessions: SessionStore, api_key: str, opened: Opener, bucket: str) -> Desk:
    session = (await opened()).session_id
    desk = Desk(database, sessions, EvidenceLinks(s3_client(), bucket), api_key, session)
    await recorded(database, session, desk.faces, desk.talk, desk.gap)
    return desk


async def test_a_dismissed_incident_stays_and_counts_no_longer(desk: Desk) -> None:
    before = await desk.report()
    said = await desk.say(verdict="dismissed", note="A poster.")
    after = await desk.report()

    assert said["score"] == after["score"] == rescored(before, dismissed={desk.faces.id})["score"]
    assert 0 < after["score"]["value"] < before["score"]["value"]
    shown = next(one for one in after["incidents"] if one["id"] == desk.faces.id)
    assert shown["review"] == {**said["incident"]["review"]}
    assert shown["review"]["verdict"] == "dismissed"
    assert (shown["points"], shown["review"]["note"]) == (0.0, "A poster.")
    assert shown["review"]["by"].startswith(desk.key.split("_")[1])
    assert said["incident"]["evidence"].keys() == shown["evidence"].keys()
    assert all(link.startswith("http") for link in said["incident"]["evidence"].values())
    assert [row["score"] for row in await desk.listed()] == [after["score"]["value"]]


def unsigned(report: dict[str, Any]) -> dict[str, Any]:
    """Without the signatures of its links, which change by the second."""
    incidents = [
        {**incident, "evidence": {role: link.partition("?")[0] for role, link in incident["evidence"].items()}}
        for incident in report["incidents"]
    ]
    return {**report, "incidents": incidents}


async def test_a_verdict_taken_back_leaves_no_trace_but_in_the_audit(desk: Desk) -> None:
    before = await desk.report()
    await desk.say(verdict="dismissed")
    said = await desk.say(verdict=None)

    assert said["incident"]["review"] is None
    assert unsigned(await desk.report()) == unsigned(before)
    assert [(row.number, row.from_verdict, row.to_verdict) for row in await desk.audit()] == [
        (1, None, "dismissed"),
        (2, "dismissed", None),
    ]


async def test_what_is_not_said_stays(desk: Desk) -> None:
    await desk.say(note="Look again.")
    said = await desk.say(verdict="confirmed")
    assert (said["incident"]["review"]["verdict"], said["incident"]["review"]["note"]) == ("confirmed", "Look again.")
    said = await desk.say(note="")
    assert (said["incident"]["review"]["verdict"], said["incident"]["review"]["note"]) == ("confirmed", "")


async def test_a_session_is_reviewed_when_each_incident_has_a_verdict(desk: Desk) -> None:
    for about, verdict, reviewed in (
        (desk.faces.id, "confirmed", False),
        (desk.talk.id, "dismissed", True),
        (desk.faces.id, None, False),
    ):
        await desk.say(about, verdict=verdict)
        assert (await desk.report())["session"]["reviewed"] is reviewed
        assert [row["reviewed"] for row in await desk.listed()] == [reviewed]
        assert len(await desk.listed(reviewed=reviewed)) == 1
        assert await desk.listed(reviewed=not reviewed) == []


async def test_what_the_queue_still_brings_leaves_the_verdict(desk: Desk) -> None:
    await desk.say(verdict="dismissed")
    score = (await desk.report())["score"]["value"]
    await recorded(
        desk.database, desk.session, incident(desk.session, IncidentKind.MULTIPLE_FACES, revision=3, frames=9)
    )
    after = await desk.report()
    faces = next(one for one in after["incidents"] if one["id"] == desk.faces.id)

    assert (faces["frames"], faces["review"]["verdict"], after["score"]["value"]) == (9, "dismissed", score)
    assert [row["score"] for row in await desk.listed()] == [score]


async def test_of_two_reviewers_at_once_the_second_has_the_last_word_and_both_are_kept(
    desk: Desk, database: Database
) -> None:
    other = str((await create_key(database, {"tenant": "acme", "label": "night shift"}, NOW))["api_key"])
    elsewhere = Database(database._connect_arguments)
    second = Desk(elsewhere, desk.sessions, desk.links, other, desk.session)
    try:
        await asyncio.gather(desk.say(verdict="confirmed"), second.say(verdict="dismissed"))
    finally:
        await elsewhere.close()
    first, last = await desk.audit()

    assert {first.to_verdict, last.to_verdict} == {"confirmed", "dismissed"}
    assert (first.number, last.number, last.from_verdict) == (1, 2, first.to_verdict)
    faces = next(one for one in (await desk.report())["incidents"] if one["id"] == desk.faces.id)
    assert faces["review"]["verdict"] == last.to_verdict
    assert faces["review"]["by"] in (f"{last.key_label} ({last.key_prefix})", last.key_prefix)


async def test_the_same_again_by_the_same_key_is_no_change(desk: Desk, database: Database) -> None:
    await desk.say(verdict="confirmed", note="Yes.")
    await desk.say(verdict="confirmed", note="Yes.", at=LATER + timedelta(hours=1))
    await desk.say(desk.talk.id, verdict=None)
    assert len(await desk.audit()) == 1
    other = str((await create_key(database, {"tenant": "acme"}, NOW))["api_key"])
    await desk.say(key=other, verdict="confirmed")
    assert [row.from_verdict for row in await desk.audit()] == [None, "confirmed"]


@pytest.mark.parametrize(
    ("session", "about", "code"),
    [
        ("right", "right", None),
        ("right", "RIGHT", None),
        ("right", "gap", "incident_not_found"),
        ("right", "7d444840-9dc0-51d1-b245-5ffdce74fad2", "incident_not_found"),
        ("right", "' OR 1=1 --", "incident_not_found"),
        ("right", "x" * 10_000, "incident_not_found"),
        ("7d444840-9dc0-51d1-b245-5ffdce74fad2", "right", "session_not_found"),
        ("<script>", "right", "session_not_found"),
    ],
)
async def test_wrong_ids(desk: Desk, session: str, about: str, code: str | None) -> None:
    names = {"right": desk.faces.id, "RIGHT": desk.faces.id.upper(), "gap": desk.gap.id}
    desk.session = desk.session if session == "right" else session
    if code is None:
        assert (await desk.say(names[about], verdict="confirmed"))["incident"]["id"] == desk.faces.id
        return
    with pytest.raises(NotFound) as error:
        await desk.say(names.get(about, about), verdict="confirmed")
    assert error.value.code == code


async def test_who_may_not(desk: Desk, database: Database, sessions: SessionStore) -> None:
    strangers = await create_key(database, {"tenant": "globex"}, NOW)
    integrators = await create_key(database, {"tenant": "acme", "scopes": ["sessions"]}, NOW)
    revoked = await create_key(database, {"tenant": "acme"}, NOW)
    await revoke_key(database, sessions, {"prefix": revoked["prefix"]}, NOW)
    for key, refusal in (
        (strangers["api_key"], NotFound),
        (integrators["api_key"], MissingScope),
        (revoked["api_key"], AccessDenied),
        ("pa_nonsense", AccessDenied),
    ):
        with pytest.raises(refusal):
            await desk.say(key=str(key), verdict="dismissed")
    assert await desk.audit() == []
    assert all(one["review"] is None for one in (await desk.report())["incidents"])
