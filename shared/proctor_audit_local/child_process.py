"""A child process that ends with the stack, whatever happens to the stack."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from proctor_audit_local.errors import LocalStackError

TETHER = Path(__file__).with_name("tethered.py")
LOG_KEPT_BYTES = 5_000_000


class ChildProcess:
    """A running child: its own session, so that Ctrl-C reaches only the parent; output appended to a log file."""

    def __init__(self, process: asyncio.subprocess.Process, log_path: Path, log_start: int) -> None:
        self._process = process
        self._log_path = log_path
        self._log_start = log_start

    @classmethod
    async def start(
        cls,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str],
        log_path: Path,
        folder: Path | None = None,
        owner: tuple[int, int] | None = None,
        on_parents_death: signal.Signals = signal.SIGKILL,
        inherited: Sequence[int] = (),
    ) -> ChildProcess:
        """Start a command.

        Args:
            command: absolute path of the program, and its arguments.
            environment: everything it sees of the environment.
            log_path: file that its output is appended to.
            folder: working folder.
            owner: (uid, gid) to run as instead of root.
            on_parents_death: signal that it gets when this process ends without stopping it.
            inherited: file descriptors that it keeps.

        Raises:
            LocalStackError: the log cannot be written, for example because the disk is full.
        """
        who = f"{owner[0]}:{owner[1]}" if owner else "-"
        tether = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), str(int(on_parents_death)), who]
        try:
            with open_log(log_path) as log:
                process = await asyncio.create_subprocess_exec(
                    *tether,
                    *map(str, command),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=folder,
                    env=dict(environment),
                    start_new_session=True,
                    pass_fds=inherited,
                )
                return cls(process, log_path, os.fstat(log).st_size)
        except OSError as error:
            raise LocalStackError(f"{Path(command[0]).name} cannot be started: {error}.") from error

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_status(self) -> int | None:
        """None while it runs; negative for the signal that ended it."""
        return self._process.returncode

    async def wait(self) -> int:
        """Its exit status, once it has ended."""
        return await self._process.wait()

    def send(self, signal_number: signal.Signals) -> None:
        """Send a signal, unless it has ended."""
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal_number)

    async def stop(self, signal_number: signal.Signals, *, within_s: float) -> int:
        """Ask it to end; after that many seconds, end it.

        Returns:
            Its exit status.
        """
        self.send(signal_number)
        try:
            return await asyncio.wait_for(self.wait(), within_s)
        except TimeoutError:
            self.send(signal.SIGKILL)
            return await self.wait()

    def last_lines(self, count: int = 5) -> str:
        """The end of what it has logged since it was started."""
        with self._log_path.open("rb") as log:
            log.seek(max(self._log_start, self._log_path.stat().st_size - 8192))
            lines = log.read().decode(errors="replace").strip().splitlines()
        return "\n".join(lines[-count:])


@contextlib.contextmanager
def open_log(path: Path) -> Iterator[int]:
    """A file descriptor that appends to a log; a log grown large is set aside first."""
    if path.exists() and path.stat().st_size > LOG_KEPT_BYTES:
        path.replace(path.with_name(path.name + ".1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def basic_environment() -> dict[str, str]:
    """What a child needs of the machine, and nothing else of our environment."""
    kept = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    # Interpreters and libraries installed outside the system's folders need these to be found.
    return kept | {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SSL_CERT_FILE") if name in os.environ}
