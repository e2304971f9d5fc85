"""Crowds of several sizes side by side, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from proctor_audit_local.economics.capacity import Use
from proctor_audit_local.economics.figures import busy, count, milliseconds, percent, span
from proctor_audit_local.economics.outlook import Outlook
from proctor_audit_local.economics.quotas import CONNECTS_PER_S
from proctor_audit_local.economics.rehearsal import Scene


def sizes_table(outlooks: Sequence[Outlook]) -> RenderableType:
    """Crowds side by side, a column each."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("candidates at once")
    for outlook in outlooks:
        table.add_column(f"{outlook.candidates:,}", justify="right")
    for name, cells in _rows(outlooks):
        table.add_row(name, *cells)
    raised = Text(
        f"raised: as if AWS raised what it raises on request {outlooks[0].raised:g} times. "
        "place: an account or a region with a stack in it. One size by itself: --candidates.",
        style="dim",
    )
    return Group(table, Text(), raised)


def _rows(outlooks: Sequence[Outlook]) -> Iterator[tuple[str, list[str]]]:
    crowds = [outlook.everybody for outlook in outlooks]
    capacities = [outlook.capacity for outlook in outlooks]
    yield "messages/s", [count(crowd.messages_per_s) for crowd in crowds]
    yield "environments busy, by Little's law", [count(crowd.busy_environments) for crowd in crowds]
    yield "environments needed", [count(crowd.environments) for crowd in crowds]
    yield "AWS quota met first", [_told(outlook.first_quota) for outlook in outlooks]
    yield "AWS quotas exceeded", [str(len(outlook.quotas_exceeded)) for outlook in outlooks]
    yield "limits of the stack to raise", [str(len(outlook.parameters_exceeded)) for outlook in outlooks]
    yield "places needed", [count(capacity.places_needed) for capacity in capacities]
    yield "places needed, quotas raised", [count(capacity.places_needed_raised) for capacity in capacities]
    yield (
        f"connected after, at {CONNECTS_PER_S:.0f}/s in one place",
        [span(capacity.connected_after_s(1)) for capacity in capacities],
    )
    yield "and in those places", [span(capacity.connected_after_s(capacity.places_needed)) for capacity in capacities]
    yield "USD an hour", [f"{outlook.usd_per_hour:,.2f}" for outlook in outlooks]
    if all(outlook.rehearsal for outlook in outlooks):
        yield from _simulated([outlook.rehearsal.steady for outlook in outlooks if outlook.rehearsal])


def _told(use: Use) -> str:
    return f"{use.quota.name}, {percent(use)}"


def _simulated(scenes: Sequence[Scene]) -> Iterator[tuple[str, list[str]]]:
    outcomes = [scene.outcome for scene in scenes]
    yield "simulated in one place: candidates", [count(scene.candidates) for scene in scenes]
    yield "  messages", [count(outcome.messages) for outcome in outcomes]
    yield "  lost", [count(outcome.lost) for outcome in outcomes]
    yield "  cold starts", [count(outcome.cold_starts) for outcome in outcomes]
    yield "  busy, against Little's law", [busy(scene) for scene in scenes]
    yield "  answered, p50", [milliseconds(outcome.answers_ms[0]) for outcome in outcomes]
    yield "  answered, p95", [milliseconds(outcome.answers_ms[1]) for outcome in outcomes]
    yield "  answered, p99", [milliseconds(outcome.answers_ms[2]) for outcome in outcomes]
