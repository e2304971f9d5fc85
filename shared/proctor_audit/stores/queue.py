"""The queue by which incidents go out, and its dead letters."""

from __future__ import annotations

import json
from typing import Any

from proctor_audit.stores.signed_http import JsonService

_LONGEST_WAIT_S = 600


class Queue:
    """One SQS queue of JSON messages.

    Args:
        sqs: the service.
        url: of the queue.
    """

    def __init__(self, sqs: JsonService, url: str) -> None:
        self._sqs = sqs
        self._url = url

    def send(self, message: dict[str, Any]) -> None:
        """Put a message on the queue."""
        self.send_text(json.dumps(message, separators=(",", ":")))

    def send_text(self, text: str) -> None:
        """Put a message on the queue as it is."""
        self._sqs.call("SendMessage", {"QueueUrl": self._url, "MessageBody": text})

    def postpone(self, receipt_handle: str, receive_count: int) -> None:
        """Let a message that cannot be handled now come again: after 2, 4, 8, … and at most 600 seconds."""
        wait_s = min(_LONGEST_WAIT_S, 2 ** min(receive_count, 10))
        self._sqs.call(
            "ChangeMessageVisibility",
            {"QueueUrl": self._url, "ReceiptHandle": receipt_handle, "VisibilityTimeout": wait_s},
        )
