"""Where findings are written; whether that can be is known before the work begins."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from proctor_audit.reporting.html import report_html
from proctor_audit_local.analysis.lines import Lines
from proctor_audit_local.errors import LocalStackError


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files to write, each only if it is wanted.

    Attributes:
        jsonl: every finding, while it is made.
        html: the reports to read, at the end.
        json: the reports for programs, at the end.
    """

    jsonl: Path | None = None
    html: Path | None = None
    json: Path | None = None

    @property
    def reports(self) -> bool:
        return self.html is not None or self.json is not None

    def check(self, inputs: Sequence[Path]) -> None:
        """Make the folders, and see that everything can be written.

        Raises:
            LocalStackError: if something cannot, or would take the place of a recording or of another output.
        """
        taken = {path.resolve() for path in inputs}
        for path in (self.jsonl, self.html, self.json):
            if path is None:
                continue
            if path.resolve() in taken:
                raise LocalStackError(f"{path} is needed for something else; write to another file.")
            taken.add(path.resolve())
            with _told(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.open("a").close()

    @contextmanager
    def lines(self) -> Iterator[Lines]:
        """Where JSON lines go."""
        if self.jsonl is None:
            yield Lines(None)
            return
        with _told(self.jsonl):
            file = self.jsonl.open("w", encoding="utf-8", errors="replace")
        try:
            yield Lines(file)
        finally:
            # What could not be written has been told already.
            with suppress(OSError):
                file.close()

    def write_reports(self, reports: Sequence[dict[str, Any]], now: datetime) -> None:
        """Write what there is to report.

        Raises:
            LocalStackError: if it cannot be written.
        """
        self._write(self.json, lambda: json.dumps(list(reports), indent=2, ensure_ascii=False))
        self._write(self.html, lambda: report_html(reports, generated_at=now))

    def _write(self, path: Path | None, text: Callable[[], str]) -> None:
        if path is not None:
            with _told(path):
                path.write_text(text(), encoding="utf-8", errors="replace")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LocalStackError(f"{path} cannot be written: {error.strerror}.") from None
