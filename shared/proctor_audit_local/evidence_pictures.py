"""Evidence pictures, fetched from behind their links."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from http.client import HTTPException
from typing import Any

from proctor_audit.reporting.pictures import Place

_AT_ONCE = 8
_TIMEOUT_S = 20
_MOST_BYTES = 4_000_000
_JPEG = b"\xff\xd8\xff"


def picture_links(report: Mapping[str, Any]) -> dict[Place, str]:
    """The links to all evidence pictures of a report."""
    return {
        (incident["id"], role): link
        for incident in report["incidents"]
        for role, link in incident["evidence"].items()
        if link is not None
    }


def fetch_pictures(links: Mapping[Place, str], watch: Callable[[], None]) -> dict[Place, bytes]:
    """Fetch pictures, several at once.

    Args:
        links: where they are.
        watch: called after each, whether it came or not.

    Returns:
        The JPEG pictures that came.
    """
    pictures: dict[Place, bytes] = {}
    executor = ThreadPoolExecutor(_AT_ONCE)
    try:
        places = {executor.submit(_picture, link): place for place, link in links.items()}
        for done in as_completed(places):
            picture = done.result()
            if picture is not None:
                pictures[places[done]] = picture
            watch()
    finally:
        # Ctrl-C does not wait for those that have not begun.
        executor.shutdown(cancel_futures=True)
    return pictures


def _picture(link: str) -> bytes | None:
    if urllib.parse.urlsplit(link).scheme not in ("http", "https"):
        return None
    try:
        with urllib.request.urlopen(link, timeout=_TIMEOUT_S) as response:  # noqa: S310 – the scheme is checked
            content: bytes = response.read(_MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError):
        return None
    return content if content.startswith(_JPEG) and len(content) <= _MOST_BYTES else None
