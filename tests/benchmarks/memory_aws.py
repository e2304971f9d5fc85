"""DynamoDB, SQS and S3 as far as the frame function calls them, in memory."""

from __future__ import annotations

import base64
import json
from collections import Counter
from typing import Any, Final

TENANT: Final = "acme"
CONNECTION: Final = "L0SM9cOFvHcCIhw="
_ENDS_S: Final = "4000000000"
_REFUSED: Final = "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"


class MemoryAws:
    """Answers requests.

    Attributes:
        calls: how many came, by operation.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._items: dict[str, dict[str, Any]] = {}

    def open_session(self, session_id: str, policy: dict[str, Any] | None = None) -> None:
        """Put the item of a session that a candidate is connected to and has sent nothing in."""
        self._items[session_id] = {
            "session_id": {"S": session_id},
            "tenant_id": {"S": TENANT},
            "token_sha256": {"B": base64.b64encode(bytes(32)).decode()},
            "ends": {"N": _ENDS_S},
            "version": {"N": "2"},
            "policy": {"S": json.dumps(policy) if policy else ""},
            "connection_id": {"S": CONNECTION},
            "state": {"B": ""},
        }

    def answer(self, method: str, target: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer to a request.

        Args:
            method: of HTTP.
            target: the header ``x-amz-target``; S3 has none.
            body: of the request.
        """
        operation = target.rpartition(".")[2] or f"S3.{method}"
        self.calls[operation] += 1
        if operation == "GetItem":
            item = self._items.get(json.loads(body)["Key"]["session_id"]["S"])
            return 200, json.dumps({"Item": item} if item else {}).encode()
        if operation == "UpdateItem":
            return self._update(json.loads(body))
        return 200, b"{}" if target else b"<CopyObjectResult/>"

    def _update(self, request: dict[str, Any]) -> tuple[int, bytes]:
        """The one write of the frame function: a new state, if the version is still what it was."""
        item, values = self._items[request["Key"]["session_id"]["S"]], request["ExpressionAttributeValues"]
        if item["version"] != values[":expected"]:
            return 400, json.dumps({"__type": _REFUSED, "message": "", "Item": item}).encode()
        item["state"] = values[":state"]
        item["version"] = {"N": str(int(item["version"]["N"]) + 1)}
        return 200, b"{}"


def frame_event(session_id: str, body: str) -> dict[str, Any]:
    """What API Gateway hands to the frame function, as far as it reads it."""
    identity = {"session_id": session_id, "tenant_id": TENANT}
    return {"requestContext": {"connectionId": CONNECTION, "authorizer": identity}, "body": body}
