"""All functions of a stack, each in its worker processes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from proctor_audit_local.clock import Clock
from proctor_audit_local.declarations import Function
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.invocation import Outcome
from proctor_audit_local.runtime_api import RuntimeApi
from proctor_audit_local.workers import WorkerPool


class Functions:
    """Runs functions by their logical ids.

    Args:
        declared: what the template declares.
        environment: everything that a function's processes see of the environment.
        sizes: most processes by function; one where it says nothing.
        log_path: the file that a function's processes write to, by its name.
        clock: for timeouts.

    Raises:
        LocalStackError: sizes for a function that the template does not have.
    """

    def __init__(
        self,
        declared: Mapping[str, Function],
        *,
        environment: Callable[[Function], Mapping[str, str]],
        sizes: Mapping[str, int],
        log_path: Callable[[str], Path],
        clock: Clock,
    ) -> None:
        self._api = RuntimeApi()
        self._pools = {
            name: WorkerPool(
                function,
                environment(function),
                api=self._api,
                size=max(1, sizes.get(name, 1)),
                log_path=log_path(name),
                clock=clock,
            )
            for name, function in declared.items()
        }

    async def start(self) -> None:
        """Get ready; processes start with the first invocation, or when warmed up."""
        await self._api.start()

    async def close(self) -> None:
        """End all processes."""
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))
        await self._api.close()

    async def invoke(self, name: str, event: Mapping[str, Any]) -> Outcome:
        """Call a function and wait for what comes of it."""
        return await self._pool(name).invoke(event)

    async def warm_up(self, *names: str, each: int | None = None) -> None:
        """Start the processes of these functions, or of all, and keep so many.

        Args:
            *names: logical ids; none for all functions.
            each: processes for each; None for as many as it may have.

        Raises:
            LocalStackError: one does not start; the message says which and why.
        """
        await asyncio.gather(*(self._pool(name).warm_up(each) for name in names or self._pools))

    def pids(self, name: str) -> list[int]:
        """Process ids of a function's workers."""
        return self._pool(name).pids

    def _pool(self, name: str) -> WorkerPool:
        if name not in self._pools:
            raise LocalStackError(f"The template has no function {name}; it has {', '.join(self._pools)}.")
        return self._pools[name]
