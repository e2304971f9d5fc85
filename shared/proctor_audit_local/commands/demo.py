"""``proctor-audit demo``."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from proctor_audit_local.commands.local import StackOptions, play_sample, run_stack, stack_options
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

    async def work(_stack: LocalStack, running: RunningStack) -> None:
        document = await asyncio.to_thread(play_sample, console, running, speed)
        if report_file:
            report_file.write_text(json.dumps(document, indent=2, ensure_ascii=False), "utf-8")

    run_stack(console, StackOptions(**options), work)
