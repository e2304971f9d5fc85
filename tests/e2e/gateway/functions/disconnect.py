"""Notes how a connection ended."""

from typing import Any

from records import record  # type: ignore[import-not-found]


def handler(event: dict[str, Any], _: object) -> dict[str, int]:
    record("disconnect", event)
    return {"statusCode": 200}
