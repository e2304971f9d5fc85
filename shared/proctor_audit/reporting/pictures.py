"""Pictures within a report, so that it shows them for good: links to them run out."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

Place = tuple[str, str]
"""An incident's id and a picture's role in it."""


def data_uri(jpeg: bytes) -> str:
    """A JPEG picture as an address that holds it."""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}"


def with_pictures(report: Mapping[str, Any], pictures: Mapping[Place, bytes]) -> dict[str, Any]:
    """The report with data URIs for links, and None for the pictures that are not there."""
    incidents = []
    for incident in report["incidents"]:
        found = {role: pictures.get((incident["id"], role)) for role in incident["evidence"]}
        evidence = {role: None if jpeg is None else data_uri(jpeg) for role, jpeg in found.items()}
        incidents.append({**incident, "evidence": evidence})
    return {**report, "incidents": incidents}
