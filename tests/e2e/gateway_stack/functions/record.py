"""Writes jobs to Postgres, one by one, and names those that it could not write."""

import asyncio
import json
from typing import Any

from database import connect  # type: ignore[import-not-found]


async def write(record: dict[str, Any]) -> None:
    job = json.loads(record["body"])
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"].endswith("-Jobs")
    if job.get("poison"):
        raise ValueError("asked to")
    connection = await connect()
    receives = int(record["attributes"]["ApproximateReceiveCount"])
    await connection.execute("INSERT INTO jobs VALUES ($1, $2) ON CONFLICT DO NOTHING", job["id"], receives)
    await connection.close()


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    failures = []
    for record in event["Records"]:
        try:
            asyncio.run(write(record))
        except Exception:
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
