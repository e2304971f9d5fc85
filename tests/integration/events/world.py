"""The stores that template.yaml declares, made for the recorded events, and what stands in them."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import asyncpg
import boto3

from proctor_audit.judgement.state import SessionState, decode
from proctor_audit.stores import hot_path
from proctor_audit.stores.database import Database
from proctor_audit.stores.sessions import SessionStore
from proctor_audit_local.declarations import Declarations
from proctor_audit_local.lambda_environment import CREDENTIALS, with_local_addresses
from proctor_audit_local.physical import Surroundings
from proctor_audit_local.resources import Resources
from proctor_audit_local.template import Template
from tests.integration.events.receiver import Receiver
from tests.integration.events.seed import seed

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

TEMPLATE: Final = Path(__file__).parents[3] / "template.yaml"
REGION: Final = "us-east-1"
_TABLES: Final = {"keys": "api_keys", "sessions": "sessions", "incidents": "incidents", "reviews": "reviews"}

Stored = dict[str, list[Any]]
"""What stands in each store: ``schema keys sessions incidents reviews`` (Postgres), ``items`` (DynamoDB) and
``pictures`` (S3); and what has come since it was last looked at: ``queue dead_letters`` (SQS), ``calls`` (HTTP)."""


@dataclass(frozen=True)
class World:
    """The stores, and how functions find them."""

    declared: Declarations
    aws_url: str
    dsn: str
    receiver: Receiver
    dynamodb: DynamoDBClient
    sqs: SQSClient
    s3: S3Client

    def template_variables(self, function: str) -> dict[str, str]:
        """The environment that template.yaml gives a function; the gateway's own address leads here."""
        api = self.declared.websocket_api
        assert api is not None
        addresses = {f"https://{api.api_id}.execute-api.{REGION}.amazonaws.com": self.receiver.url}
        given = self.declared.functions[function].environment
        return {name: with_local_addresses(value, addresses) for name, value in given.items()}

    async def seed(self) -> None:
        """Put there what the events refer to."""
        environment = {**CREDENTIALS, "AWS_REGION": REGION, "AWS_ENDPOINT_URL": self.aws_url}
        database = Database(lambda: {"dsn": self.dsn})
        await seed(database, SessionStore(hot_path.dynamodb(environment), self.declared.tables[0].name))
        await database.close()

    async def look(self) -> Stored:
        """Everything that stands in the stores now."""
        queue = self.declared.queue_sources[0].queue_arn.rsplit(":", 1)[1]
        (dead_letters,) = {declared.name for declared in self.declared.queues} - {queue}
        return {
            **await self._rows(),
            "items": [_item(raw) for raw in self.dynamodb.scan(TableName=self.declared.tables[0].name)["Items"]],
            "pictures": self._pictures(),
            "queue": [json.loads(text) for text in self._received(queue)],
            "dead_letters": self._received(dead_letters),
            "calls": self.receiver.taken(),
        }

    async def _rows(self) -> Stored:
        connection = await asyncpg.connect(self.dsn)
        try:
            names = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
            schema = [row["tablename"] for row in names]
            rows = {
                part: await connection.fetch(f"SELECT * FROM {table} ORDER BY 1, 2") if table in schema else []
                for part, table in _TABLES.items()
            }
        finally:
            await connection.close()
        plain = {part: [{name: _plain(value) for name, value in row.items()} for row in rows[part]] for part in rows}
        return {"schema": schema, **plain}

    def _pictures(self) -> list[dict[str, Any]]:
        bucket = self.declared.buckets[0].name
        found = self.s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        return [
            {"key": one["Key"], "starts": self.s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read()[:3]}
            for one in found
        ]

    def _received(self, queue: str) -> list[str]:
        url = self.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        texts = []
        while messages := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                texts.append(message["Body"])
        return texts


@asynccontextmanager
async def new_world(server_dsn: str, aws_url: str) -> AsyncIterator[World]:
    """Make the stores, empty, on a running PostgreSQL and MiniStack."""
    name = f"events_{uuid.uuid4().hex[:12]}"
    admin = await asyncpg.connect(server_dsn)
    await admin.execute(f"CREATE DATABASE {name}")
    await admin.close()
    dsn = server_dsn.rsplit("/", 1)[0] + f"/{name}"
    resources = Resources(aws_url, REGION)
    secret_arn = resources.put_secret(f"{name}/database", dsn)
    surroundings = Surroundings(name.replace("_", "-"), REGION, aws_url)
    declared = Template(TEMPLATE).declarations(surroundings, {"DatabaseSecretArn": secret_arn})
    resources.make(declared)
    session = boto3.Session(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"], region_name=REGION)
    dynamodb, sqs, s3 = (
        session.client("dynamodb", endpoint_url=aws_url),
        session.client("sqs", endpoint_url=aws_url),
        session.client("s3", endpoint_url=aws_url),
    )
    with Receiver() as receiver:
        yield World(declared, aws_url, dsn, receiver, dynamodb, sqs, s3)


def _item(raw: Any) -> dict[str, Any]:
    data = bytes(raw["state"]["B"])
    state = decode(data) if data else SessionState()
    return {
        "session_id": raw["session_id"]["S"],
        "connection_id": raw["connection_id"]["S"] if "connection_id" in raw else None,
        "revoked": "revoked" in raw,
        "policy": json.loads(raw["policy"]["S"] or "{}"),
        "token": bytes(raw["token_sha256"]["B"]).hex(),
        "version": int(raw["version"]["N"]),
        "seq": state.seq,
        "frames": state.frames,
        "anomaly_frames": state.anomaly_frames,
        "going_on": [begun.slot for begun in state.activity.begun],
        "phases": {str(kind): tracker.phase for kind, tracker in state.trackers.items()},
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, uuid.UUID) else value
