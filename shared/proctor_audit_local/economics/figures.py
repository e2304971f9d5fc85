"""How figures read in tables."""

from __future__ import annotations

import math

from proctor_audit_local.economics.capacity import Use
from proctor_audit_local.economics.rehearsal import Scene


def percent(use: Use) -> str:
    """How far a limit is used."""
    value = 100 * use.share
    if value < 0.1:
        return "<0.1%"
    return f"{value:,.0f}%" if value >= 1 else f"{value:.1f}%"


def about(candidates: float) -> str:
    """Two digits: it is no more exact than the service time."""
    if math.isinf(candidates):
        return "any"
    digits = max(0, len(str(int(candidates))) - 2)
    return f"{int(candidates) // 10**digits * 10**digits:,}"


def count(number: float) -> str:
    """A number of something; digits after the point only where there are few."""
    return f"{number:,.0f}" if number >= 10 or number == int(number) else f"{number:.2g}"


def span(seconds: float) -> str:
    """A time in the unit that fits."""
    if seconds < 120:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:,.0f} min" if seconds < 7200 else f"{seconds / 3600:,.1f} h"


def milliseconds(value: float) -> str:
    """A time; a dash when nothing was answered."""
    return "–" if math.isnan(value) else f"{value:,.0f} ms"


def busy(scene: Scene) -> str:
    """Environments busy on average, and in brackets by Little's law."""
    claimed = "" if scene.claimed_busy is None else f" ({scene.claimed_busy:,.1f})"
    return f"{scene.outcome.mean_busy:,.1f}{claimed}"
