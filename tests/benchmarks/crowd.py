"""Candidates of the load test: each with pictures of their own, most of them quiet."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Final

from proctor_audit_local.sample_exam import Event, EventKind, SampleExam, Stage, encode
from tests.benchmarks.bench import Bench

FPS: Final = 1.0
CANDIDATES: Final = 30
_SCRIPTS: Final[tuple[EventKind | None, ...]] = ("face_absent", None, "multiple_faces", None, "looking_away", None)
_LASTS_S: Final = 9.0
_EARLIEST_S: Final = 14.0
_STARTS: Final = 7
"""Different moments at which something happens, two seconds apart."""


@dataclass(frozen=True, slots=True)
class Script:
    """What a candidate does.

    Attributes:
        number: of the candidate; no two look alike.
        kind: of the incident that must be told, and nothing else; None: nothing must.
        duration_s: of the exam.
    """

    number: int
    kind: EventKind | None
    duration_s: float

    def exam(self, stage: Stage) -> SampleExam:
        """The exam to film."""
        start_s = _EARLIEST_S + 2.0 * (self.number % _STARTS)
        events = [Event(self.kind, start_s, start_s + _LASTS_S)] if self.kind else []
        return SampleExam(events, self.duration_s, seed=self.number, liveliness=1.0, stage=stage)


def crowd(duration_s: float) -> list[Script]:
    """Everybody's script."""
    return [Script(number, _SCRIPTS[number % len(_SCRIPTS)], duration_s) for number in range(CANDIDATES)]


def film(bench: Bench, scripts: Iterable[Script]) -> list[list[bytes]]:
    """Everybody's encoded pictures, one a second, by as many processes as there are cores."""
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as cameras:
        filming = [cameras.submit(_pictures, script) for script in scripts]
        return [filmed.result() for filmed in bench.each(filming, f"pictures of {len(filming)} candidates")]


def _pictures(script: Script) -> list[bytes]:
    return [encode(rgb) for _, rgb in script.exam(_stage()).frames(FPS)]


@cache
def _stage() -> Stage:
    return Stage()
