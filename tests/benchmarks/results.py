"""Figures as they come in; at the end a table and a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rich.table import Table

from tests.benchmarks.rows import GROUPS, Row

NOT_ASKED_FOR: Final = "not asked for"


class NotMeasured(Exception):
    """A group of figures cannot be measured here; the message says why and what would help."""


@dataclass(slots=True)
class Results:
    """What was measured so far.

    Attributes:
        machine: what it was measured on.
        figures: by key.
        notes: by key, why a figure is missing or what to know about it.
    """

    machine: dict[str, str | int]
    figures: dict[str, float] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def take(self, figures: Mapping[str, float]) -> None:
        """Note figures of any rows."""
        self.figures |= figures

    def without(self, group: str, reason: str) -> None:
        """Note why the figures of a group that are not there yet are missing."""
        for row in GROUPS[group]:
            if row.key not in self.figures:
                self.notes[row.key] = reason

    @property
    def reasons(self) -> list[str]:
        """Why figures are missing, every reason once."""
        missing = (note for key, note in self.notes.items() if key not in self.figures and note != NOT_ASKED_FOR)
        return list(dict.fromkeys(missing))

    def write(self, path: Path) -> None:
        """Write all rows as flat JSON, null where there is no figure, with notes and the machine."""
        rows = [row for group in GROUPS.values() for row in group]
        figures = {row.key: _rounded(self.figures.get(row.key)) for row in rows}
        path.parent.mkdir(parents=True, exist_ok=True)
        document = {**figures, "notes": self.notes, "machine": self.machine}
        path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")

    def table(self, groups: list[str]) -> Table:
        """The rows of these groups; those that only explain another one are dim."""
        table = Table("what")
        table.add_column("key", no_wrap=True)
        table.add_column("", no_wrap=True, justify="right")
        table.add_column("reach", no_wrap=True)
        table.add_column("", no_wrap=True)
        for group in groups:
            for row in GROUPS[group]:
                self._add(table, row)
            table.add_section()
        return table

    def _add(self, table: Table, row: Row) -> None:
        value = self.figures.get(row.key)
        shown = "–" if value is None else f"{value:,.{row.digits}f}"
        met = "" if value is None or not row.reach else "✓" if row.met_by(value) else "✗"
        table.add_row(row.what, row.key, shown, row.reach, met, style=None if row.reach else "dim")


def _rounded(value: float | None) -> float | None:
    """Four digits are more than a measurement is worth."""
    if value is None or value == int(value):
        return None if value is None else int(value)
    return float(f"{value:.4g}")
