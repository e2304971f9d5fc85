"""The real thing for every test here: PostgreSQL, and a DynamoDB, SQS and S3 API with honest conditional writes."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import boto3
import pytest
import pytest_asyncio

from proctor_audit.stores.database import Database
from proctor_audit.stores.migrations import migrate
from proctor_audit_local.ministack import MiniStack
from proctor_audit_local.postgres import Postgres

REGION = "us-east-1"


@dataclass(frozen=True)
class Services:
    """Where the services are."""

    postgres: Postgres
    endpoint_url: str


@pytest.fixture(scope="session")
def service_folder() -> Iterator[Path]:
    # Not below pytest's own folder: PostgreSQL, which does not run as root, could not enter it.
    folder = Path(tempfile.mkdtemp(prefix="proctor-audit-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def services(service_folder: Path) -> AsyncIterator[Services]:
    postgres = Postgres(service_folder / "postgres", log_path=service_folder / "postgres.log")
    aws = MiniStack(service_folder / "aws", log_path=service_folder / "aws.log", region=REGION)
    (service_folder / "postgres").mkdir()
    (service_folder / "aws").mkdir()
    await postgres.start()
    await aws.start()
    os.environ.update(
        AWS_ENDPOINT_URL=aws.endpoint_url,
        AWS_REGION=REGION,
        AWS_DEFAULT_REGION=REGION,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
    )
    yield Services(postgres, aws.endpoint_url)
    await aws.stop()
    await postgres.stop()


@pytest.fixture
async def empty_database(services: Services) -> AsyncIterator[Database]:
    """A database of its own with nothing in it."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    admin = await asyncpg.connect(services.postgres.dsn)
    await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()
    dsn = services.postgres.dsn.rsplit("/", 1)[0] + f"/{name}"
    database = Database(lambda: {"dsn": dsn})
    yield database
    await database.close()


@pytest.fixture
async def database(empty_database: Database) -> Database:
    """A database of its own with the newest schema."""
    await migrate(empty_database)
    return empty_database


@pytest.fixture
def sessions_table(services: Services) -> str:
    name = f"sessions-{uuid.uuid4().hex[:12]}"
    boto3.client("dynamodb", endpoint_url=services.endpoint_url).create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "session_id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "session_id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


@pytest.fixture
def queue_url(services: Services) -> str:
    queue = boto3.client("sqs", endpoint_url=services.endpoint_url).create_queue(QueueName=uuid.uuid4().hex)
    return queue["QueueUrl"]


@pytest.fixture
def bucket(services: Services) -> str:
    name = f"evidence-{uuid.uuid4().hex[:12]}"
    boto3.client("s3", endpoint_url=services.endpoint_url).create_bucket(Bucket=name)
    return name
