"""What was found, a line a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text

from proctor_audit_local.analysis.recording import Recording


@dataclass(frozen=True, slots=True)
class Row:
    """One audited file.

    Attributes:
        source: its path.
        duration_s: 0.0 for a picture.
        frames: judged.
        uncertain_frames: of these, the ones that could not be judged.
        incidents: how many of each kind.
        score: how much attention it asks for; None when it has no pictures.
        speech_s: how long somebody speaks; None when it has no sound.
        shown: what a single picture shows.
    """

    source: str
    duration_s: float
    frames: int
    uncertain_frames: int
    incidents: Mapping[str, int]
    score: int | None
    speech_s: float | None
    shown: Sequence[str] = ()

    @classmethod
    def of(cls, recording: Recording, report: Mapping[str, Any]) -> Row:
        """The row of a recording and its report."""
        frames = recording.state.frames
        return cls(
            source=recording.source,
            duration_s=recording.duration_s,
            frames=frames,
            uncertain_frames=recording.state.uncertain_frames,
            incidents=Counter(incident["kind"] for incident in report["incidents"]),
            score=report["score"]["value"] if frames else None,
            speech_s=recording.speech_s,
            shown=recording.anomalies if frames == 1 else (),
        )


def table(rows: Sequence[Row]) -> Table:
    """The table of all files."""
    result = Table(box=None, pad_edge=False, header_style="bold")
    result.add_column("file", overflow="fold")
    for name in ("length", "frames", "uncertain"):
        result.add_column(name, justify="right", no_wrap=True)
    result.add_column("incidents")
    for name in ("attention", "speech"):
        result.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        result.add_row(
            Text(row.source),
            _clock(row.duration_s) if row.duration_s else "",
            str(row.frames) if row.frames else "",
            f"{row.uncertain_frames / row.frames:.0%}" if row.uncertain_frames else "",
            _found(row),
            "" if row.score is None else str(row.score),
            "" if row.speech_s is None else f"{row.speech_s:.1f} s",
        )
    return result


def _found(row: Row) -> str:
    told = [f"{count} × {_words(kind)}" for kind, count in sorted(row.incidents.items())]
    # One picture confirms nothing; what it shows is told as that.
    told += [f"shows {_words(kind)}" for kind in row.shown]
    return ", ".join(told)


def _words(kind: str) -> str:
    return kind.replace("_", " ")


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{seconds % 60:04.1f}"
