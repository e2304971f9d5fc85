"""``proctor-audit local``: the whole stack on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from proctor_audit_local.commands.options import Api, data_option
from proctor_audit_local.commands.replay import CAMERA_FPS, proctor
from proctor_audit_local.running import RunningStack
from proctor_audit_local.sample_exam import SampleExam, on_demand
from proctor_audit_local.stack import LocalStack

_EXAM = "sample-exam"
_PORT = click.IntRange(0, 65535)


@dataclass(frozen=True, slots=True)
class StackOptions:
    """How the local stack is to run."""

    data_dir: Path
    template: Path
    http_port: int
    ws_port: int
    pg_port: int


def stack_options(function: Any) -> Any:
    """The options of every verb that starts a stack, gathered into ``options``."""
    for option in (
        click.option(
            "--pg-port",
            type=_PORT,
            envvar="PROCTOR_AUDIT_PG_PORT",
            default=0,
            help="Port of Postgres. [default: a free one]",
        ),
        click.option(
            "--ws-port",
            type=_PORT,
            envvar="PROCTOR_AUDIT_WS_PORT",
            default=0,
            help="Port of the WebSocket. [default: a free one]",
        ),
        click.option(
            "--http-port",
            type=_PORT,
            envvar="PROCTOR_AUDIT_HTTP_PORT",
            default=0,
            help="Port of the HTTP API. [default: a free one]",
        ),
        click.option(
            "--template",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            default=Path("template.yaml"),
            show_default=True,
            help="The stack's template.",
        ),
        data_option,
    ):
        function = option(function)
    return function


@click.command()
@click.option("--sample/--no-sample", default=True, show_default=True, help="Play the sample exam first.")
@click.option(
    "--speed", type=click.FloatRange(0.5, 8), default=4.0, show_default=True, help="Speed of the sample exam."
)
@stack_options
def local(sample: bool, speed: float, **options: Any) -> None:
    """Start the whole stack here, play the sample exam, and serve until Ctrl-C."""
    console = Console(highlight=False)

    async def serve(stack: LocalStack, running: RunningStack) -> None:
        _show_addresses(console, stack, running)
        if sample:
            console.print("\nA sample exam meanwhile:\n")
            await play_sample(console, running, speed)
            _show_addresses(console, stack, running)
        console.print("\nIn another terminal:")
        console.print(
            "  .venv/bin/proctor-audit invite ada     prints a candidate's page, to open in a browser", markup=False
        )
        console.print("  .venv/bin/proctor-audit replay VIDEO   plays a video as a webcam", markup=False)
        console.print("Ctrl-C stops.")
        await stack.watch()

    with contextlib.suppress(KeyboardInterrupt):
        run_stack(console, StackOptions(**options), serve)


def run_stack(
    console: Console, options: StackOptions, work: Callable[[LocalStack, RunningStack], Awaitable[None]]
) -> None:
    """Start the stack, make a key, do the work, stop. Ctrl-C and SIGTERM stop in order; a second one at once."""

    async def whole() -> None:
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        try:
            with console.status("Starting PostgreSQL, DynamoDB, SQS, S3 and the functions…"):
                stack = LocalStack(
                    options.template,
                    options.data_dir,
                    http_port=options.http_port,
                    websocket_port=options.ws_port,
                    postgres_port=options.pg_port,
                )
                await stack.start()
            try:
                made = await stack.invoke("Keys", {"operation": "create", "tenant": "local", "label": "made at start"})
                running = RunningStack(
                    stack.http_url, stack.websocket_url, stack.lambda_url, made["api_key"], os.getpid()
                )
                running.write(options.data_dir)
                await work(stack, running)
            finally:
                RunningStack.forget(options.data_dir)
                await stack.close()
        except asyncio.CancelledError:
            console.print("\nStopped.")
            raise

    try:
        asyncio.run(whole())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


async def play_sample(console: Console, running: RunningStack, speed: float) -> dict[str, Any]:
    """Play the sample exam as a new candidate, print its report and return it."""
    exam = SampleExam()
    pictures = on_demand(exam, CAMERA_FPS)
    candidate = f"candidate-{datetime.now():%Y%m%d-%H%M%S}"  # noqa: DTZ005 – a name, in the user's own time
    api = Api(running.http_url, running.api_key)
    return await proctor(console, api, _EXAM, candidate, pictures, exam.duration_s, speed)


def _show_addresses(console: Console, stack: LocalStack, running: RunningStack) -> None:
    rows = {
        "WebSocket": f"{running.websocket_url}?token=…",
        "HTTP API": running.http_url,
        "its docs": f"{running.http_url}/docs",
        "review": f"{running.http_url}/review",
        "Postgres": stack.dsn,
        "API key": running.api_key,
    }
    console.print()
    for name, value in rows.items():
        console.print(f"{name:<10} {value}", soft_wrap=True, markup=False)
