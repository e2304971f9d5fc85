"""PostgreSQL as the local stack runs it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import asyncpg
import pytest

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.ports import listen_on_loopback, port_of
from proctor_audit_local.postgres import Postgres


async def count(postgres: Postgres) -> int:
    connection = await asyncpg.connect(postgres.dsn)
    await connection.execute("CREATE TABLE IF NOT EXISTS starts (at timestamptz DEFAULT now())")
    await connection.execute("INSERT INTO starts DEFAULT VALUES")
    found: int = await connection.fetchval("SELECT count(*) FROM starts")
    await connection.close()
    return found


async def shown(postgres: Postgres, setting: str) -> str:
    connection = await asyncpg.connect(postgres.dsn)
    value: str = await connection.fetchval(f"SHOW {setting}")
    await connection.close()
    return value


async def test_life(tmp_path: Path) -> None:
    # pytest's folders are closed to others, as root's are: the server gets in all the same.
    folder = tmp_path / "postgres"
    postgres = Postgres(folder, log_path=tmp_path / "postgres.log")
    await postgres.start()
    await postgres.start()
    try:
        assert await count(postgres) == 1
        assert (folder / "password").stat().st_mode & 0o777 == 0o600
        assert (folder / "cluster").stat().st_mode & 0o777 == 0o700
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(postgres.dsn.replace(postgres.password, "guess"))
        assert await shown(postgres, "unix_socket_directories") == ""
        assert await shown(postgres, "listen_addresses") == "127.0.0.1"

        port = postgres.port
        await postgres.stop()
        assert not postgres.running
        await postgres.start()
        assert postgres.port == port
        assert await count(postgres) == 2

        os.kill(postgres.pid or 0, signal.SIGKILL)
        await postgres.kill()
        # As if a program of somebody else had got the process id of the dead server.
        pid_file = folder / "cluster" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
        await postgres.start()
        assert await count(postgres) == 3
    finally:
        await postgres.stop()

    again = Postgres(folder, log_path=tmp_path / "postgres.log")
    await again.start()
    try:
        assert await count(again) == 4
        (folder / "password").write_text("other\n")
        await again.stop()
        with pytest.raises(LocalStackError, match="password"):
            await again.start()
    finally:
        await again.stop()


async def test_taken_port(tmp_path: Path) -> None:
    with listen_on_loopback(0, "somebody else") as listener:
        postgres = Postgres(tmp_path / "postgres", log_path=tmp_path / "postgres.log", port=port_of(listener))
        with pytest.raises(LocalStackError, match="for PostgreSQL is taken"):
            await postgres.start()


async def test_damaged_cluster_is_told_of(tmp_path: Path) -> None:
    postgres = Postgres(tmp_path / "postgres", log_path=tmp_path / "postgres.log")
    await postgres.start()
    await postgres.stop()
    (tmp_path / "postgres" / "cluster" / "global" / "pg_control").unlink()
    with pytest.raises(LocalStackError, match=r"PostgreSQL ended while starting: (.|\n)*pg_control"):
        await postgres.start()
