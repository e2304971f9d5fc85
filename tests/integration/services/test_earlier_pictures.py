"""Pictures from before an incident: from the message to the bucket and the list of what is there."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from proctor_audit.judgement.state import decode
from proctor_audit.services.live_sessions import Speaker
from proctor_audit.stores.aws import s3_client
from proctor_audit.stores.evidence_links import EvidenceLinks
from tests.integration.services.candidate import JPEG, SESSION, Exam
from tests.unit.judgement.observations import CALM, NOBODY


class Asked:
    """A candidate who has left, and whose browser has been asked."""

    def __init__(self, exam: Exam) -> None:
        self.exam, self.process = exam, exam.process()
        self.service = exam.earlier(self.process)
        for _ in range(10):
            exam.frame(self.process)
        changes = [change for _ in range(10) for change in exam.frame(self.process, NOBODY)["incidents"]]
        ((self.incident, self.earlier),) = [(c["id"], c["earlier"]) for c in changes if "earlier" in c]

    def picture(self, before_ms: int, image: Any = JPEG) -> dict[str, Any]:
        return {"captured_at": self.earlier["before"] - before_ms, "image": image}

    def send(self, *pictures: Any, speaker: Speaker | None = None, **more: Any) -> dict[str, Any]:
        message = {"action": "evidence", "incident": self.incident, "pictures": pictures, **more}
        reply: dict[str, Any] = json.loads(self.service.reply_to(speaker or self.exam.speaker, json.dumps(message)))
        return reply

    def kept(self) -> dict[str, list[str]]:
        return EvidenceLinks(s3_client(), self.exam.bucket).earlier("acme", SESSION)


@pytest.fixture
def asked(exam: Exam) -> Asked:
    return Asked(exam)


def test_what_was_asked_for_is_kept_and_found(asked: Asked) -> None:
    assert asked.earlier["pictures"] == 3
    reply = asked.send(asked.picture(8_200), asked.picture(4_000), asked.picture(1_400))
    assert reply == {"type": "evidence", "incident": asked.incident, "pictures": 3, "errors": []}
    assert {incident: sorted(roles) for incident, roles in asked.kept().items()} == {
        asked.incident: ["earlier-1", "earlier-4", "earlier-8"]
    }
    # Again: the same pictures in the same places.
    assert asked.send(asked.picture(8_200))["pictures"] == 1
    assert len(asked.kept()[asked.incident]) == 3
    assert EvidenceLinks(s3_client(), asked.exam.bucket).earlier("acme", SESSION, asked.incident) == asked.kept()
    assert EvidenceLinks(s3_client(), asked.exam.bucket).earlier("acme", SESSION, SESSION) == {}


def test_a_picture_is_encoded_anew(asked: Asked) -> None:
    asked.send(asked.picture(4_000))
    links = EvidenceLinks(s3_client(), asked.exam.bucket)
    listed = s3_client().list_objects_v2(Bucket=asked.exam.bucket, Prefix=f"evidence/acme/{SESSION}/earlier/")
    (key,) = [found["Key"] for found in listed["Contents"]]
    stored = s3_client().get_object(Bucket=asked.exam.bucket, Key=key)["Body"].read()
    assert stored[:3] == b"\xff\xd8\xff"
    assert key in links.link("acme", SESSION, asked.incident, "earlier-4")


def test_a_bad_picture_is_refused_by_itself(asked: Asked) -> None:
    reply = asked.send(asked.picture(4_000, "bm8gcGljdHVyZQ=="), asked.picture(-500), asked.picture(2_000))
    assert reply["pictures"] == 1
    assert [(error["code"], error["picture"]) for error in reply["errors"]] == [
        ("not_an_image", 0),
        ("picture_untimely", 1),
    ]
    assert asked.kept() == {asked.incident: ["earlier-2"]}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"incident": SESSION}, "not_asked_for"),
        ({"incident": "the one"}, "invalid_field"),
        ({"pictures": []}, "invalid_field"),
        ({"pictures": [{}] * 4}, "invalid_field"),
        ({"pictures": "none"}, "invalid_field"),
    ],
)
def test_a_bad_message(asked: Asked, message: dict[str, Any], code: str) -> None:
    assert asked.send(asked.picture(4_000), **message)["error"]["code"] == code
    assert asked.kept() == {}


def test_only_the_sessions_own_connection_may_send(asked: Asked) -> None:
    stranger = replace(asked.exam.speaker, connection_id="another")
    assert asked.send(asked.picture(4_000), speaker=stranger)["error"]["code"] == "session_superseded"
    assert asked.kept() == {}


def test_after_a_minute_it_is_too_late(asked: Asked) -> None:
    for _ in range(130):
        asked.exam.frame(asked.process, CALM)
    assert asked.send(asked.picture(4_000))["error"]["code"] == "not_asked_for"


def test_who_sends_no_frames_any_more_does_not_stop_the_minute(asked: Asked) -> None:
    asked.exam.clock.now_s += 61
    assert asked.send(asked.picture(4_000))["error"]["code"] == "not_asked_for"
    assert asked.kept() == {}


@pytest.mark.parametrize("silent_s", [0, 30])
def test_nobody_can_flood_the_bucket_of_any_process_nor_by_sending_no_frames(asked: Asked, silent_s: int) -> None:
    asked.exam.clock.now_s += silent_s
    services = [asked.service, asked.exam.earlier(asked.exam.process())]
    codes = []
    for n in range(20):
        asked.service = services[n % 2]
        reply = asked.send(*[asked.picture(1_000 * n) for n in (3, 2, 1)])
        codes.append(reply.get("error", {}).get("code"))
    # Thirty of at most 240 frames each.
    taken = codes.count(None)
    assert 6 <= taken <= 8
    assert codes == [None] * taken + ["too_fast"] * (20 - taken)
    assert len(asked.kept()[asked.incident]) == 3


def test_of_the_session_only_the_frame_budget_changes(asked: Asked) -> None:
    before = asked.exam.sessions.get(SESSION)
    asked.send(asked.picture(4_000))
    after = asked.exam.sessions.get(SESSION)
    assert before is not None
    assert after is not None
    was, now = decode(before.state), decode(after.state)
    assert now == replace(was, budget=now.budget)
    assert now.budget < was.budget
    assert asked.exam.frame(asked.process)["late"] is False


def test_where_the_bucket_cannot_be_asked_a_report_does_without(asked: Asked) -> None:
    asked.send(asked.picture(4_000))
    assert EvidenceLinks(s3_client(), "no-such-bucket-anywhere").earlier("acme", SESSION) == {}
