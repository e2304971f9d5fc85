"""A bill in the terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from proctor_audit_local.economics.bill import Bill
from proctor_audit_local.economics.exam import Exam
from proctor_audit_local.economics.prices import READ_IN, Prices
from proctor_audit_local.economics.standby import Standby

TOO_LARGE: Final = (
    "A browser cannot send this message: over 32 KB API Gateway closes the connection. "
    "Fewer frames a message, or smaller ones."
)
"""Of a message that has to be split into WebSocket frames."""

_UNCOUNTED: Final = (
    "Not counted: Postgres (Aurora DSQL bills by what it does, a few small transactions a session and an incident), "
    "alarms and metrics (USD 0.10 and 0.30 each a month), reviewing, free tiers and discounts."
)


def bill_tables(exam: Exam, bill: Bill, standby: Sequence[Standby], candidates: int, region: str) -> RenderableType:
    """The bill, its total, and what goes with it."""
    return Group(_head(exam, region), _lines(bill), Text(), _total(bill, exam, candidates), *_notes(exam, standby))


def bill_document(
    exam: Exam, bill: Bill, standby: Sequence[Standby], prices: Prices, candidates: int, region: str
) -> dict[str, Any]:
    """The same for programs."""
    return {
        "region": region,
        "prices_read_in": READ_IN,
        "exam": asdict(exam),
        "service_ms_per_message": exam.service_ms,
        "message_bytes": exam.message_bytes,
        "lines": [
            {
                "name": line.name,
                "units": line.units,
                "unit": line.price.unit,
                "price_usd": line.price.usd,
                "price_per": line.price.per,
                "usd": line.usd,
                "share": bill.share(line),
                "page": line.price.page,
            }
            for line in bill.lines
        ],
        "usd_per_candidate_hour": bill.usd,
        "candidates": candidates,
        "usd_total": bill.usd * exam.hours * candidates,
        "standby": [asdict(thing) for thing in standby],
        "prices": {name: asdict(price) for name, price in prices.named().items()},
    }


def _head(exam: Exam, region: str) -> Text:
    return Text.assemble(
        ("One candidate for an hour", "bold"),
        f" at {exam.fps:g} frames a second, {exam.frames_per_message} a message of "
        f"{exam.message_bytes / 1024:.1f} KB,\n"
        f"each billed {exam.service_ms:g} ms at {exam.memory_mb} MB; list prices of {region}, as read {READ_IN}\n",
    )


def _lines(bill: Bill) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", show_footer=True, footer_style="bold")
    table.add_column("part", "candidate-hour")
    table.add_column("units", justify="right", no_wrap=True)
    table.add_column("USD a unit", justify="right", no_wrap=True)
    table.add_column("USD", f"{bill.usd:.5f}", justify="right", no_wrap=True)
    table.add_column("share", justify="right", no_wrap=True)
    for line in bill.lines:
        table.add_row(line.name, _amount(line.units), str(line.price), f"{line.usd:.6f}", f"{bill.share(line):.1%}")
    return table


def _total(bill: Bill, exam: Exam, candidates: int) -> Text:
    people = "1 candidate" if candidates == 1 else f"{candidates:,} candidates"
    return Text.assemble(f"{people} for {exam.hours:g} h: ", (f"USD {bill.usd * exam.hours * candidates:,.4g}", "bold"))


def _notes(exam: Exam, standby: Sequence[Standby]) -> Iterator[Text]:
    for thing in standby:
        yield Text(f"{thing.name}: USD {thing.usd_per_month:,.2f} a month, {thing.told}.")
    if not exam.fits_a_browser:
        yield Text(TOO_LARGE, style="yellow")
    yield Text(_UNCOUNTED, style="dim")


def _amount(units: float) -> str:
    if units >= 100:
        return f"{units:,.0f}"
    return f"{units:.4g}" if units >= 0.1 else f"{units:.6f}".rstrip("0")
