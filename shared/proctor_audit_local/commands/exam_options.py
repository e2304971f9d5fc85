"""Options that say what an exam is like and what AWS asks for it; ``cost`` and ``capacity`` share them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from proctor_audit.protocol.limits import MAX_FRAMES_PER_MESSAGE, MAX_MESSAGE_BYTES
from proctor_audit_local.economics.exam import (
    ACCESS_LOG_BYTES,
    MEASURED_COLD_START_MS,
    MEASURED_FRAME_MS,
    MEASURED_MESSAGE_MS,
    Exam,
    stale_share_of,
)
from proctor_audit_local.economics.prices import REGION, Prices
from proctor_audit_local.errors import LocalStackError

_Function = TypeVar("_Function", bound=Callable[..., Any])
_SHARE = click.FloatRange(0, 1)


def exam_options(incidents: float) -> Callable[[_Function], _Function]:
    """What an exam is like; the command takes them as keywords and hands them to ``exam_of``.

    Args:
        incidents: confirmed in a candidate-hour, unless told otherwise.
    """
    per_hour = click.option(
        "--incidents",
        type=click.FloatRange(0, 3600),
        default=incidents,
        show_default=True,
        help="Confirmed in a candidate-hour.",
    )

    def with_options(function: _Function) -> _Function:
        for option in reversed((*_OPTIONS, per_hour)):
            function = option(function)
        return function

    return with_options


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--fps", type=click.FloatRange(0.1, 30), default=2.0, show_default=True, help="Frames a second a candidate."
    ),
    click.option(
        "--batch",
        type=click.IntRange(1, MAX_FRAMES_PER_MESSAGE),
        default=4,
        show_default=True,
        help="Frames a message.",
    ),
    click.option(
        "--ms",
        type=click.FloatRange(0.1, 10_000),
        default=MEASURED_FRAME_MS,
        show_default=True,
        help="Billed milliseconds of the frame function for one frame; the default was measured.",
    ),
    click.option(
        "--ms-per-message",
        type=click.FloatRange(0, 10_000),
        default=MEASURED_MESSAGE_MS,
        show_default=True,
        help="Billed milliseconds of a message besides its frames: invocation, parsing, DynamoDB's write.",
    ),
    click.option(
        "--memory-mb",
        type=click.IntRange(128, 10_240),
        default=1769,
        show_default=True,
        help="Memory of the frame function.",
    ),
    click.option(
        "--image-kb",
        type=click.FloatRange(0.1, 96),
        default=5.7,
        show_default=True,
        help="Kilobytes of one picture, before base64.",
    ),
    click.option(
        "--environments",
        type=click.IntRange(1, 100_000),
        help="Lambda environments that share the messages; gives --stale-share.",
    ),
    click.option(
        "--stale-share",
        type=_SHARE,
        help="Share of messages that first read the session's state, because their environment does not hold the "
        "newest. [default: 1, every message]",
    ),
    click.option(
        "--lost-share",
        type=_SHARE,
        default=0.0,
        show_default=True,
        help="Share of messages that lose a race and write twice; DynamoDB bills the refused write too.",
    ),
    click.option(
        "--cold-ms",
        type=click.FloatRange(0, 60_000),
        default=MEASURED_COLD_START_MS,
        show_default=True,
        help="Milliseconds of a cold start.",
    ),
    click.option(
        "--access-logs/--no-access-logs",
        default=False,
        show_default=True,
        help="Whether the gateway logs a line a message, as with GatewayLogs=create-role.",
    ),
    click.option(
        "--prices",
        "prices_file",
        metavar="FILE.json",
        type=click.Path(dir_okay=False, path_type=Path),
        help='Other prices, as {"region": "eu-central-1", "messages": 1.14, …}; `cost --json` lists the names.',
    ),
)


def exam_of(
    *,
    fps: float,
    batch: int,
    ms: float,
    ms_per_message: float,
    memory_mb: int,
    image_kb: float,
    incidents: float,
    environments: int | None,
    stale_share: float | None,
    lost_share: float,
    cold_ms: float,
    access_logs: bool,
    hours: float = 1.0,
    cold_starts: float = 1.0,
) -> Exam:
    """The exam that the options describe.

    Raises:
        click.UsageError: if two of them contradict each other, or the message is too large to be sent.
    """
    if environments is not None and stale_share is not None:
        raise click.UsageError("Give --environments or --stale-share: the one follows from the other.")
    if environments is not None:
        stale_share = stale_share_of(environments)
    logged = {"access_log_bytes": ACCESS_LOG_BYTES} if access_logs else {}
    exam = Exam(
        fps=fps,
        frames_per_message=batch,
        frame_ms=ms,
        message_ms=ms_per_message,
        memory_mb=memory_mb,
        hours=hours,
        incidents_per_hour=incidents,
        stale_share=1.0 if stale_share is None else stale_share,
        lost_share=lost_share,
        cold_starts_per_hour=cold_starts,
        cold_start_ms=cold_ms,
        image_bytes=round(image_kb * 1000),
        **logged,
    )
    if exam.message_bytes > MAX_MESSAGE_BYTES:
        raise click.UsageError(
            f"A message of {batch} pictures of {image_kb:g} KB has {exam.message_bytes / 1024:.0f} KB; API Gateway "
            f"takes at most {MAX_MESSAGE_BYTES // 1024}. Lower --batch or --image-kb."
        )
    return exam


def chosen_prices(path: Path | None) -> tuple[Prices, str]:
    """The price list and its region.

    Raises:
        LocalStackError: if the file cannot be read as one.
    """
    if path is None:
        return Prices(), REGION
    try:
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise LocalStackError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise LocalStackError(f"{path} is no JSON.") from None
    if not isinstance(document, dict):
        raise LocalStackError(f"{path} must hold one object of names and prices in USD.")
    region = str(document.pop("region", path.stem))
    try:
        return Prices().with_usd(document), region
    except ValueError as error:
        raise LocalStackError(f"{path}: {error}.") from None
