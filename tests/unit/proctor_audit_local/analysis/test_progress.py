"""The bar of an analysis: on a terminal it tells where it is; elsewhere it is silent."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from proctor_audit_local.analysis.auditor import Position
from proctor_audit_local.analysis.progress import analysis_progress


def drawn(*, terminal: bool) -> str:
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=120, color_system=None, legacy_windows=False)
    with analysis_progress(console, files=3) as progress:
        progress.begin(Path("folder") / ("x" * 60 + "[red].mp4"))
        progress.watch(Position("pictures", 65.0, 130.0, 400))
        progress.begin(Path("b.wav"))
        progress.watch(Position("sound", 3.0, 0.0, 0))
    return text.getvalue()


@pytest.mark.parametrize("told", ["2/3 b.wav", "0:03", "sound"])
def test_a_terminal_is_told(told: str) -> None:
    assert told in drawn(terminal=True)


def test_elsewhere_nothing_is_drawn() -> None:
    assert drawn(terminal=False) == ""
