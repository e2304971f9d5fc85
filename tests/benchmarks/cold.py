"""Rows ``cold_over_plain…``: from the start of a process to the first judged frame, over the plain way's.

The function runs as it was built, with its layers and its real AWS client, which talks to a stand-in on this machine.
Both sides start anew in turns, after one start each that fills the file cache; a side's time is the median.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from proctor_audit.client.frame import Frame, message_text
from proctor_audit_local.sample_exam import SampleExam, encode
from tests.benchmarks.bench import Bench
from tests.benchmarks.loopback import served
from tests.benchmarks.memory_aws import MemoryAws, frame_event
from tests.benchmarks.quota import cpu_time_s, held_to
from tests.benchmarks.results import NotMeasured, Results
from tests.benchmarks.side import children_on, environment_of, last_line, one_core
from tests.build.lambda_runtime import nowhere

SHARE: Final = 0.3
_STARTS: Final = 9
_STARTS_AT_A_SHARE: Final = 5
_QUICK_STARTS: Final = 2
_BUSY_S: Final = 1.5
_SIDES: Final = Path(__file__).parent / "sides"
_PATIENCE_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Start:
    """How a process started.

    Attributes:
        ms: until its first frame was judged.
        import_ms: until everything was imported.
        share: CPU time that it used until then, over that time.
    """

    ms: float
    import_ms: float
    share: float


@dataclass(frozen=True, slots=True)
class Starter:
    """A process that can be started again and again."""

    command: list[str]
    environment: dict[str, str]
    log_path: Path

    def start(self, share: float) -> Start:
        """Start it once.

        Args:
            share: of a core that it gets.

        Raises:
            NotMeasured: it found no face.
        """
        with self.log_path.open("ab") as log, ExitStack() as running:
            with children_on(one_core()):
                began_s = time.monotonic()
                process = subprocess.Popen(self.command, env=self.environment, stdout=subprocess.PIPE, stderr=log)
            running.callback(_end, process)
            if share < 1:
                running.enter_context(held_to(process.pid, share))
            assert process.stdout is not None
            line = process.stdout.readline()
        told: dict[str, Any] = json.loads(line or "{}")
        if told.get("faces") != 1:
            raise NotMeasured(f"expected one face from {self.command[-2]}, got {told}: {last_line(self.log_path)}")
        took_s = told["at_s"] - began_s
        return Start(took_s * 1000, (told["imported_at_s"] - began_s) * 1000, told["cpu_s"] / took_s)


def measure(bench: Bench, results: Results) -> None:
    """Measure both rows."""
    got_share = share_of_a_busy_process()
    bench.console.print(f"A busy process held to {SHARE:.0%} of a core gets {got_share:.1%}.")
    with _both_sides(bench) as (function, plain):
        whole = _starts(bench, function, plain, 1.0, _STARTS)
        at_a_share = _starts(bench, function, plain, SHARE, _STARTS_AT_A_SHARE)
    ms, plain_ms = (median(start.ms for start in starts) for starts in whole)
    share_ms, plain_share_ms = (median(start.ms for start in starts) for starts in at_a_share)
    results.take(
        {
            "cold_over_plain": ms / plain_ms,
            "cold_ms": ms,
            "cold_import_ms": median(start.import_ms for start in whole[0]),
            "cold_plain_ms": plain_ms,
            "cold_over_plain_30pct_cpu": share_ms / plain_share_ms,
            "cold_30pct_cpu_ms": share_ms,
            "cold_plain_30pct_cpu_ms": plain_share_ms,
            "cold_30pct_cpu_share": median(start.share for starts in at_a_share for start in starts),
        }
    )


def share_of_a_busy_process() -> float:
    """The share that a process gets which wants a whole core."""
    with children_on(one_core()):
        process = subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"])
    began_s = time.monotonic()
    try:
        with held_to(process.pid, SHARE):
            time.sleep(_BUSY_S)
            return cpu_time_s(process.pid) / (time.monotonic() - began_s)
    finally:
        _end(process)


@contextmanager
def _both_sides(bench: Bench) -> Iterator[tuple[Starter, Starter]]:
    built = bench.interpreters.built_function()
    with bench.console.status("Installing the plain way's packages…"):
        plain = bench.interpreters.plain(built)
    aws = MemoryAws()
    aws.open_session("cold")
    event = bench.work / "event.json"
    event.write_text(json.dumps(frame_event("cold", _first_message())), "utf-8")
    with served(aws) as url:
        variables = {
            **nowhere(),
            **built.environment(),
            "AWS_ENDPOINT_URL": url,
            "SESSIONS_TABLE": "sessions",
            "INCIDENT_QUEUE_URL": f"{url}/incidents",
            "EVIDENCE_BUCKET": "evidence",
        }
        matplotlib = {"MPLCONFIGDIR": str(bench.work / "matplotlib")}
        function_command = [*built.command, str(_SIDES / "cold_function.py"), str(event)]
        plain_command = [*plain.command, str(_SIDES / "cold_plain.py"), str(event)]
        yield (
            Starter(function_command, environment_of(variables), bench.log("cold_function")),
            Starter(plain_command, environment_of(plain.environment() | matplotlib), bench.log("cold_plain")),
        )


def _first_message() -> str:
    """One frame alone: the second one of a message would not be the first."""
    picture = encode(SampleExam((), 4.0, liveliness=1.0).render(0.5))
    message = json.loads(message_text([Frame(picture, round(time.time() * 1000))], 0))
    return json.dumps({"action": "frame", **message["frames"][0]})


def _starts(
    bench: Bench, function: Starter, plain: Starter, share: float, times: int
) -> tuple[list[Start], list[Start]]:
    function.start(1.0)
    plain.start(1.0)
    turns = range(_QUICK_STARTS if bench.quick else times)
    described = f"cold starts with {share:.0%} of a core"
    pairs = [(function.start(share), plain.start(share)) for _ in bench.each(turns, described)]
    return [ours for ours, _ in pairs], [plains for _, plains in pairs]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()
