"""How far an analysis has come, on a terminal; anywhere else it is silent."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from proctor_audit_local.analysis.auditor import Position

_NAME_CHARACTERS: Final = 32


class AnalysisProgress:
    """One bar: which file of how many, where in it, how long it will take, frames a second."""

    def __init__(self, progress: Progress, task: TaskID, files: int) -> None:
        self._progress = progress
        self._task = task
        self._files = files
        self._number = 0
        self._part = ""
        self._began_s = 0.0

    def begin(self, path: Path) -> None:
        """The next file."""
        self._number += 1
        self._part = ""
        self._began_s = time.monotonic()
        name = path.name if len(path.name) <= _NAME_CHARACTERS else f"…{path.name[1 - _NAME_CHARACTERS :]}"
        described = f"{self._number}/{self._files} {escape(name)}"
        self._progress.reset(self._task, description=described, total=None, position="", speed="")

    def watch(self, at: Position) -> None:
        """So far in this file."""
        if at.part != self._part:
            self._part = at.part
            self._progress.reset(self._task, total=at.duration_s or None)
        elapsed_s = time.monotonic() - self._began_s
        speed = f"{at.frames / elapsed_s:.0f} frames/s" if at.part == "pictures" and elapsed_s > 0 else at.part
        self._progress.update(self._task, completed=at.at_s, position=_span(at), speed=speed)


@contextmanager
def analysis_progress(console: Console, files: int) -> Iterator[AnalysisProgress]:
    """The bar, while it is needed."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(20),
        TextColumn("{task.fields[position]}"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[speed]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None, position="", speed="")
        yield AnalysisProgress(progress, task, files)


def _span(at: Position) -> str:
    whole = f" of {_clock(at.duration_s)}" if at.duration_s else ""
    return f"{_clock(at.at_s)}{whole}"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
