"""Rows ``load_…``: 30 candidates at one frame a second on the local stack, whose frame function has two workers.

Every candidate sends pictures of their own in messages of four, at a phase of their own, and waits for the reply. The
time of a reply is counted from when its message was due, so that a slow one makes those behind it late, too. At the end
every session's report must have that candidate's frames and that candidate's incident, and nothing of anybody else.
"""

from __future__ import annotations

import asyncio
import base64
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rich.progress import Progress
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from proctor_audit.client import SessionAccess, get_auth, get_report
from proctor_audit_local.commands.options import Api
from tests.benchmarks.bench import Bench
from tests.benchmarks.crowd import FPS, Script, crowd, film
from tests.benchmarks.estimator import percentile
from tests.benchmarks.quiet_minute import FRAMES_PER_MESSAGE
from tests.benchmarks.results import NotMeasured, Results
from tests.benchmarks.side import last_line
from tests.build.lambda_runtime import PROJECT

_DURATION_S: Final = 64.0
_QUICK_S: Final = 48.0
_REPLY_PATIENCE_S: Final = 30.0
_REPORT_PATIENCE_S: Final = 30.0
_AHEAD_S: Final = 2.0
_STOP_WITHIN_S: Final = 30.0


@dataclass(slots=True)
class Candidate:
    """A candidate and how it went.

    Attributes:
        script: what they do.
        access: their session.
        messages: what they send, and when each is due, by the wall clock.
        took_ms: from when a message was due to its reply, of every message that was answered.
        replies: to their frames.
    """

    script: Script
    access: SessionAccess
    messages: list[tuple[float, str]]
    took_ms: list[float] = field(default_factory=list)
    replies: list[dict[str, Any]] = field(default_factory=list)

    @property
    def frames(self) -> int:
        return FRAMES_PER_MESSAGE * len(self.messages)


def measure(bench: Bench, results: Results) -> None:
    """Film, start the stack, send everything, read the reports."""
    scripts = crowd(_QUICK_S if bench.quick else _DURATION_S)
    films = film(bench, scripts)
    with bench.console.status("Starting the local stack…"), _stack(bench.log("stack")) as api:
        accesses = [get_auth(api.url, api.key, "load", f"candidate-{script.number}") for script in scripts]
        candidates = asyncio.run(_sent(bench, scripts, accesses, films))
        with bench.console.status("Reading the reports…"):
            reports = _settled_reports(api, candidates)
    results.take(_figures(candidates, reports))


@contextmanager
def _stack(log_path: Path) -> Iterator[Api]:
    # Its folder can be entered by PostgreSQL, which does not run as root.
    folder = Path(tempfile.mkdtemp(prefix="proctor-audit-"))
    folder.chmod(0o755)
    command = [sys.executable, "-m", "tests.benchmarks.sides.stack", str(folder / "data")]
    with log_path.open("wb") as log:
        process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=log, start_new_session=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise NotMeasured(f"the local stack does not start: {last_line(log_path)}")
        told = json.loads(line)
        yield Api(told["http_url"], told["api_key"])
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=_STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        shutil.rmtree(folder, ignore_errors=True)


async def _sent(
    bench: Bench, scripts: Sequence[Script], accesses: Sequence[SessionAccess], films: Sequence[Sequence[bytes]]
) -> list[Candidate]:
    # All messages are made before the first one is sent: the cores belong to the stack.
    starts_at_s = time.time() + _AHEAD_S
    phases = random.Random(0)
    interval_s = FRAMES_PER_MESSAGE / FPS
    candidates = [
        Candidate(script, access, _messages(pictures, starts_at_s + phases.uniform(0, interval_s)))
        for script, access, pictures in zip(scripts, accesses, films, strict=True)
    ]
    with Progress(console=bench.console, transient=True) as progress:
        messages = sum(len(candidate.messages) for candidate in candidates)
        bar = progress.add_task(f"{len(candidates)} candidates at once", total=messages)
        await asyncio.gather(*(_take_part(candidate, progress, bar) for candidate in candidates))
    return candidates


