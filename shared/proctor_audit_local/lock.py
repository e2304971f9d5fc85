"""One stack for one data folder."""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from pathlib import Path

from proctor_audit_local.errors import LocalStackError

# After a kill -9 the services notice within milliseconds and write their state; this is the most they need.
LEFTOVERS_END_WITHIN_S = 15.0


class FolderLock:
    """An exclusive lock on a folder, held by this process and by the children that inherit its descriptor.

    A stack that starts right after another was killed therefore waits until Postgres and the AWS stand-in of
    the killed one have written their state.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._fd = -1

    @property
    def descriptor(self) -> int:
        """The file descriptor to pass on to children that write into the folder."""
        return self._fd

    async def acquire(self) -> None:
        """Take the lock.

        Raises:
            LocalStackError: a running stack holds it, or the folder cannot be written.
        """
        try:
            self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise LocalStackError(
                f"{self._path.parent} cannot be written ({error.strerror}); choose another data folder."
            ) from error
        give_up_at_s = time.monotonic() + LEFTOVERS_END_WITHIN_S
        while not self._try():
            owner = self._owner()
            if owner is not None or time.monotonic() > give_up_at_s:
                self.release()
                by = f" (process {owner})" if owner else ""
                raise LocalStackError(
                    f"Another local stack{by} is using {self._path.parent}; stop it, or choose another data folder."
                )
            await asyncio.sleep(0.05)
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Give the lock back. Children that inherited it keep it until they end."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _try(self) -> bool:
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _owner(self) -> int | None:
        """The process that took the lock, if it still runs."""
        text = os.pread(self._fd, 32, 0).decode(errors="replace")
        if not text.isdigit():
            return None
        try:
            os.kill(int(text), 0)
        except ProcessLookupError:
            return None
        except PermissionError:
            pass
        return int(text)
