"""The one folder that holds everything that the local stack keeps."""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from pathlib import Path

from proctor_audit_local.errors import LocalStackError

# PostgreSQL's empty cluster and its first log segments take 40 MB; less than this is not worth starting with.
NEEDED_BYTES = 200_000_000


@dataclass(frozen=True)
class DataFolder:
    """Where the services keep their state and functions write their logs."""

    path: Path

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def aws(self) -> Path:
        return self.path / "aws"

    def log(self, name: str) -> Path:
        """The log of a service or function."""
        return self.path / "logs" / f"{name}.log"

    def make(self) -> None:
        """Make the folder and what is in it, for its owner only.

        Raises:
            LocalStackError: it cannot be written, or its disk is full.
        """
        try:
            for folder in (self.path, self.postgres, self.aws, self.path / "logs"):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self.path / "writable"
            probe.write_bytes(b"1")
            probe.unlink()
            free_bytes = shutil.disk_usage(self.path).free
        except OSError as error:
            raise LocalStackError(_sentence(self.path, error)) from error
        if free_bytes < NEEDED_BYTES:
            raise LocalStackError(
                f"The disk that holds {self.path} has {free_bytes // 1_000_000} MB left and "
                f"{NEEDED_BYTES // 1_000_000} MB are needed; free some space, or choose another data folder."
            )


def _sentence(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk that holds {path} is full; free some space, or choose another data folder."
    return f"The data folder {path} cannot be written ({error.strerror}); choose another one."
