"""A function and the worker processes that run it."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proctor_audit_local.clock import Clock
from proctor_audit_local.declarations import Function
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.invocation import PAYLOAD_LIMIT_BYTES, Invocation, Outcome
from proctor_audit_local.runtime_api import RuntimeApi
from proctor_audit_local.worker import State, Worker


class WorkerPool:
    """Runs one function in up to so many processes, one invocation at a time each; what is too much waits.

    Args:
        function: what the template declares.
        environment: everything its processes see of the environment.
        api: where they ask for work.
        size: most processes.
        log_path: file that they write to.
        clock: for timeouts.
    """

    def __init__(
        self,
        function: Function,
        environment: Mapping[str, str],
        *,
        api: RuntimeApi,
        size: int,
        log_path: Path,
        clock: Clock,
    ) -> None:
        self.function = function
        self._environment = environment
        self._api = api
        self._size = size
        self._log_path = log_path
        self._clock = clock
        self._workers: dict[Worker, asyncio.Task[None]] = {}
        self._idle: deque[Worker] = deque()
        self._waiting: deque[Invocation] = deque()
        self._warm = 0
        self._closed = False

    @property
    def pids(self) -> list[int]:
        """Process ids of its workers."""
        return [worker.pid for worker in self._workers if worker.pid is not None]

    async def warm_up(self, count: int | None = None) -> None:
        """Start processes ahead of the first invocation, and keep so many.

        Args:
            count: how many; None for as many as it may have.

        Raises:
            LocalStackError: the function cannot be started; the message says why.
        """
        self._warm = self._size if count is None else min(count, self._size)
        self._keep_warm()
        workers = list(self._workers)
        await asyncio.gather(*(worker.ready.wait() for worker in workers))
        for worker in workers:
            if worker.init_error is not None:
                raise LocalStackError(f"The function {self.function.name} does not start: {worker.why_not_started()}")

    async def invoke(self, event: Mapping[str, Any]) -> Outcome:
        """Call the function and wait for what comes of it."""
        payload = json.dumps(event, separators=(",", ":")).encode()
        if len(payload) > PAYLOAD_LIMIT_BYTES:
            return Outcome.error(
                "RequestTooLargeException", f"Request must be smaller than {PAYLOAD_LIMIT_BYTES} bytes"
            )
        if self._closed:
            return Outcome.error("ServiceException", "The local stack is stopping")
        invocation = Invocation(payload)
        self._waiting.append(invocation)
        self._dispatch()
        # A caller that gives up does not stop the function, as on AWS.
        return await asyncio.shield(invocation.outcome)

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        self._fail_waiting(Outcome.error("ServiceException", "The local stack is stopping"))
        tasks = list(self._workers.values())
        for worker in self._workers:
            worker.kill()
        await asyncio.gather(*tasks, return_exceptions=True)

    def work_wanted(self, worker: Worker) -> None:
        """A worker is ready for the next invocation."""
        self._idle.append(worker)
        self._dispatch()

    def worker_ended(self, worker: Worker) -> None:
        """A worker's process is gone: replace it when it is needed."""
        self._workers.pop(worker, None)
        if worker in self._idle:
            self._idle.remove(worker)
        if self._closed:
            return
        if worker.init_error is None:
            self._keep_warm()
        elif not self._workers:
            # Nobody else is there to take them, and the next process would end the same way.
            self._fail_waiting(worker.init_error)
        self._dispatch()

    def _dispatch(self) -> None:
        while self._waiting and self._idle:
            self._idle.popleft().give(self._waiting.popleft())
        starting = sum(worker.state is State.INITIALISING for worker in self._workers)
        wanted = min(len(self._waiting) - starting, self._size - len(self._workers))
        for _ in range(wanted):
            self._start_worker()

    def _keep_warm(self) -> None:
        for _ in range(self._warm - len(self._workers)):
            self._start_worker()

    def _start_worker(self) -> None:
        worker = Worker(self.function, self, self._clock)
        self._workers[worker] = asyncio.create_task(worker.run(self._api, self._environment, self._log_path))

    def _fail_waiting(self, outcome: Outcome) -> None:
        while self._waiting:
            self._waiting.popleft().settle(outcome)
