"""Nothing is lost and nothing doubled: frames late, repeated and at once; Postgres away; messages redelivered."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import asyncpg
import pytest

from proctor_audit_local.stack import LocalStack
from tests.e2e.product.aws import client_of
from tests.e2e.product.conftest import STILLS, Pictures, Tenant
from tests.e2e.product.sockets import ask, eventually, frame, socket_of

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]


async def test_late_and_repeated_frames_change_nothing(tenant: Tenant, pictures: Pictures) -> None:
    access = await tenant.access(policy=STILLS)
    now = round(time.time() * 1000)
    async with socket_of(access) as socket:
        for seq in (0, 1, 2, 5):
            assert (await ask(socket, frame(seq, pictures.calm, now + seq * 500)))["late"] is False
        for seq in (5, 3, 0, 2, 1, 4):
            late = await ask(socket, frame(seq, pictures.nobody, now + seq * 500))
            assert (late["late"], late["anomalies"], late["incidents"]) == (True, ["face_absent"], [])
    report = await eventually(lambda: tenant.report(access.session_id), lambda r: not r["session"]["connected"])
    assert report["quality"]["frames"] == 4
    assert report["incidents"] == []


async def test_messages_all_at_once_are_each_judged_once(tenant: Tenant, pictures: Pictures) -> None:
    access = await tenant.access(policy=STILLS)
    now = round(time.time() * 1000)
    async with socket_of(access) as socket:
        for seq in range(24):
            await socket.send(json.dumps({"action": "frame", **frame(seq, pictures.calm, now + seq * 100)}))
        answers = [json.loads(await asyncio.wait_for(socket.recv(), 20)) for _ in range(24)]
    judged = [a for a in answers if a["type"] == "frame" and not a["late"]]
    busy = [a for a in answers if a["type"] == "error"]
    assert {a["error"]["code"] for a in busy} <= {"session_busy"}
    report = await eventually(lambda: tenant.report(access.session_id), lambda r: not r["session"]["connected"])
    assert report["quality"]["frames"] == len(judged) >= 1


async def test_two_candidates_are_never_mixed_up(tenant: Tenant, pictures: Pictures) -> None:
    first, second = await tenant.access(policy=STILLS), await tenant.access(policy=STILLS)
    now = round(time.time() * 1000) - 20_000
    async with socket_of(first) as one, socket_of(second) as two:
        for seq in range(20):
            at_ms = now + seq * 500
            absent, calm = await asyncio.gather(
                ask(one, frame(seq, pictures.nobody, at_ms)), ask(two, frame(seq, pictures.calm, at_ms))
            )
            assert absent["metrics"]["faces"] == 0
            assert calm["metrics"]["faces"] == 1
            assert calm["incidents"] == []
    told = await eventually(
        lambda: tenant.report(first.session_id), lambda r: r["incidents"] and r["incidents"][0]["ended_at"]
    )
    assert [i["kind"] for i in told["incidents"]] == ["face_absent"]
    assert (await tenant.report(second.session_id))["incidents"] == []


async def test_postgres_killed_in_the_middle_loses_nothing(
    stack: LocalStack, tenant: Tenant, pictures: Pictures
) -> None:
    access = await tenant.access(policy=STILLS)
    now = round(time.time() * 1000) - 60_000
    async with socket_of(access) as socket:
        await ask(socket, frame(0, pictures.calm, now))
        await stack.postgres.kill()
        seen: dict[str, str] = {}
        for seq in range(1, 80):
            # Nobody, then a second person, then nobody again, with calm in between.
            what = {1: pictures.nobody, 4: pictures.visited(seq), 7: pictures.nobody}.get(seq // 10, pictures.calm)
            answer = await ask(socket, frame(seq, what, now + seq * 500))
            assert answer["type"] == "frame"
            seen.update({i["id"]: i["kind"] for i in answer["incidents"]})
    assert sorted(seen.values()) == ["face_absent", "face_absent", "multiple_faces"]
    await stack.postgres.start()
    report = await eventually(
        lambda: tenant.report(access.session_id),
        lambda r: {i["id"] for i in r["incidents"] if i["ended_at"]} == set(seen),
        within_s=60,
    )
    assert len(report["incidents"]) == 3


async def test_redelivered_messages_are_recorded_once_and_poison_goes_to_the_dead_letters(
    stack: LocalStack, tenant: Tenant, pictures: Pictures
) -> None:
    access = await tenant.access(policy=STILLS)
    now = round(time.time() * 1000) - 20_000
    async with socket_of(access) as socket:
        for seq in range(12):
            await ask(socket, frame(seq, pictures.visited(seq), now + seq * 500))
    told = await eventually(
        lambda: tenant.report(access.session_id), lambda r: r["incidents"] and r["incidents"][0]["ended_at"]
    )
    sqs = client_of(stack, "sqs")
    row: dict[str, Any] = await _incident(stack, access.session_id)
    again = {
        "session_id": access.session_id,
        "tenant_id": "acme",
        "progress": dict.fromkeys(("frames", "uncertain_frames", "anomaly_frames"), 1)
        | {"first_frame_at_ms": now, "last_frame_at_ms": now},
        "incidents": [
            {
                "id": str(row["incident_id"]),
                "kind": row["kind"],
                "state": "opened",
                "revision": 1,
                "started_at_ms": now,
                "last_seen_at_ms": now,
                "ended_at_ms": None,
                "peak": 2,
                "confidence": 0.1,
                "frames": 3,
                "evidence": [],
            }
        ],
    }
    for _ in range(3):
        sqs.send_message(QueueUrl=stack.outputs["IncidentQueueUrl"], MessageBody=json.dumps(again))
    poison = f"poison {access.session_id}"
    sqs.send_message(QueueUrl=stack.outputs["IncidentQueueUrl"], MessageBody=poison)

    async def dead() -> list[str]:
        url = stack.outputs["DeadLetterQueueUrl"]
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [message["Body"] for message in messages.get("Messages", [])]

    await eventually(dead, lambda bodies: poison in bodies)
    assert await _incident(stack, access.session_id) == row
    assert (await tenant.report(access.session_id))["incidents"][0]["confidence"] == told["incidents"][0]["confidence"]


async def _incident(stack: LocalStack, session_id: str) -> dict[str, Any]:
    connection = await asyncpg.connect(stack.dsn)
    (row,) = await connection.fetch("SELECT * FROM incidents WHERE session_id = $1", session_id)
    await connection.close()
    return dict(row)
