"""What a browser tells, over the real socket: into the report and into Postgres, beside frames of the same session."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import datetime
from typing import Any

import asyncpg
import pytest

from proctor_audit.client import BrowserEvent, ExamStream, Frame
from proctor_audit_local.stack import LocalStack
from tests.e2e.product.conftest import Pictures, Tenant
from tests.e2e.product.sockets import ask, eventually, frame, socket_of

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]

LIVE: Any = {"incidents": {"static_feed": {"enabled": False}}}
"""Policy of a session whose frames come as they are taken, the same still over and over."""


def now_ms() -> int:
    return round(time.time() * 1000)


async def test_an_exam_with_a_browser_that_tells(stack: LocalStack, tenant: Tenant, pictures: Pictures) -> None:
    access = await tenant.access(policy=LIVE)
    began_ms = now_ms()
    hidden = BrowserEvent("tab_hidden", began_ms - 6_000, 5_200)
    async with ExamStream(access) as stream:
        await stream.send([Frame(pictures.calm, began_ms)])
        reply = await stream.tell([hidden, BrowserEvent("clipboard", began_ms - 300, None, "paste")])
        assert (reply["events"], reply["errors"]) == (2, [])
        assert {(i["kind"], i["state"]) for i in reply["incidents"]} == {
            ("tab_hidden", "closed"),
            ("clipboard", "closed"),
        }
        assert (await stream.tell([hidden]))["incidents"] == []
        # Goes on until the socket is closed.
        assert [i["state"] for i in (await stream.tell([BrowserEvent("second_screen", began_ms)]))["incidents"]] == [
            "opened"
        ]
        verdicts = await stream.send([Frame(pictures.calm, now_ms())])
        assert verdicts[0]["score"] >= reply["score"] > 0
    report = await eventually(
        lambda: tenant.report(access.session_id),
        lambda r: len(r["incidents"]) == 3 and all(i["ended_at"] for i in r["incidents"]),
    )
    told = {i["kind"]: i for i in report["incidents"]}
    assert {i["source"] for i in told.values()} == {"browser"}
    assert told["tab_hidden"]["detail"] == "the exam's tab was hidden for 5 s"
    assert told["tab_hidden"]["duration_s"] == 5.2
    assert told["clipboard"]["detail"] == "something was pasted"
    start_ms = datetime.fromisoformat(told["tab_hidden"]["started_at"]).timestamp() * 1000
    assert start_ms == pytest.approx(hidden.at_ms, abs=1)
    assert report["gaps"] == []
    assert report["session"]["incidents"] == 3
    # What went on when the last verdict came has lasted a little longer since.
    assert report["session"]["score"] == report["score"]["value"] >= verdicts[0]["score"]

    connection = await asyncpg.connect(stack.dsn)
    rows = await connection.fetch(
        "SELECT kind, detail, confidence, frames FROM incidents WHERE session_id = $1 ORDER BY kind", access.session_id
    )
    await connection.close()
    assert [tuple(row) for row in rows] == [
        ("clipboard", "paste", 1.0, 0),
        ("second_screen", "", 1.0, 0),
        ("tab_hidden", "", 1.0, 0),
    ]


async def test_frames_and_browser_events_are_in_flight_together(tenant: Tenant, pictures: Pictures) -> None:
    """Nobody waits for anybody's reply; the conditional write keeps both."""
    access = await tenant.access(policy=LIVE)
    async with socket_of(access) as socket:
        await ask(socket, frame(0, pictures.calm))
        began_ms = now_ms() - 6_000
        for n in range(6):
            await socket.send(json.dumps({"action": "frame", **frame(1 + n, pictures.calm)}))
            told = {"kind": "clipboard", "at": began_ms + 1_000 * n, "detail": "copy"}
            await socket.send(json.dumps({"action": "browser", "events": [told]}))
            await asyncio.sleep(0.05)
        answers = [json.loads(await asyncio.wait_for(socket.recv(), 20)) for _ in range(12)]
    refused = [answer["error"]["code"] for answer in answers if answer["type"] == "error"]
    assert set(refused) <= {"session_busy"}
    told_ids = {i["id"] for a in answers if a["type"] == "browser" for i in a["incidents"]}
    judged = [a for a in answers if a["type"] == "frame" and not a["late"]]
    report = await eventually(
        lambda: tenant.report(access.session_id),
        lambda r: not r["session"]["connected"] and len(r["incidents"]) == len(told_ids),
    )
    assert {i["id"] for i in report["incidents"]} == told_ids
    assert len(told_ids) >= 4, "a message that overtakes two others is taken for a repeat"
    assert report["quality"]["frames"] == 1 + len(judged)


async def test_what_is_no_event_is_refused_by_itself(tenant: Tenant) -> None:
    access = await tenant.access()
    async with socket_of(access) as socket:
        events = [{"kind": "sneezed", "at": now_ms()}, {"kind": "clipboard", "at": now_ms(), "detail": "cut"}]
        reply = await ask(socket, {"action": "browser", "events": events})
        assert (reply["type"], reply["events"]) == ("browser", 1)
        assert [(error["code"], error["event"]) for error in reply["errors"]] == [("invalid_field", 0)]
        assert [i["kind"] for i in reply["incidents"]] == ["clipboard"]
        for bad, code in (
            ({"action": "browser"}, "missing_field"),
            ({"action": "browser", "events": []}, "invalid_field"),
            ({"action": "browse"}, "unknown_action"),
        ):
            answer = await ask(socket, bad)
            assert (answer["type"], answer["error"]["code"]) == ("error", code)
        assert "browser" in answer["error"]["message"]


async def test_a_page_that_is_left_and_comes_back(tenant: Tenant, pictures: Pictures) -> None:
    rules = {**LIVE["incidents"], "monitoring_gap": {"open_after_s": 2.5}}
    access = await tenant.access(policy={"incidents": rules})
    async with ExamStream(access) as stream:
        await stream.send([Frame(pictures.calm, now_ms())])
        await stream.tell([BrowserEvent("tab_hidden", now_ms()), BrowserEvent("page_left", now_ms())])
    await asyncio.sleep(3)
    report = await tenant.report(access.session_id)
    assert report["incidents"] == []
    candidate = report["session"]["candidate_id"]
    async with ExamStream(await tenant.access(candidate)) as stream:
        (verdict,) = await stream.send([Frame(pictures.calm, now_ms())])
    assert {i["kind"] for i in verdict["incidents"]} == {"tab_hidden", "monitoring_gap"}
    report = await eventually(lambda: tenant.report(access.session_id), lambda r: bool(r["incidents"]))
    (left,) = report["incidents"]
    assert left["detail"].startswith("the exam's page was left for")
    (gap,) = report["gaps"]
    assert (gap["explained_by"], gap["points"]) == ("tab_hidden", 0.0)
    assert {part["kind"] for part in report["score"]["contributions"]} == {"tab_hidden"}
