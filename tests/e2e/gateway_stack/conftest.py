from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import boto3
import pytest
import pytest_asyncio

from proctor_audit_local.stack import REGION, LocalStack

TEMPLATE = Path(__file__).with_name("template.yaml")
PATIENCE_S = 60.0
T = TypeVar("T")


def aws(stack: LocalStack, service: Any) -> Any:
    """A client of the stack's AWS stand-in."""
    return boto3.client(
        service,
        endpoint_url=stack.endpoint_url,
        region_name=REGION,
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )


async def rows(stack: LocalStack) -> list[tuple[str, int]]:
    """What has been recorded: job and how often it had been received."""
    connection = await asyncpg.connect(stack.dsn, timeout=5)
    found = await connection.fetch("SELECT id, receives FROM jobs ORDER BY id")
    await connection.close()
    return [(row["id"], row["receives"]) for row in found]


async def until(found: Callable[[], Awaitable[T]], wanted: Callable[[T], bool]) -> T:
    """Look again and again until what is found is what is wanted."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            value = await found()
            if wanted(value):
                return value
            await asyncio.sleep(0.05)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalStack]:
    async with LocalStack(TEMPLATE, tmp_path_factory.mktemp("stack")) as running:
        yield running
