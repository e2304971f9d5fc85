"""Brings the database's schema up to date.

``schema/*.sql`` are numbered and only ever added to. They hold plain statements that PostgreSQL and Aurora DSQL
both run: no foreign keys, sequences or triggers, indexes only as constraints. Each statement is a transaction of
its own, since DSQL takes one DDL statement at a time, and can be repeated, since a migration may be interrupted.
"""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

from proctor_audit.stores.database import Database
from proctor_audit.values import dataclass

_NAME = re.compile(r"(?P<version>\d{3})_(?P<name>\w+)\.sql")
_ROLE = "proctor_audit"
_ROLE_ARN = re.compile(r"arn:[\w-]+:iam::\d{12}:role/[\w+=,.@/-]+")


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file of statements."""

    version: int
    name: str
    statements: tuple[str, ...]


def migrations() -> list[Migration]:
    """All migrations of this package, in order."""
    files = resources.files("proctor_audit.stores").joinpath("schema").iterdir()
    found = [
        Migration(int(match["version"]), match["name"], _statements(file.read_text("utf-8")))
        for file in files
        if (match := _NAME.fullmatch(file.name))
    ]
    return sorted(found, key=lambda migration: migration.version)


async def migrate(database: Database) -> list[int]:
    """Apply what has not been applied yet.

    Returns:
        The versions applied now.
    """
    await _execute(
        database,
        "CREATE TABLE IF NOT EXISTS schema_migrations ("
        " version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL)",
    )
    done = await database.run(lambda connection: connection.fetch("SELECT version FROM schema_migrations"))
    missing = [migration for migration in migrations() if migration.version not in {row["version"] for row in done}]
    for migration in missing:
        for statement in migration.statements:
            await _execute(database, statement)
        await _execute(
            database,
            "INSERT INTO schema_migrations (version, name, applied_at) VALUES ($1, $2, now())"
            " ON CONFLICT (version) DO NOTHING",
            migration.version,
            migration.name,
        )
    return [migration.version for migration in missing]


async def grant(database: Database, role_arns: list[str]) -> None:
    """Let IAM roles sign in to Aurora DSQL as a role that can read and write rows, and nothing else.

    See the Aurora DSQL user guide, "Authorizing database roles to use SQL in your database".

    Raises:
        ValueError: if something in the list is not the ARN of an IAM role.
    """
    for arn in role_arns:
        if not _ROLE_ARN.fullmatch(arn):
            raise ValueError(f"expected the ARN of an IAM role, got {arn!r}")
    if not await _rows(database, "SELECT 1 FROM pg_roles WHERE rolname = $1", _ROLE):
        await _execute(database, f"CREATE ROLE {_ROLE} WITH LOGIN")
    granted = await _rows(database, "SELECT arn FROM sys.iam_pg_role_mappings WHERE pg_role_name = $1", _ROLE)
    for arn in role_arns:
        if arn not in {row["arn"] for row in granted}:
            await _execute(database, f"AWS IAM GRANT {_ROLE} TO '{arn}'")
    await _execute(database, f"GRANT USAGE ON SCHEMA public TO {_ROLE}")
    await _execute(database, f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {_ROLE}")


async def _execute(database: Database, statement: str, *arguments: Any) -> None:
    """One statement in a transaction of its own."""
    await database.run(lambda connection: connection.execute(statement, *arguments))


async def _rows(database: Database, query: str, *arguments: Any) -> Any:
    return await database.run(lambda connection: connection.fetch(query, *arguments))


def _statements(text: str) -> tuple[str, ...]:
    without_comments = re.sub(r"--[^\n]*", "", text)
    return tuple(statement.strip() for statement in without_comments.split(";") if statement.strip())
