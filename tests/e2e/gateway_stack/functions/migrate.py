"""Makes the table."""

import asyncio
from typing import Any

from database import connect  # type: ignore[import-not-found]


async def migrate() -> None:
    connection = await connect()
    await connection.execute("CREATE TABLE IF NOT EXISTS jobs (id text PRIMARY KEY, receives integer NOT NULL)")
    await connection.close()


def handler(_event: dict[str, Any], _context: object) -> None:
    asyncio.run(migrate())
