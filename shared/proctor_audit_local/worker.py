"""One execution environment: a process that runs a function under Lambda's own runtime interface client."""

from __future__ import annotations

import asyncio
import enum
import json
import signal
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from proctor_audit_local.child_process import ChildProcess
from proctor_audit_local.clock import Clock
from proctor_audit_local.declarations import Function
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.invocation import Invocation, Outcome

if TYPE_CHECKING:
    from proctor_audit_local.runtime_api import RuntimeApi

# Lambda gives ten seconds; a laptop that starts everything at once may need more.
INIT_TIMEOUT_S = 60.0


class State(enum.Enum):
    """Where an execution environment is in its life."""

    INITIALISING = "initialising"
    IDLE = "idle"
    BUSY = "busy"
    ENDED = "ended"


class Owner(Protocol):
    """Who hands out work: the function that the worker belongs to."""

    def work_wanted(self, worker: Worker) -> None:
        """The worker is ready for the next invocation."""

    def worker_ended(self, worker: Worker) -> None:
        """The worker's process is gone."""


class Worker:
    """A process and the invocation that it works on. All methods run in the event loop's thread.

    Args:
        function: what it runs.
        owner: told when it wants work and when it has ended.
        clock: for the function's timeout.
    """

    def __init__(self, function: Function, owner: Owner, clock: Clock) -> None:
        self.function = function
        self.state = State.INITIALISING
        self.init_error: Outcome | None = None
        self.ready = asyncio.Event()
        self._owner = owner
        self._clock = clock
        self._process: ChildProcess | None = None
        self._current: Invocation | None = None
        self._given: asyncio.Future[Invocation] | None = None
        self._timer: asyncio.Task[None] | None = None
        self._timed_out = False
        self._killed = False
        self._reported: bytes | None = None

    async def run(self, api: RuntimeApi, environment: Mapping[str, str], log_path: Path) -> None:
        """Start the process and stay with it until it ends, for whatever reason."""
        address = await api.register(self)
        try:
            process = self._process = await ChildProcess.start(
                [sys.executable, "-m", "awslambdaric", self.function.handler],
                environment={**environment, "AWS_LAMBDA_RUNTIME_API": address},
                log_path=log_path,
                folder=self.function.code_folder,
            )
            self._start_timer(INIT_TIMEOUT_S)
            if self._killed:
                self.kill()
            self._end(_how(await process.wait()))
        except LocalStackError as error:
            self._end(error.message)
        finally:
            self._owner.worker_ended(self)
            await api.unregister(self)

    def give(self, invocation: Invocation) -> None:
        """Hand over the next invocation; only when IDLE. Its time begins now."""
        assert self.state is State.IDLE
        assert self._given is not None
        self.state = State.BUSY
        self._current = invocation
        invocation.deadline_ms = int((self._clock.time_s() + self.function.timeout_s) * 1000)
        self._start_timer(self.function.timeout_s)
        self._given.set_result(invocation)

    @property
    def pid(self) -> int | None:
        """Its process id, None before it has been started."""
        return self._process.pid if self._process is not None else None

    @property
    def ended(self) -> bool:
        """Its process is gone."""
        return self.state is State.ENDED

    def kill(self) -> None:
        """End the process at once."""
        self._killed = True
        if self._process is not None:
            self._process.send(signal.SIGKILL)

    # What the Runtime API calls for the process:

    async def next(self) -> Invocation:
        """Wait for the next invocation."""
        self._stop_timer()
        self.state = State.IDLE
        self.ready.set()
        self._given = asyncio.get_running_loop().create_future()
        self._owner.work_wanted(self)
        return await self._given

    def finish(self, request_id: str, outcome: Outcome) -> bool:
        """Take the answer to an invocation.

        Returns:
            False when that invocation is not the current one.
        """
        if self._current is None or self._current.request_id != request_id:
            return False
        self._stop_timer()
        self._current.settle(outcome)
        self._current = None
        return True

    def fail_init(self, payload: bytes) -> None:
        """Take the error that the function's module ended with."""
        self._reported = payload
        self.init_error = Outcome(payload, failed=True)

    def _end(self, how: str) -> None:
        """Account for a process that has ended."""
        self._stop_timer()
        was_initialising = self.state is State.INITIALISING
        self.state = State.ENDED
        if was_initialising and self.init_error is None:
            self.init_error = Outcome.error("Runtime.ExitError", f"The function ended while starting ({how})")
        if self._current is not None:
            self._current.settle(self._crash(self._current, how))
            self._current = None
        if self._given is not None and not self._given.done():
            self._given.cancel()
        self.ready.set()

    def _crash(self, invocation: Invocation, how: str) -> Outcome:
        if self._timed_out:
            now = datetime.fromtimestamp(self._clock.time_s(), UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
            message = f"{now} {invocation.request_id} Task timed out after {self.function.timeout_s:.2f} seconds"
            return Outcome.error("Sandbox.Timedout", message)
        message = f"RequestId: {invocation.request_id} Error: Runtime exited with error: {how}"
        return Outcome.error("Runtime.ExitError", message)

    def last_lines(self) -> str:
        """The end of what the process has logged."""
        return self._process.last_lines() if self._process is not None else ""

    def why_not_started(self) -> str:
        """Why init failed: the runtime's own words, or else the end of the log."""
        if self._reported is not None:
            error = json.loads(self._reported)
            return f"{error.get('errorType')}: {error.get('errorMessage')}"
        how = self.init_error.error_message if self.init_error else ""
        return f"{how}\n{self.last_lines()}".strip()

    def _start_timer(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = asyncio.create_task(self._enforce(seconds))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def _enforce(self, seconds: float) -> None:
        await self._clock.sleep_s(seconds)
        self._timed_out = True
        self.kill()


def _how(status: int) -> str:
    if status < 0:
        return f"signal: {signal.strsignal(-status) or -status}".lower()
    return f"exit status {status}"
