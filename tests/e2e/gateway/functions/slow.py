"""Answers when a file appears."""

import json
import time
from pathlib import Path
from typing import Any


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    body = json.loads(event["body"])
    while not Path(body["until"]).exists():
        time.sleep(0.01)
    return {"statusCode": 200, "body": body["name"]}
