"""Run as a script: serve the template of this folder on a data folder until Ctrl-C."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from proctor_audit_local.stack import LocalStack


async def serve(data_dir: Path) -> None:
    async with LocalStack(Path(__file__).with_name("template.yaml"), data_dir) as stack:
        await stack.warm_up("Echo")
        print(stack.websocket_url, flush=True)  # noqa: T201 - the test waits for it
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(serve(Path(sys.argv[1])))
    except KeyboardInterrupt:
        sys.exit(130)
