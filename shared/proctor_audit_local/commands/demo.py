"""``proctor-audit demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.console import Console

from proctor_audit_local.commands.local import StackOptions, play_sample, run_stack, stack_options
from proctor_audit_local.commands.replay import report_to
from proctor_audit_local.running import RunningStack
from proctor_audit_local.stack import LocalStack


@click.command()
@click.option(
    "--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as JSON."
)
@click.option(
    "--speed", type=click.FloatRange(0.5, 8), default=4.0, show_default=True, help="Speed of the sample exam."
)
@stack_options
def demo(report_file: Path | None, speed: float, **options: Any) -> None:
    """Start the stack, play the sample exam, show its report, and stop."""
    console = Console(highlight=False)

    with report_to(report_file) as write:

        async def work(_stack: LocalStack, running: RunningStack) -> None:
            write(await play_sample(console, running, speed))

        run_stack(console, StackOptions(**options), work)