def _messages(pictures: Sequence[bytes], starts_at_s: float) -> list[tuple[float, str]]:
    messages = []
    for first in range(0, len(pictures) - FRAMES_PER_MESSAGE + 1, FRAMES_PER_MESSAGE):
        frames = [
            {
                "seq": seq,
                "captured_at": round((starts_at_s + seq / FPS) * 1000),
                "image": base64.b64encode(pictures[seq]).decode("ascii"),
            }
            for seq in range(first, first + FRAMES_PER_MESSAGE)
        ]
        due_s = starts_at_s + (first + FRAMES_PER_MESSAGE - 1) / FPS
        messages.append((due_s, json.dumps({"action": "frame", "frames": frames}, separators=(",", ":"))))
    return messages


async def _take_part(candidate: Candidate, progress: Progress, bar: Any) -> None:
    url = f"{candidate.access.websocket_url}?token={candidate.access.token}"
    try:
        async with connect(url, max_size=None, compression=None, ping_interval=None) as socket:
            for due_s, text in candidate.messages:
                await asyncio.sleep(max(0.0, due_s - time.time()))
                await socket.send(text)
                reply = json.loads(await asyncio.wait_for(socket.recv(), _REPLY_PATIENCE_S))
                candidate.took_ms.append((time.time() - due_s) * 1000)
                candidate.replies += reply.get("results", [reply])
                progress.advance(bar)
    except (OSError, TimeoutError, WebSocketException):
        # Whatever was not answered by now counts as unanswered.
        return


def _settled_reports(api: Api, candidates: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Everybody's report, once leaving and what was told have come through the queue, or after a while."""
    give_up_at_s = time.monotonic() + _REPORT_PATIENCE_S
    return [_settled_report(api, candidate, give_up_at_s) for candidate in candidates]


def _settled_report(api: Api, candidate: Candidate, give_up_at_s: float) -> dict[str, Any]:
    opened = {change["id"] for reply in candidate.replies for change in reply.get("incidents", ())}
    while True:
        report = get_report(api.url, api.key, candidate.access.session_id)
        recorded = {incident["id"] for incident in report["incidents"] if incident["ended_at"]}
        settled = opened <= recorded and report["quality"]["frames"] >= candidate.frames
        if settled or time.monotonic() > give_up_at_s:
            return report
        time.sleep(0.3)


def _figures(candidates: Sequence[Candidate], reports: Sequence[dict[str, Any]]) -> dict[str, float]:
    took_ms = [ms for candidate in candidates for ms in candidate.took_ms]
    if not took_ms:
        raise NotMeasured("no message was answered")
    messages = sum(len(candidate.messages) for candidate in candidates)
    told = [(candidate, report) for candidate, report in zip(candidates, reports, strict=True)]
    return {
        "load_p50_ms": percentile(took_ms, 0.5),
        "load_p95_ms": percentile(took_ms, 0.95),
        "load_max_ms": max(took_ms),
        "load_messages": messages,
        "load_unanswered": messages - len(took_ms),
        "load_refused_frames": sum(reply["type"] != "frame" for c in candidates for reply in c.replies),
        "load_mixed_up": sum(_mixed_up(candidate, report) for candidate, report in told),
        "load_missed": sum(_missed(candidate, report) for candidate, report in told),
    }


def _kinds(report: dict[str, Any]) -> set[str]:
    return {incident["kind"] for incident in report["incidents"]}


def _mixed_up(candidate: Candidate, report: dict[str, Any]) -> bool:
    """Whether the report has other frames than this candidate's, or an incident that is not in the script."""
    judged = sum(reply["type"] == "frame" for reply in candidate.replies)
    numbers = [reply.get("seq") for reply in candidate.replies]
    in_order = numbers == list(range(len(numbers)))
    return report["quality"]["frames"] != judged or not in_order or bool(_kinds(report) - {candidate.script.kind})


def _missed(candidate: Candidate, report: dict[str, Any]) -> bool:
    return candidate.script.kind is not None and candidate.script.kind not in _kinds(report)
