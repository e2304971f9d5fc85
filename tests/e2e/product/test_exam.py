"""A whole exam: what happens in it is in the report, with its times and pictures, and nothing else is."""

from __future__ import annotations

import asyncio
import time
import urllib.request
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import asyncpg
import cv2
import numpy as np
import pytest

from proctor_audit.client import ExamStream, Frame
from proctor_audit_local.playback import RECORDED, Playback, play, settled_report
from proctor_audit_local.sample_exam import Event, SampleExam, on_demand
from proctor_audit_local.sample_exam.scenes import Stage
from proctor_audit_local.stack import LocalStack
from tests.e2e.product.aws import client_of
from tests.e2e.product.conftest import Tenant

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]


async def test_the_sample_exam_from_key_to_report(stack: LocalStack, tenant: Tenant, drawn: Stage) -> None:
    exam = SampleExam(stage=drawn)
    access = await tenant.access(policy=RECORDED)
    progress: list[float] = []

    def watch(t_s: float, _playback: Playback) -> None:
        progress.append(t_s)

    playback = await play(access, on_demand(exam, 10), exam.duration_s, 8.0, watch)
    report = await settled_report(stack.http_url, tenant.api_key, access.session_id, playback)

    assert playback.errors == []
    assert playback.frames == report["quality"]["frames"]
    # Twice a second while it is quiet, and more where something happens.
    assert exam.duration_s * 2 < playback.frames < exam.duration_s * 3
    assert len(playback.round_trips_ms) < playback.frames
    assert progress == sorted(progress)
    start_ms = _epoch_ms(report["session"]["first_frame_at"])
    told = [(i["kind"], (_epoch_ms(i["started_at"]) - start_ms) / 1000, i["duration_s"]) for i in report["incidents"]]
    staged = [(e.kind, e.start_s, e.end_s) for e in exam.events if e.kind != "dark"]
    assert [kind for kind, _, _ in told] == [kind for kind, _, _ in staged]
    for (kind, began_s, lasted_s), (_, start_s, end_s) in zip(told, staged, strict=True):
        assert abs(began_s - start_s) <= 1.5, (kind, began_s, start_s)
        assert abs(began_s + lasted_s - end_s) <= 1.5, (kind, began_s, lasted_s)
    dark = next(e for e in exam.events if e.kind == "dark")
    assert report["quality"]["uncertain_frames"] == pytest.approx((dark.end_s - dark.start_s) * 2, abs=3)
    assert [period["reason"] for period in report["quality"]["periods"]] == ["too_dark"]
    assert report["gaps"] == []
    assert 0 < report["score"]["value"] <= 100

    for incident in report["incidents"]:
        assert set(incident["evidence"]) >= {"first", "confirmed"}
        for link in incident["evidence"].values():
            picture = await asyncio.to_thread(_picture, link)
            assert picture.shape == (240, 320, 3)

    connection = await asyncpg.connect(stack.dsn)
    stored = await connection.fetch("SELECT kind, ended_at FROM incidents WHERE session_id = $1", access.session_id)
    await connection.close()
    assert sorted(row["kind"] for row in stored) == sorted([*(kind for kind, _, _ in told), "poor_picture"])
    assert all(row["ended_at"] is not None for row in stored)
    item = _item(stack, access.session_id)
    assert len(item["state"]["B"]) < 700


async def test_a_quiet_exam_touches_neither_queue_nor_bucket(stack: LocalStack, tenant: Tenant, drawn: Stage) -> None:
    exam = SampleExam((), 20.0, stage=drawn)
    access = await tenant.access(policy=RECORDED)
    playback = await play(access, on_demand(exam, 10), exam.duration_s, 8.0, lambda *_: None)
    assert playback.frames == pytest.approx(40, abs=2)
    # In fours, but for what follows a blink.
    assert len(playback.round_trips_ms) <= 13
    report = await settled_report(stack.http_url, tenant.api_key, access.session_id, playback)
    assert report["incidents"] == report["gaps"] == []
    assert report["score"]["value"] == 0
    assert report["score"]["summary"] == "Nothing was confirmed."
    bucket = stack.outputs["EvidenceBucket"]
    kept = client_of(stack, "s3").list_objects_v2(Bucket=bucket)
    assert not [o["Key"] for o in kept.get("Contents", []) if access.session_id in o["Key"]]


async def test_a_camera_is_followed_as_the_replies_ask(tenant: Tenant, drawn: Stage) -> None:
    exam = SampleExam((Event("face_absent", 4.0, 10.0),), 12.0, stage=drawn)
    began_ms = round(time.time() * 1000)

    async def camera() -> AsyncIterator[Frame]:
        for t_s, picture in on_demand(exam, 10):
            await asyncio.sleep(0.02)
            yield Frame(picture, began_ms + round(t_s * 1000))

    async with ExamStream(await tenant.access(policy=RECORDED)) as stream:
        replies = [message async for message in stream.follow(camera())]
    assert {reply["type"] for message in replies for reply in message} == {"frame"}
    assert len(replies[0]) == 4, "in batches while it is quiet"
    assert min(map(len, replies)) == 1, "one by one while somebody may be missing"
    opened = {i["kind"] for message in replies for reply in message for i in reply["incidents"]}
    assert opened == {"face_absent"}


def _item(stack: LocalStack, session_id: str) -> dict[str, Any]:
    client = client_of(stack, "dynamodb")
    answer = client.get_item(TableName=stack.outputs["SessionsTable"], Key={"session_id": {"S": session_id}})
    item: dict[str, Any] = answer["Item"]
    return item


def _picture(link: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with urllib.request.urlopen(link, timeout=10) as response:
        picture = cv2.imdecode(np.frombuffer(response.read(), np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(picture, np.uint8)


def _epoch_ms(text: str) -> float:
    return datetime.fromisoformat(text).timestamp() * 1000
