"""One event loop a process: a Postgres connection belongs to the loop on which it was made."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_runner = asyncio.Runner()


def run(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Run ``work`` to its end on the process's loop."""
    return _runner.run(work)
