"""``proctor-audit cost``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from proctor_audit_local.commands.exam_options import chosen_prices, exam_of, exam_options
from proctor_audit_local.economics.bill import bill_of
from proctor_audit_local.economics.bill_table import bill_document, bill_tables
from proctor_audit_local.economics.standby import standby_of


@click.command()
@exam_options(incidents=0.0)
@click.option("--candidates", type=click.IntRange(1), default=1, show_default=True, help="How many, for the total.")
@click.option("--hours", type=click.FloatRange(0.05, 24), default=1.0, show_default=True, help="Length of the exam.")
@click.option(
    "--cold-starts",
    type=click.FloatRange(0, 3600),
    default=1.0,
    show_default=True,
    help="Of frame environments, in a candidate-hour; many candidates share theirs.",
)
@click.option("--snapstart", is_flag=True, help="With SnapStart: what it adds an hour, and a month.")
@click.option(
    "--provisioned",
    metavar="N",
    type=click.IntRange(0, 100_000),
    default=0,
    help="What N environments of provisioned concurrency cost a month.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, with every price and its page.")
def cost(
    candidates: int,
    hours: float,
    cold_starts: float,
    snapstart: bool,
    provisioned: int,
    as_json: bool,
    prices_file: Path | None,
    **options: Any,
) -> None:
    """Say what an exam costs in AWS, line by line, computed from milliseconds and a price list.

    The defaults are a quiet candidate: no incident, and no more frames than the pace asks for.

    \b
    Examples:
      proctor-audit cost
      proctor-audit cost --fps 1 --batch 8 --candidates 500 --hours 3
      proctor-audit cost --ms 14 --incidents 3 --environments 50
      proctor-audit cost --snapstart --provisioned 20
    """  # noqa: D301 - a backspace keeps click from wrapping
    if snapstart and provisioned:
        raise click.UsageError("Lambda has either SnapStart or provisioned concurrency, not both.")
    exam = exam_of(hours=hours, cold_starts=cold_starts, **options)
    prices, region = chosen_prices(prices_file)
    bill = bill_of(exam, prices, snapstart=snapstart)
    standby = standby_of(exam.memory_gb, prices, snapstart=snapstart, provisioned=provisioned)
    if as_json:
        document = bill_document(exam, bill, standby, prices, candidates, region)
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        Console(highlight=False).print(bill_tables(exam, bill, standby, candidates, region))
