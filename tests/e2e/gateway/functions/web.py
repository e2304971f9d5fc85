"""Answers what it is asked to answer, or with its event."""

import json
from typing import Any


def handler(event: dict[str, Any], _: object) -> Any:
    if event["rawPath"] != "/answer":
        return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}
    asked = json.loads(event["body"])
    if asked == "raise":
        raise ValueError("asked to")
    return asked
