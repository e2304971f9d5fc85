"""A database of any earlier version comes up to date, and keeps what is in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from proctor_audit.services.queue_message import parse_session_news
from proctor_audit.services.recording import record
from proctor_audit.stores import migrations, records
from proctor_audit.stores.database import Database
from tests.integration.services.conftest import NOW
from tests.integration.services.test_recording import news, snapshot

SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"


async def test_each_migration_is_applied_once(database: Database) -> None:
    assert await migrations.migrate(database) == []
    rows = await database.run(lambda connection: connection.fetch("SELECT version FROM schema_migrations"))
    assert sorted(row["version"] for row in rows) == [m.version for m in migrations.migrations()]


async def test_an_interrupted_migration_can_be_repeated(database: Database) -> None:
    await database.run(lambda connection: connection.execute("DELETE FROM schema_migrations WHERE version > 1"))
    assert await migrations.migrate(database) == [m.version for m in migrations.migrations() if m.version > 1]


async def test_incidents_of_before_there_was_a_detail(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, every = empty_database, migrations.migrations()
    with monkeypatch.context() as before:
        before.setattr(migrations, "migrations", lambda: every[:1])
        assert await migrations.migrate(database) == [1]
    session = records.SessionRecord(SESSION, "acme", "algebra", "ada", 1, "pa_1", "{}", NOW, NOW + timedelta(hours=1))
    old = snapshot(SESSION)
    async with database.connection() as connection:
        await records.add_session(connection, session)
        await connection.execute(
            "INSERT INTO incidents VALUES ($1, $2, 'multiple_faces', 1, $3, $3, NULL, 2, 0.9, 3, 'first', $3)",
            SESSION,
            old.id,
            NOW,
        )
    assert await migrations.migrate(database) == [m.version for m in every[1:]]
    (known,) = await database.run(lambda connection: records.incidents(connection, SESSION))
    assert (known.incident_id, known.detail, known.evidence) == (old.id, "", ("first",))
    # A later revision of it, of the new version, tells the detail.
    await record(database, parse_session_news(news(SESSION, snapshot(SESSION, 2, detail="left"))), NOW)
    (known,) = await database.run(lambda connection: records.incidents(connection, SESSION))
    assert (known.revision, known.detail) == (2, "left")
