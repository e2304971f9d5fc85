"""Frame messages against real stores, with what each picture shows written down instead of seen."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence

import boto3
import numpy as np
import pytest
from numpy.typing import NDArray

from proctor_audit.judgement.state import decode
from proctor_audit.services.leaving import leave
from proctor_audit.services.live_sessions import Speaker
from proctor_audit.stores import hot_path
from proctor_audit.stores.aws import s3_client
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionItem
from proctor_audit.stores.signed_http import Answer, AwsError, Service
from proctor_audit.vision import Glance
from tests.integration.services.candidate import JPEG, SESSION, Exam, kinds
from tests.unit.judgement.observations import CALM, NOBODY, main_face, observation, pacing


def test_two_processes_that_both_remember_the_session_judge_as_one(exam: Exam) -> None:
    """Each has a stale memory of it half of the time; the condition on the version keeps them honest."""
    processes = [exam.process(), exam.process()]
    for n in range(24):
        reply = exam.frame(processes[n % 2], NOBODY if 4 <= n < 14 else CALM)
        assert (reply["type"], reply["late"]) == ("frame", False)
    assert kinds(exam.queued())[0] == ("face_absent", "opened")
    item = exam.sessions.get(SESSION)
    assert item is not None
    assert decode(item.state).frames == 24


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of AWS: operations of DynamoDB and SQS, methods of S3."""
    asked: list[str] = []
    request = Service.request

    def noted(service: Service, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        asked.append(headers.get("x-amz-target", method).rpartition(".")[2])
        return request(service, method, path, headers, body)

    monkeypatch.setattr(Service, "request", noted)
    return asked


@pytest.mark.parametrize("frames", [1, 4])
def test_a_quiet_message_is_one_write_and_nothing_else(
    exam: Exam, calls: list[str], capfd: pytest.CaptureFixture[str], frames: int
) -> None:
    process = exam.process()
    exam.batch(process, CALM, frames)
    assert calls == ["GetItem", "UpdateItem"]
    calls.clear()
    for _ in range(10):
        exam.batch(process, CALM, frames)
    assert calls == ["UpdateItem"] * 10
    assert capfd.readouterr() == ("", "")


def test_one_line_a_minute_tells_what_was_judged(exam: Exam, capfd: pytest.CaptureFixture[str]) -> None:
    process = exam.process()
    for _ in range(35):
        exam.batch(process, CALM, 4)
    (line,) = capfd.readouterr().out.splitlines()
    told = json.loads(line)
    assert {"frames": [124.0], "messages": [31.0], "state_reads": [1.0]}.items() <= told.items()
    assert len(told["message"]) == 31
    assert SESSION not in line


def test_once_another_process_was_faster_frames_in_between_are_read_and_not_written_over(
    exam: Exam, calls: list[str]
) -> None:
    one, other = exam.process(), exam.process()
    exam.batch(one, CALM, 2)
    exam.batch(other, CALM, 2)
    calls.clear()
    exam.batch(one, CALM, 2)  # does not know of the other yet: the write is refused and done again
    assert calls == ["UpdateItem", "UpdateItem"]
    exam.batch(other, CALM, 2)
    calls.clear()
    for _ in range(3):
        exam.batch(one, CALM, 2)
        exam.batch(other, CALM, 2)
    assert calls == ["GetItem", "UpdateItem"] * 6
    calls.clear()
    exam.batch(other, CALM, 2)  # its own frames were the last ones
    assert calls == ["UpdateItem"]


def test_while_the_session_is_read_its_pictures_are_glanced_at(exam: Exam, monkeypatch: pytest.MonkeyPatch) -> None:
    get, glanced = exam.sessions.get, threading.Event()
    glance = exam.eyes.glance

    def slow(session_id: str) -> SessionItem | None:
        assert glanced.wait(10), "nothing was glanced at"
        return get(session_id)

    def noted(pictures: Sequence[NDArray[np.uint8]]) -> list[Glance]:
        glanced.set()
        return glance(pictures)

    monkeypatch.setattr(exam.sessions, "get", slow)
    monkeypatch.setattr(exam.eyes, "glance", noted)
    assert exam.batch(exam.process(), CALM, 4)["type"] == "frames"
    assert (exam.eyes.glances, len(exam.eyes.foci)) == (4, 4)


def test_incidents_that_cannot_be_queued_go_with_the_next_message_of_any_process(exam: Exam) -> None:
    cut_off = exam.process(queue_url=exam.queue_url + "-gone")
    opened = [exam.frame(cut_off, pacing(n))["incidents"] for n in range(4)]
    assert [i["state"] for changes in opened for i in changes] == ["opened"]
    assert exam.queued() == []
    process = exam.process()
    exam.frame(process, pacing(4))
    (told,) = exam.queued()
    assert [incident["kind"] for incident in told["incidents"]] == ["multiple_faces"]
    # Once it has gone, the next write forgets it, for every process.
    exam.frame(process)
    exam.frame(exam.process())
    assert exam.queued() == []


def test_an_incident_without_its_picture_is_still_told(exam: Exam) -> None:
    process = exam.process(bucket="no-such-bucket-anywhere")
    replies = [exam.frame(process, pacing(n)) for n in range(4)]
    assert all(reply["type"] == "frame" for reply in replies)
    assert kinds(exam.queued()) == [("multiple_faces", "opened")]


def test_pictures_of_a_confirmed_incident_are_kept(exam: Exam) -> None:
    process = exam.process()
    for n in range(12):
        exam.frame(process, pacing(n) if n < 8 else CALM)
    keys = [o["Key"] for o in s3_client().list_objects_v2(Bucket=exam.bucket)["Contents"]]
    assert sorted(key.split("/")[0] + "/" + key.split("/")[-1] for key in keys) == [
        "evidence/confirmed.jpg",
        "evidence/first.jpg",
        "evidence/last.jpg",
        "suspicion/first.jpg",
    ]


def test_leaving_ends_what_is_open_and_tells_how_far_the_session_came(exam: Exam) -> None:
    process = exam.process()
    for _ in range(8):
        exam.frame(process, NOBODY)
    exam.queued()
    queue = Queue(hot_path.sqs(), exam.queue_url)
    assert leave(exam.sessions, queue, SESSION, "first", exam.clock.now_s + 20)
    (news,) = exam.queued()
    assert kinds([news]) == [("face_absent", "closed")]
    assert news["progress"]["frames"] == 8
    assert news["progress"]["left_at_ms"] - news["progress"]["last_frame_at_ms"] == pytest.approx(20_000, abs=2)
    assert not leave(exam.sessions, queue, SESSION, "first", exam.clock.now_s)


def test_a_socket_that_was_superseded_ends_nothing(exam: Exam) -> None:
    process = exam.process()
    for _ in range(8):
        exam.frame(process, NOBODY)
    exam.connect("second")
    assert not leave(exam.sessions, Queue(hot_path.sqs(), exam.queue_url), SESSION, "first", exam.clock.now_s)
    assert exam.frame(process, NOBODY)["late"] is False
    old = Speaker(SESSION, "acme", "first")
    body = json.dumps({"action": "frame", "seq": 99, "image": JPEG})
    assert json.loads(process.reply_to(old, body))["error"]["code"] == "session_superseded"


def test_what_the_queue_did_not_take_at_the_end_is_in_the_session_still(exam: Exam) -> None:
    process = exam.process()
    for _ in range(8):
        exam.frame(process, NOBODY)
    exam.queued()
    gone = Queue(hot_path.sqs(), exam.queue_url + "-gone")
    with pytest.raises(AwsError, match="QueueDoesNotExist"):
        leave(exam.sessions, gone, SESSION, "first", exam.clock.now_s)
    exam.connect("second")
    exam.frame(exam.process())
    assert ("face_absent", "closed") in kinds(exam.queued())


def test_one_candidate_cannot_take_everything(exam: Exam) -> None:
    process = exam.process()
    body = {"action": "frame", "frames": [{"seq": n, "image": JPEG} for n in range(8)]}

    def taken() -> int:
        answers = [json.loads(process.reply_to(exam.speaker, json.dumps(body))) for _ in range(40)]
        refused = [answer["error"]["code"] for answer in answers if answer["type"] == "error"]
        assert set(refused) == {"too_fast"}
        return len(answers) - len(refused)

    # 240 at once: thirty messages, of which all but the first are repeated frames. Then thirty a second.
    assert taken() == 30
    for _ in range(4):
        exam.clock.now_s += 0.8
        assert taken() == 3


@pytest.mark.parametrize(("case", "code"), [("over", "session_expired"), ("revoked", "session_revoked")])
def test_frames_of_a_session_that_is_not_open(exam: Exam, case: str, code: str) -> None:
    process = exam.process()
    assert exam.frame(process)["type"] == "frame"
    if case == "over":
        exam.clock.now_s += 3_600
    else:
        exam.sessions.revoke(SESSION)
    assert exam.frame(process)["error"]["code"] == code


def test_an_item_that_was_deleted_meanwhile(exam: Exam, sessions_table: str) -> None:
    process = exam.process()
    exam.frame(process)
    boto3.client("dynamodb").delete_item(TableName=sessions_table, Key={"session_id": {"S": SESSION}})
    assert exam.frame(process)["error"]["code"] == "session_expired"


def test_each_frame_of_a_batch_is_looked_at_by_what_the_one_before_showed(exam: Exam) -> None:
    """Far faces are searched for only when it is due, the candidate is kept by place, whichever process looks."""
    exam.batch(exam.process(), CALM, 8)
    exam.batch(exam.process(), observation(main_face(at=(0.3, 0.6))), 4)
    foci = exam.eyes.foci
    due = [n for n, focus in enumerate(foci) if focus.search]
    assert due == list(range(0, 12, 4))
    assert [focus.candidate for focus in foci] == [None, *[(0.5, 0.4)] * 8, *[(0.3, 0.6)] * 3]
    assert {focus.other for focus in foci} == {None}
    # Somebody else is followed from one frame to the next.
    exam.batch(exam.process(), pacing(0), 3)
    assert [(focus.search, focus.other) for focus in exam.eyes.foci[13:]] == [(True, (0.82, 0.15))] * 2


def test_looks_at_targets_are_learned_from_and_accuse_nobody(exam: Exam) -> None:
    process = exam.process()
    exam.batch(process, CALM, 8)
    aside = observation(main_face(iris_shift=(0.15, -0.075)))
    reply = exam.batch(process, aside, 8, target="right")
    assert [result["incidents"] for result in reply["results"]] == [[]] * 8
    item = exam.sessions.get(SESSION)
    assert item is not None
    person = decode(item.state).memory.person
    assert person is not None
    assert person.reach.right == pytest.approx(0.15, abs=0.02)
    assert person.iris[0] == pytest.approx(0, abs=0.005)
    # Without having been asked, as long a look is one to the side.
    unasked = exam.batch(process, observation(main_face(iris_shift=(-0.15, -0.075))), 8)
    opened = [incident for result in unasked["results"] for incident in result["incidents"]]
    assert {incident["kind"] for incident in opened} == {"looking_away"}


@pytest.mark.parametrize(("times", "outcome"), [(1, "frame"), (7, "frame"), (8, "session_busy")])
def test_who_loses_a_race_judges_again_but_does_not_look_again(
    exam: Exam, monkeypatch: pytest.MonkeyPatch, times: int, outcome: str
) -> None:
    process = exam.process()
    exam.frame(process)
    lost = exam.overtaken(monkeypatch, times)
    reply = exam.frame(process)
    assert (reply["type"] if outcome == "frame" else reply["error"]["code"]) == outcome
    assert (len(lost), len(exam.eyes.foci)) == (times, 2)
    item = exam.sessions.get(SESSION)
    assert item is not None
    assert decode(item.state).frames == (2 if outcome == "frame" else 1)
