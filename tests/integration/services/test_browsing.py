"""Browser messages against real stores, beside frames of the same session."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from proctor_audit.judgement.state import SessionState, decode
from proctor_audit.services.leaving import leave
from proctor_audit.services.live_sessions import Speaker
from proctor_audit.stores import hot_path
from proctor_audit.stores.queue import Queue
from tests.integration.services.candidate import NOW_S, SESSION, Exam, kinds
from tests.unit.judgement.observations import CALM


def stored(exam: Exam) -> SessionState:
    item = exam.sessions.get(SESSION)
    assert item is not None
    return decode(item.state)


def test_what_a_browser_tells_is_answered_stored_and_queued(exam: Exam) -> None:
    exam.frame(exam.process())
    browser = exam.browser()
    begins = exam.tell(browser, exam.ago("tab_hidden", 0.2), exam.ago("second_screen", 0.2))
    assert (begins["type"], begins["events"], begins["errors"]) == ("browser", 2, [])
    assert [(i["kind"], i["state"]) for i in begins["incidents"]] == [("second_screen", "opened")]
    exam.clock.now_s += 5
    ends = exam.tell(browser, exam.ago("tab_hidden", 5.2, 5.2), {"kind": "tab_hidden"})
    assert [(i["kind"], i["state"]) for i in ends["incidents"]] == [
        ("tab_hidden", "closed"),
        ("second_screen", "updated"),
    ]
    assert [(error["code"], error["event"]) for error in ends["errors"]] == [("missing_field", 1)]
    assert ends["score"] > begins["score"] > 0
    told = exam.queued()
    assert kinds(told) == [("second_screen", "opened"), ("tab_hidden", "closed"), ("second_screen", "updated")]
    assert told[-1]["progress"]["frames"] == 1
    # Sent; this process does not send it again.
    exam.tell(browser, exam.ago("window_blurred", 0))
    assert exam.queued() == []


def test_the_same_message_again_writes_nothing(exam: Exam) -> None:
    browser = exam.browser()
    events = [exam.ago("tab_hidden", 5, 5), exam.ago("clipboard", 1, detail="copy")]
    exam.tell(browser, *events)
    item = exam.sessions.get(SESSION)
    first = exam.queued()
    for process in (browser, exam.browser()):
        again = exam.tell(process, *events)
        assert (again["events"], again["incidents"]) == (2, [])
    assert exam.sessions.get(SESSION) == item
    assert len(kinds(first)) == 2
    assert exam.queued() == []


def test_frames_and_browser_events_at_once_lose_nothing(exam: Exam) -> None:
    """Both build upon the same item; whoever loses a race judges again with what the other stored."""
    frames, browser = exam.process(), exam.browser()
    exam.frame(frames)
    events = [exam.ago("clipboard", 2 - n / 10, detail="paste") for n in range(12)]

    def told(event: dict[str, object]) -> str:
        # Frames without a pause may win eight races in a row: then a client sends again.
        while (reply := exam.tell(browser, event)).get("error", {}).get("code") == "session_busy":
            pass
        return str(reply["type"])

    with ThreadPoolExecutor(1) as pool:
        answers = pool.map(told, events)
        judged = [exam.frame(frames)["type"] for _ in range(12)]
        assert list(answers) == ["browser"] * 12
    assert judged == ["frame"] * 12
    assert stored(exam).frames == 13
    assert {kind for kind, _ in kinds(exam.queued())} == {"clipboard"}
    assert stored(exam).loads == {"clipboard": 3.0}


@pytest.mark.parametrize(("times", "outcome"), [(1, "browser"), (7, "browser"), (8, "session_busy")])
def test_who_loses_a_race_judges_again(exam: Exam, monkeypatch: pytest.MonkeyPatch, times: int, outcome: str) -> None:
    exam.overtaken(monkeypatch, times)
    reply = exam.tell(exam.browser(), exam.ago("tab_hidden", 5, 5))
    assert (reply["type"] if outcome == "browser" else reply["error"]["code"]) == outcome
    assert ("tab_hidden" in stored(exam).loads if outcome == "browser" else not exam.queued()) is True


def test_what_cannot_be_queued_goes_with_the_next_message(exam: Exam) -> None:
    cut_off = exam.browser(queue_url=exam.queue_url + "-gone")
    reply = exam.tell(cut_off, exam.ago("tab_hidden", 5, 5))
    assert [i["state"] for i in reply["incidents"]] == ["closed"]
    assert exam.queued() == []
    exam.frame(exam.process())
    assert kinds(exam.queued()) == [("tab_hidden", "closed")]


def test_what_goes_on_ends_with_the_socket(exam: Exam) -> None:
    """Also where no frame has come."""
    exam.tell(exam.browser(), exam.ago("tab_hidden", 0), exam.ago("page_left", 0))
    assert leave(exam.sessions, Queue(hot_path.sqs(), exam.queue_url), SESSION, "first", exam.clock.now_s + 0.1)
    assert exam.queued() == []
    exam.connect("second")
    exam.tell(exam.browser(), exam.ago("fullscreen_left", 0))
    assert leave(exam.sessions, Queue(hot_path.sqs(), exam.queue_url), SESSION, "second", exam.clock.now_s + 7)
    (news,) = exam.queued()
    assert kinds([news]) == [("fullscreen_left", "closed")]
    assert news["incidents"][0]["ended_at_ms"] - news["incidents"][0]["started_at_ms"] == pytest.approx(7_000, abs=2)
    assert (news["progress"]["frames"], news["progress"]["last_frame_at_ms"]) == (0, None)


def test_a_hidden_tab_explains_the_gap_in_the_frames(exam: Exam) -> None:
    frames, browser = exam.process(), exam.browser()
    exam.frame(frames)
    exam.tell(browser, exam.ago("tab_hidden", 0))
    exam.clock.now_s += 30
    reply = exam.frame(frames)
    exam.tell(browser, exam.ago("tab_hidden", 30.5, 30))
    assert [i["kind"] for i in reply["incidents"]] == ["monitoring_gap"]
    told = {i["kind"]: i for message in exam.queued() for i in message["incidents"]}
    assert (told["monitoring_gap"]["confidence"], told["monitoring_gap"]["detail"]) == (0.0, "hidden")
    assert told["tab_hidden"]["state"] == "closed"
    assert stored(exam).loads.keys() == {"tab_hidden"}


def test_one_candidate_cannot_tell_without_end(exam: Exam) -> None:
    browser = exam.browser()
    answers = [
        exam.tell(browser, *(exam.ago("clipboard", n + k / 100, detail="cut") for k in range(50))) for n in range(5)
    ]
    assert [answer["type"] for answer in answers] == ["browser"] * 4 + ["error"]
    assert answers[-1]["error"]["code"] == "too_fast"
    exam.clock.now_s += 10
    assert exam.tell(browser, exam.ago("clipboard", 0, detail="cut"))["type"] == "browser"


def expired(exam: Exam) -> None:
    exam.clock.now_s = NOW_S + 3_600


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (expired, "session_expired"),
        (lambda exam: exam.sessions.revoke(SESSION), "session_revoked"),
        (lambda exam: exam.sessions.bind(SESSION, "second", int(NOW_S)), "session_superseded"),
    ],
)
def test_sessions_that_are_not_open(exam: Exam, spoil: Callable[[Exam], object], code: str) -> None:
    spoil(exam)
    assert exam.tell(exam.browser(), exam.ago("tab_hidden", 5, 5))["error"]["code"] == code
    assert exam.queued() == []


def test_a_message_that_is_none(exam: Exam) -> None:
    reply = json.loads(exam.browser().reply_to(Speaker(SESSION, "acme", "first"), '{"action":"browser"}'))
    assert (reply["type"], reply["error"]["code"]) == ("error", "missing_field")
    assert exam.frame(exam.process(), CALM)["type"] == "frame"
