"""The queue by which incidents go out, and its dead letters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_LONGEST_WAIT_S = 600


class Queue:
    """One SQS queue of JSON messages."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def send(self, message: dict[str, Any]) -> None:
        """Put a message on the queue."""
        self.send_text(json.dumps(message, separators=(",", ":")))

    def send_text(self, text: str) -> None:
        """Put a message on the queue as it is."""
        self._client.send_message(QueueUrl=self._url, MessageBody=text)

    def postpone(self, receipt_handle: str, receive_count: int) -> None:
        """Let a message that cannot be handled now come again: after 2, 4, 8, … and at most 600 seconds."""
        wait_s = min(_LONGEST_WAIT_S, 2 ** min(receive_count, 10))
        self._client.change_message_visibility(
            QueueUrl=self._url, ReceiptHandle=receipt_handle, VisibilityTimeout=wait_s
        )
