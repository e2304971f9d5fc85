"""The whole stack with two frame workers, until SIGTERM: see ``tests.benchmarks.load``."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from pathlib import Path
from typing import Final

from proctor_audit_local.stack import BUSY_FUNCTION, LocalStack
from tests.build.lambda_runtime import PROJECT

WORKERS: Final = 2


async def _serve(data_dir: Path) -> None:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    async with LocalStack(PROJECT / "template.yaml", data_dir, workers={BUSY_FUNCTION: WORKERS}) as stack:
        await stack.warm_up(BUSY_FUNCTION)
        made = await stack.invoke("Keys", {"operation": "create", "tenant": "load"})
        addresses = {"http_url": stack.http_url, "api_key": made["api_key"]}
        sys.stdout.write(json.dumps(addresses) + "\n")
        sys.stdout.flush()
        await stack.watch()


if __name__ == "__main__":
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_serve(Path(sys.argv[1])))
