"""``proctor-audit capacity``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from proctor_audit_local.commands.exam_options import chosen_prices, exam_of, exam_options
from proctor_audit_local.economics.bill import bill_of
from proctor_audit_local.economics.capacity import capacity_of
from proctor_audit_local.economics.crowd import Crowd
from proctor_audit_local.economics.crowd_table import crowd_tables
from proctor_audit_local.economics.outlook import Outlook, outlook_document
from proctor_audit_local.economics.quotas import LAMBDA_CONCURRENCY, quotas_with
from proctor_audit_local.economics.rehearsal import Script, messages_of, rehearse
from proctor_audit_local.economics.sizes_table import sizes_table

_SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
_QUICK_MESSAGES: Final = 150_000
"""So many are simulated in well under a second."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of every crowd."""

    places: int | None
    raised: float
    concurrency: int
    usd_per_candidate_hour: float
    script: Script | None


@click.command()
@click.option("--candidates", type=click.IntRange(1, 100_000_000), help="At once. [default: four sizes side by side]")
@exam_options(incidents=1.0)
@click.option(
    "--regions",
    "places",
    type=click.IntRange(1, 10_000),
    help="Accounts or regions that candidates are spread over, a stack in each. [default: 1 for the limits, as many "
    "as are needed for the simulation]",
)
@click.option(
    "--raised",
    type=click.FloatRange(1, 1000),
    default=10.0,
    show_default=True,
    help="Assume that AWS raises so many times what it raises on request.",
)
@click.option(
    "--start-minutes",
    type=click.FloatRange(0.1, 1440),
    default=10.0,
    show_default=True,
    help="In which all candidates connect.",
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, 1_000_000),
    default=LAMBDA_CONCURRENCY,
    show_default=True,
    help="Lambda's quota of concurrent executions in each of them.",
)
@click.option(
    "--spread",
    type=click.FloatRange(1, 10),
    default=1.5,
    show_default=True,
    help="95th percentile of the time a message takes, over its median.",
)
@click.option(
    "--simulate-seconds",
    type=click.FloatRange(0, 600),
    default=20.0,
    show_default=True,
    help="Seconds of exam to simulate; 0 for none.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same gives the same simulation.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, with every quota and its page.")
def capacity(
    candidates: int | None,
    places: int | None,
    raised: float,
    start_minutes: float,
    concurrency: int,
    spread: float,
    simulate_seconds: float,
    seed: int,
    as_json: bool,
    prices_file: Path | None,
    **options: Any,
) -> None:
    """Say how many candidates one account holds at once, which limit is met first, and what to do about it.

    Limits are AWS's defaults for us-east-1 and the stack's own. A simulation of messages and environments checks what
    is claimed of Lambda: how many environments are busy, how long an answer takes, what is lost.

    \b
    Examples:
      proctor-audit capacity
      proctor-audit capacity --candidates 50000 --batch 8
      proctor-audit capacity --candidates 1000000 --regions 20 --raised 5 --start-minutes 30
      proctor-audit capacity --candidates 5000 --concurrency 100 --simulate-seconds 60
    """  # noqa: D301 - a backspace keeps click from wrapping
    exam = exam_of(**options)
    prices, _region = chosen_prices(prices_file)
    # Many candidates share environments, and keep them warm: cold starts are a start's, not an hour's.
    usd = bill_of(replace(exam, cold_starts_per_hour=0.0), prices).usd
    script = Script(simulate_seconds, spread, concurrency, seed) if simulate_seconds else None
    question = _Question(places, raised, concurrency, usd, script)
    crowds = [Crowd(size, exam, 60 * start_minutes) for size in ([candidates] if candidates else _SIZES)]
    outlooks = _looked_into(crowds, question)
    if as_json:
        documents = [outlook_document(outlook) for outlook in outlooks]
        click.echo(json.dumps(documents[0] if candidates else documents, indent=2, ensure_ascii=False))
    else:
        Console(highlight=False).print(crowd_tables(outlooks[0]) if candidates else sizes_table(outlooks))


def _looked_into(crowds: list[Crowd], question: _Question) -> list[Outlook]:
    quotas = quotas_with(question.concurrency)
    wholes = [(crowd, capacity_of(crowd, question.places or 1, question.raised, quotas)) for crowd in crowds]
    shares = [(whole, capacity, question.places or capacity.places_needed) for whole, capacity in wholes]
    places = [replace(whole, candidates=whole.candidates / count) for whole, _capacity, count in shares]
    script = question.script
    with _progress(sum(messages_of(place, script) for place in places) if script else 0) as told:
        return [
            Outlook(
                everybody=whole,
                capacity=capacity,
                raised=question.raised,
                usd_per_hour=whole.candidates * question.usd_per_candidate_hour,
                rehearsal=rehearse(place, count, script, told) if script else None,
            )
            for place, (whole, capacity, count) in zip(places, shares, strict=True)
        ]


@contextmanager
def _progress(messages: int) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal, if there is much to simulate."""
    console = Console(stderr=True)
    quiet = messages < _QUICK_MESSAGES or not console.is_terminal
    columns = (TextColumn("simulating messages"), BarColumn(20), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task("", total=messages)
        yield lambda simulated: progress.advance(task, simulated)
