"""Refuses with the status that it is asked to refuse with."""

import os
from typing import Any

from records import record  # type: ignore[import-not-found]


def handler(event: dict[str, Any], _: object) -> Any:
    record("connect", event | {"environment": dict(os.environ)})
    asked = event["queryStringParameters"].get("connect", "200")
    if asked == "crash":
        raise ValueError("asked to")
    if asked == "nonsense":
        return "yes"
    headers = {"Sec-WebSocket-Protocol": "chosen"} if "Sec-WebSocket-Protocol" in event["headers"] else {}
    return {"statusCode": int(asked), "headers": headers}
