"""Row ``worker_rss_mb``: what a frame worker keeps in memory, once it has done everything that it can be asked to.

The function as it was built takes 200 frames of an exam in which incidents happen, with their evidence, and draws
into some of the frames. Lambda's own runtime client is not in it: it adds a few MB to every Python function.

Its libraries are read from disk, as in a new environment. Those that were written a moment ago stand in large pages of
the file cache, of which Linux maps all when a process touches one: 30 MB that nobody uses and that Lambda does not see.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from proctor_audit_local.playback import RECORDED
from proctor_audit_local.sample_exam import SampleExam
from proctor_audit_local.sample_exam.exam import EVENTS
from tests.benchmarks.bench import Bench
from tests.benchmarks.loopback import served
from tests.benchmarks.memory_aws import MemoryAws, frame_event
from tests.benchmarks.quiet_minute import messages_of
from tests.benchmarks.results import NotMeasured, Results
from tests.benchmarks.side import Side
from tests.build.lambda_runtime import nowhere

_DURATION_S: Final = 100.0
_ANNOTATE_EVERY: Final = 10
_SECONDS_A_MESSAGE: Final = 0.15
"""Four frames may not come sooner than this for long."""


def measure(bench: Bench, results: Results) -> None:
    """Send the frames, then look at the process."""
    built = bench.interpreters.built_function()
    _forget_cached(bench.interpreters.built_folders())
    aws = MemoryAws()
    aws.open_session("memory", RECORDED)
    messages = messages_of(SampleExam(EVENTS, _DURATION_S), annotate_every=_ANNOTATE_EVERY)
    with served(aws) as url:
        variables = {
            **nowhere(),
            **built.environment(),
            "AWS_ENDPOINT_URL": url,
            "SESSIONS_TABLE": "sessions",
            "INCIDENT_QUEUE_URL": f"{url}/incidents",
            "EVIDENCE_BUCKET": "evidence",
        }
        command = [*built.command, "-m", "tests.benchmarks.sides.function"]
        replies: list[dict[str, Any]] = []
        with Side(command, variables, bench.log("memory")) as function:
            for message in bench.each(messages, "200 frames for one worker"):
                began_s = time.monotonic()
                reply = function.ask({"event": frame_event("memory", message.body)})
                replies += json.loads(reply["body"])["results"]
                time.sleep(max(0.0, began_s + _SECONDS_A_MESSAGE - time.monotonic()))
            memory = function.ask({})
    _check(replies, aws)
    results.take({"worker_rss_mb": memory["resident_mb"], "worker_private_mb": memory["private_mb"]})


def _forget_cached(folders: Iterable[Path]) -> None:
    """Have the files read from disk by whoever comes next."""
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def _check(replies: list[dict[str, Any]], aws: MemoryAws) -> None:
    """The worker did what it should have done before it is weighed."""
    frames = sum(reply["type"] == "frame" for reply in replies)
    annotated = sum(bool(reply.get("frame")) for reply in replies)
    sent, kept = aws.calls["SendMessage"], aws.calls["S3.PUT"]
    if frames < len(replies) or not (annotated and sent and kept):
        told = f"{frames} of {len(replies)} frames judged, {annotated} annotated, {sent} messages sent, {kept} kept"
        raise NotMeasured(f"expected frames, annotations, incidents and evidence, got {told}")
