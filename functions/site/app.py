"""Serves the pages: the reference of the HTTP API and of the messages."""

from __future__ import annotations

from typing import Any

from proctor_audit.services.pages import page


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return page(event["rawPath"], event["requestContext"]["stage"])
