"""``proctor-audit replay``."""

from __future__ import annotations

import asyncio
import json
import statistics
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from proctor_audit.client import get_auth
from proctor_audit.protocol.limits import MAX_SESSION_S
from proctor_audit_local.commands.options import Api, api_options, chosen_api
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.media import Video, webcam_pictures
from proctor_audit_local.playback import RECORDED, Playback, play, settled_report
from proctor_audit_local.rendering import show_report

CAMERA_FPS = 20.0
"""Pictures a second that there are to choose from, as of a webcam: twice as many as any pace asks for."""

_MOST_ERRORS_SHOWN = 3


@click.command()
@click.argument("video", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--exam", "exam_id", default="replay", show_default=True, help="Exam to file the session under.")
@click.option("--candidate", "candidate_id", help="Candidate to file it under. [default: the file's name]")
@click.option("--fps", type=click.FloatRange(0.25, 10), help="Frames a second to send. [default: as the server asks]")
@click.option("--speed", type=click.FloatRange(0.1, 20), default=1.0, show_default=True, help="1 plays in real time.")
@click.option(
    "--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as JSON."
)
@api_options
def replay(
    video: Path,
    exam_id: str,
    candidate_id: str | None,
    fps: float | None,
    speed: float,
    report_file: Path | None,
    data_dir: Path,
    api_url: str | None,
    api_key: str | None,
) -> None:
    """Stream a VIDEO file through a running stack as a candidate's webcam, then show the report."""
    film = Video.open(video)
    api = chosen_api(data_dir, api_url, api_key)
    console = Console(highlight=False)
    with report_to(report_file) as write:
        pictures = webcam_pictures(film, fps or CAMERA_FPS)
        candidate = candidate_id or video.stem[:200]
        write(asyncio.run(proctor(console, api, exam_id, candidate, pictures, film.duration_s, speed, every=bool(fps))))


@contextmanager
def report_to(path: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Writes a report as JSON, if somewhere at all; finds out at once whether that can be.

    Raises:
        LocalStackError: if the file cannot be written.
    """
    if path is None:
        yield lambda _report: None
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8")
    except OSError as error:
        raise LocalStackError(f"The report cannot be written to {path}: {error.strerror}.") from None
    with file:
        yield lambda report: json.dump(report, file, indent=2, ensure_ascii=False)


async def proctor(
    console: Console,
    api: Api,
    exam_id: str,
    candidate_id: str,
    pictures: Iterable[tuple[float, Callable[[], bytes]]],
    duration_s: float,
    speed: float,
    *,
    every: bool = False,
) -> dict[str, Any]:
    """Play pictures as a candidate's exam with a progress bar, print the report and return it."""
    access = await asyncio.to_thread(
        get_auth, api.url, api.key, exam_id, candidate_id, duration_s=_lasting(duration_s / speed), policy=RECORDED
    )
    columns = (BarColumn(20), TimeRemainingColumn(), TextColumn("{task.fields[seen]}"))
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(exam_id, total=duration_s, seen="")

        def watch(t_s: float, playback: Playback) -> None:
            progress.update(task, completed=t_s, seen=_seen(playback))

        playback = await play(access, pictures, duration_s, speed, watch, every=every)
        progress.update(task, completed=duration_s)
    if playback.round_trips_ms:
        middle = statistics.median(playback.round_trips_ms)
        sent = f"{playback.frames} frames sent in {len(playback.round_trips_ms)} messages"
        console.print(f"{sent}; a message was answered in {middle:.0f} ms (median)")
    for error in playback.errors[:_MOST_ERRORS_SHOWN]:
        console.print(f"refused: {error['code']}: {error['message']}", style="yellow", markup=False)
    report = await settled_report(api.url, api.key, access.session_id, playback)
    console.print()
    show_report(console, report)
    return report


def _lasting(played_s: float) -> int:
    """How long the session stays open: some minutes more than it takes, so that it can be resumed."""
    return min(MAX_SESSION_S, round(played_s) + 600)


def _seen(playback: Playback) -> str:
    last = playback.last
    if not last:
        return ""
    what = ", ".join(kind.replace("_", " ") for kind in last["anomalies"]) or last["status"]
    return f"attention {last['score']:>3}  incidents {len(playback.opened):>2}  {what}"
