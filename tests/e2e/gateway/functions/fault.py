"""Goes wrong in the way that it is asked to."""

import json
import os
import time
from typing import Any


def handler(event: dict[str, Any], _: object) -> Any:
    how = json.loads(event["body"])["how"]
    if how == "raise":
        raise ValueError("asked to")
    if how == "exit":
        os._exit(3)
    if how == "hang":
        time.sleep(600)
    answers: dict[str, Any] = {
        "text": "plain text",
        "object body": {"statusCode": 200, "body": {"a": 1}},
        "no body": {"statusCode": 200},
        "huge body": {"statusCode": 200, "body": "x" * (128 * 1024 + 1)},
        "pid": {"statusCode": 200, "body": str(os.getpid())},
    }
    return answers[how]
