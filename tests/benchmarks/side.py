"""A process that does one side's work when it is asked to."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from proctor_audit_local.child_process import basic_environment
from tests.benchmarks.results import NotMeasured

_PATIENCE_S: Final = 120.0
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def one_core() -> int:
    """The core that measured processes run on."""
    return max(os.sched_getaffinity(0))


@contextlib.contextmanager
def children_on(core: int) -> Iterator[None]:
    """Processes that are started within the block run on this core only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def environment_of(variables: Mapping[str, str]) -> dict[str, str]:
    """Everything that a measured process sees of the environment."""
    return {**basic_environment(), **_ONE_THREAD, "PYTHONDONTWRITEBYTECODE": "1", **variables}


class Side:
    """A process that answers requests one at a time, as ``sides.serving`` does, on one core.

    Args:
        command: to start it.
        environment: its variables, besides the ordinary ones.
        log_path: of what it prints.
    """

    def __init__(self, command: Sequence[str | Path], environment: Mapping[str, str], log_path: Path) -> None:
        self._command = command
        self._environment = environment_of(environment)
        self._log_path = log_path

    def __enter__(self) -> Self:
        self._log_path.parent.mkdir(parents=True, exist_ok=True)
        with self._log_path.open("wb") as log, children_on(one_core()):
            self._process = subprocess.Popen(
                list(map(str, self._command)),
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        try:
            self._reply()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply to a request.

        Raises:
            NotMeasured: the process ended, or does not answer.
        """
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        return self._reply()

    def _reply(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answered, _, _ = select.select([self._process.stdout], [], [], _PATIENCE_S)
        line = self._process.stdout.readline() if answered else ""
        if not line:
            raise NotMeasured(f"{' '.join(map(str, self._command))} gave no answer: {last_line(self._log_path)}")
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _end(self) -> None:
        self._process.kill()
        self._process.communicate()


def last_line(log_path: Path) -> str:
    """What a process said last; its whole log is left where it is."""
    lines = log_path.read_text("utf-8", "replace").strip().splitlines()
    return f"{lines[-1]} ({log_path})" if lines else f"it printed nothing ({log_path})"
