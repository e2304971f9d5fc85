"""Sends its event back."""

import json
from typing import Any


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    return {"statusCode": 200, "body": json.dumps(event)}
