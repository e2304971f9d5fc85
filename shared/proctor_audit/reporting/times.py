"""Moments as a report writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def timestamp(at: datetime | None) -> str | None:
    """RFC 3339 in UTC with milliseconds."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_ms(at_ms: int | None) -> str | None:
    """The same of epoch milliseconds."""
    return None if at_ms is None else timestamp(datetime.fromtimestamp(at_ms / 1000, UTC))
