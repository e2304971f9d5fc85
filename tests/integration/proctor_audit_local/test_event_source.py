"""Batches from a real queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import pytest_asyncio

from proctor_audit_local.clock import SystemClock
from proctor_audit_local.declarations import QueueSource
from proctor_audit_local.event_source import EventSource
from proctor_audit_local.invocation import Outcome

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

pytestmark = pytest.mark.asyncio(loop_scope="session")
PATIENCE_S = 30.0


class Batches:
    """A function that keeps what it is given."""

    def __init__(self) -> None:
        self.events: list[Mapping[str, Any]] = []
        self.came = asyncio.Condition()

    async def invoke(self, function: str, event: Mapping[str, Any]) -> Outcome:
        assert function == "Work"
        async with self.came:
            self.events.append(event)
            self.came.notify_all()
        return Outcome(b"null")

    def sizes(self) -> list[int]:
        return [len(event["Records"]) for event in self.events]

    async def records(self, count: int) -> list[dict[str, Any]]:
        """All records so far, once there are so many."""
        async with asyncio.timeout(PATIENCE_S), self.came:
            await self.came.wait_for(lambda: sum(self.sizes()) >= count)
        return [record for event in self.events for record in event["Records"]]


@pytest.fixture
def sqs(services: Any) -> SQSClient:
    return boto3.client("sqs", endpoint_url=services.endpoint_url, region_name="us-east-1")


@pytest_asyncio.fixture(loop_scope="session")
async def batches() -> AsyncIterator[Batches]:
    yield Batches()


def source(sqs: SQSClient, queue_url: str, batches: Batches, *, size: int, window_s: float) -> EventSource:
    arn = f"arn:aws:sqs:us-east-1:000000000000:{queue_url.rsplit('/', 1)[1]}"
    declared = QueueSource("Work", arn, batch_size=size, window_s=window_s, reports_failures=False)
    return EventSource(declared, batches.invoke, sqs=sqs, queue_url=queue_url, region="us-east-1", clock=SystemClock())


def send(sqs: SQSClient, queue_url: str, count: int) -> None:
    for n in range(count):
        attributes: Any = {"kind": {"DataType": "String", "StringValue": "test"}}
        sqs.send_message(QueueUrl=queue_url, MessageBody=str(n), MessageAttributes=attributes)


async def test_batches_over_ten_are_collected_within_the_window(
    sqs: SQSClient, queue_url: str, batches: Batches
) -> None:
    send(sqs, queue_url, 25)
    polling = source(sqs, queue_url, batches, size=15, window_s=1.0)
    polling.start()
    await batches.records(25)
    await polling.close()
    assert batches.sizes() == [15, 10]


async def test_without_a_window_what_is_there_goes(sqs: SQSClient, queue_url: str, batches: Batches) -> None:
    send(sqs, queue_url, 3)
    polling = source(sqs, queue_url, batches, size=10, window_s=0.0)
    polling.start()
    records = await batches.records(3)
    await polling.close()
    assert sorted(record["body"] for record in records) == ["0", "1", "2"]
    left = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["All"])["Attributes"]
    assert (left["ApproximateNumberOfMessages"], left["ApproximateNumberOfMessagesNotVisible"]) == ("0", "0")


async def test_record(sqs: SQSClient, queue_url: str, batches: Batches) -> None:
    send(sqs, queue_url, 1)
    polling = source(sqs, queue_url, batches, size=10, window_s=0.0)
    polling.start()
    (record,) = await batches.records(1)
    await polling.close()
    assert set(record) == {
        "messageId", "receiptHandle", "body", "attributes", "messageAttributes",
        "md5OfBody", "eventSource", "eventSourceARN", "awsRegion",
    }  # fmt: skip
    assert record["eventSource"] == "aws:sqs"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert {"SentTimestamp", "ApproximateFirstReceiveTimestamp"} <= set(record["attributes"])
    assert record["messageAttributes"]["kind"]["stringValue"] == "test"
    assert record["messageAttributes"]["kind"]["dataType"] == "String"
