"""From the queue to Postgres, and what happens when that does not work."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

import pytest

from proctor_audit_local.stack import LocalStack
from tests.e2e.gateway_stack.conftest import aws, rows, until

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.stack]


async def send(stack: LocalStack, *jobs: Mapping[str, object]) -> None:
    sqs = aws(stack, "sqs")
    for start in range(0, len(jobs), 10):
        entries = [{"Id": str(n), "MessageBody": json.dumps(job)} for n, job in enumerate(jobs[start : start + 10])]
        await asyncio.to_thread(sqs.send_message_batch, QueueUrl=stack.outputs["JobsUrl"], Entries=entries)


async def waiting(stack: LocalStack, queue: str) -> int:
    """Messages in a queue, those in flight included."""
    told = await asyncio.to_thread(
        aws(stack, "sqs").get_queue_attributes, QueueUrl=stack.outputs[queue], AttributeNames=["All"]
    )
    names = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    return sum(int(told["Attributes"][name]) for name in names)


async def recorded(stack: LocalStack, prefix: str) -> dict[str, int]:
    return {job: receives for job, receives in await rows(stack) if job.startswith(prefix)}


async def test_many_are_recorded_once(stack: LocalStack) -> None:
    await send(stack, *({"id": f"many-{n:02}"} for n in range(25)))
    assert await until(lambda: recorded(stack, "many"), lambda found: len(found) >= 25)
    await until(lambda: waiting(stack, "JobsUrl"), lambda count: count == 0)
    assert list(await recorded(stack, "many")) == [f"many-{n:02}" for n in range(25)]


async def test_poison_goes_to_the_dead_letters_and_hurts_nobody(stack: LocalStack) -> None:
    await send(stack, {"id": "poison-a"}, {"id": "poison-b", "poison": True}, {"id": "poison-c"})
    assert await until(lambda: waiting(stack, "DeadJobsUrl"), lambda count: count == 1)
    assert await recorded(stack, "poison") == {"poison-a": 1, "poison-c": 1}
    (dead,) = (await asyncio.to_thread(aws(stack, "sqs").receive_message, QueueUrl=stack.outputs["DeadJobsUrl"]))[
        "Messages"
    ]
    assert json.loads(dead["Body"])["id"] == "poison-b"


@pytest.mark.parametrize("end", ["stop", "kill"])
async def test_nothing_is_lost_while_postgres_is_down(stack: LocalStack, end: str) -> None:
    dsn = stack.dsn
    await (stack.postgres.stop() if end == "stop" else stack.postgres.kill())
    assert not stack.postgres.running
    await send(stack, {"id": f"down-{end}"})
    await stack.postgres.start()
    assert stack.dsn == dsn
    found = await until(lambda: recorded(stack, f"down-{end}"), bool)
    assert list(found) == [f"down-{end}"]
    await until(lambda: waiting(stack, "JobsUrl"), lambda count: count == 0)
