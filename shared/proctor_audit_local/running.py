"""Where a running local stack can be found: a file in its data folder that only its owner can read."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from proctor_audit_local.errors import LocalStackError

DEFAULT_DATA_DIR = Path(".proctor-audit")
_NAME = "running.json"


@dataclass(frozen=True, slots=True)
class RunningStack:
    """Addresses of a running stack, the API key it was started with, and its process."""

    http_url: str
    websocket_url: str
    lambda_url: str
    api_key: str
    pid: int

    def write(self, data_dir: Path) -> None:
        """Let other commands find the stack."""
        path = data_dir / _NAME
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(self), file)

    @staticmethod
    def forget(data_dir: Path) -> None:
        """The stack has stopped."""
        (data_dir / _NAME).unlink(missing_ok=True)

    @classmethod
    def find(cls, data_dir: Path) -> RunningStack:
        """The running stack of this data folder.

        Raises:
            LocalStackError: if none runs.
        """
        try:
            running = cls(**json.loads((data_dir / _NAME).read_text()))
            # After a crash the file is left; somebody else may have the ports by now.
            os.kill(running.pid, 0)
            return running
        except (OSError, ValueError, TypeError):
            raise LocalStackError(
                f"No local stack runs on {data_dir}; start one with `make run`, or name a deployed one with --api-url."
            ) from None
