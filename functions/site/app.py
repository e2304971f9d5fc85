"""Serves the pages: candidate's, reviewer's and reference, and the SDK."""

from __future__ import annotations

from typing import Any

from proctor_audit.services.pages import page
from proctor_audit.settings import Settings

settings = Settings.from_environment()


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return page(event["rawPath"], event["requestContext"]["stage"], settings.framed_origins)
