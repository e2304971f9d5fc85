"""The event source mapping: from an SQS queue to a function, as Lambda does it.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from proctor_audit_local.clock import Clock
from proctor_audit_local.declarations import QueueSource
from proctor_audit_local.invocation import Invoke, Outcome

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

logger = logging.getLogger(__name__)

# SQS hands out no more at once.
RECEIVE_LIMIT = 10
# Short, so that stopping does not wait long for a poll under way.
POLL_S = 1
RETRY_S = 1.0
FINISHES_WITHIN_S = 10.0


class EventSource:
    """Polls a queue, invokes the function with batches, and deletes what it has taken.

    What is not deleted comes back when its visibility timeout is over, and goes to the dead-letter queue
    when it has come too often: both are the queue's doing.

    Args:
        source: what the template declares.
        invoke: calls the function.
        sqs: client of the queue's service.
        queue_url: the queue.
        region: AWS region, for records.
        clock: for the batching window.
    """

    def __init__(
        self, source: QueueSource, invoke: Invoke, *, sqs: SQSClient, queue_url: str, region: str, clock: Clock
    ) -> None:
        self._source = source
        self._invoke = invoke
        self._sqs = sqs
        self._queue_url = queue_url
        self._region = region
        self._clock = clock
        self._stopping = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to poll."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Finish the batch under way, unless that takes too long: then its messages come back. Stop."""
        self._stopping = True
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=FINISHES_WITHIN_S)
            self._task.cancel()

    async def _run(self) -> None:
        while not self._stopping:
            try:
                batch = await self._collect()
                if batch:
                    await self._handle(batch)
            except (BotoCoreError, ClientError) as error:
                logger.warning("The queue %s cannot be read: %s", self._queue_url, error)
                await asyncio.sleep(RETRY_S)

    async def _collect(self) -> list[MessageTypeDef]:
        """A batch: as many as the batch size, or what has come when the window since the first is over."""
        batch: list[MessageTypeDef] = []
        closes_at_s = 0.0
        while not self._stopping:
            batch += await self._receive(self._source.batch_size - len(batch))
            if not batch:
                return batch
            closes_at_s = closes_at_s or self._clock.time_s() + self._source.window_s
            if len(batch) >= self._source.batch_size or self._clock.time_s() >= closes_at_s:
                return batch
        return batch

    async def _receive(self, count: int) -> list[MessageTypeDef]:
        answer = await asyncio.to_thread(
            self._sqs.receive_message,
            QueueUrl=self._queue_url,
            MaxNumberOfMessages=min(count, RECEIVE_LIMIT),
            WaitTimeSeconds=POLL_S,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        return answer.get("Messages", [])

    async def _handle(self, batch: Sequence[MessageTypeDef]) -> None:
        event = {"Records": [self._record(message) for message in batch]}
        outcome = await self._invoke(self._source.function, event)
        failed = failed_ids(outcome, [message["MessageId"] for message in batch], self._source.reports_failures)
        done = [message for message in batch if message["MessageId"] not in failed]
        for start in range(0, len(done), RECEIVE_LIMIT):
            await self._delete(done[start : start + RECEIVE_LIMIT])

    async def _delete(self, messages: Sequence[MessageTypeDef]) -> None:
        await asyncio.to_thread(
            self._sqs.delete_message_batch,
            QueueUrl=self._queue_url,
            Entries=[
                {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]} for index, message in enumerate(messages)
            ],
        )

    def _record(self, message: MessageTypeDef) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": dict(message.get("Attributes", {})),
            "messageAttributes": {
                name: _attribute(dict(value)) for name, value in message.get("MessageAttributes", {}).items()
            },
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._source.queue_arn,
            "awsRegion": self._region,
        }


def _attribute(value: dict[str, Any]) -> dict[str, Any]:
    """Lambda spells the keys with a small first letter."""
    return {key[0].lower() + key[1:]: item for key, item in value.items()}


def failed_ids(outcome: Outcome, message_ids: Sequence[str], reports_failures: bool) -> frozenset[str]:
    """The messages of a batch that stay in the queue.

    Args:
        outcome: what the function answered.
        message_ids: the batch.
        reports_failures: the function answers with ``batchItemFailures``.

    Returns:
        All of them when the function failed, or when its answer is malformed or names a message that is not there.
    """
    everything = frozenset(message_ids)
    if outcome.failed:
        return everything
    if not reports_failures:
        return frozenset()
    answer = outcome.answer()
    if answer is None or answer == {}:
        return frozenset()
    try:
        named = [item["itemIdentifier"] for item in answer["batchItemFailures"] or ()]
    except (TypeError, KeyError):
        return everything
    if not all(isinstance(name, str) and name in everything for name in named):
        return everything
    return frozenset(named)
