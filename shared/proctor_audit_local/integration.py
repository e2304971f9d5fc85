"""A gateway's call of a function, with the gateway's patience."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from proctor_audit_local.clock import Clock
from proctor_audit_local.invocation import Outcome


async def called_within(timeout_s: float, clock: Clock, call: Awaitable[Outcome]) -> Outcome | None:
    """The outcome of a call, or None when it took too long. The function itself goes on, as on AWS."""
    calling = asyncio.ensure_future(call)
    patience = asyncio.ensure_future(clock.sleep_s(timeout_s))
    try:
        await asyncio.wait({calling, patience}, return_when=asyncio.FIRST_COMPLETED)
        return calling.result() if calling.done() else None
    finally:
        patience.cancel()
        calling.cancel()
