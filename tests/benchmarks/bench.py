"""What every measurement is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from tests.benchmarks.interpreters import Interpreters

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Bench:
    """A run of the benchmark.

    Attributes:
        console: where progress is shown.
        interpreters: of the sides.
        work: folder for environments, events and logs.
        quick: fewer rounds, to see whether it works.
    """

    console: Console
    interpreters: Interpreters
    work: Path
    quick: bool = False

    def each(self, items: Sequence[_Item], description: str) -> Iterable[_Item]:
        """The items, while a bar shows how far they are through."""
        return track(items, description=description, console=self.console, transient=True)

    def log(self, name: str) -> Path:
        """Where a process logs."""
        return self.work / f"{name}.log"
