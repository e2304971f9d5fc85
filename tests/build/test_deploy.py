"""The built stack, deployed: the schema is there, a key buys a token, a token opens a socket, the queue is consumed."""

from __future__ import annotations

import json
import shutil
import socket
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from proctor_audit_local.postgres import Postgres
from tests.build.stand_in import REGION, Deployed, WholeMiniStack, deploy
from tests.unit.template.stack import FUNCTIONS

pytestmark = pytest.mark.build
ANSWERS_WITHIN_S = 20.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def deployed(built: dict[str, list[Path]]) -> AsyncIterator[Deployed]:
    # Not below pytest's own folder: PostgreSQL, which does not run as root, could not enter it.
    folder = Path(tempfile.mkdtemp(prefix="proctor-audit-"))
    folder.chmod(0o755)
    (folder / "postgres").mkdir()
    postgres = Postgres(folder / "postgres", log_path=folder / "postgres.log")
    aws = WholeMiniStack(folder / "aws", log_path=folder / "aws.log", region=REGION)
    try:
        await postgres.start()
        await aws.start()
        yield deploy(aws.endpoint_url, postgres.dsn, folder)
    finally:
        await aws.stop()
        await postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def token(deployed: Deployed) -> str:
    key = deployed.invoke("Keys", {"operation": "create", "tenant": "main", "label": "test"})["api_key"]
    answer = deployed.invoke(
        "Auth",
        {
            "headers": {"x-api-key": key},
            "body": json.dumps({"exam_id": "algebra", "candidate_id": "ada"}),
            "requestContext": {"http": {"method": "POST", "path": "/auth"}},
        },
    )
    token: str = json.loads(answer["body"])["token"]
    return token


def _open(deployed: Deployed, token: str | None) -> ClientConnection:
    address, port = deployed.socket(token)
    return connect(address, sock=socket.create_connection(("127.0.0.1", port)), open_timeout=ANSWERS_WITHIN_S)


def test_all_functions_are_there(deployed: Deployed) -> None:
    assert deployed.functions.keys() == set(FUNCTIONS)


def test_a_token_opens_a_socket_and_every_message_is_answered(deployed: Deployed, token: str) -> None:
    codes = []
    with _open(deployed, token) as client:
        for message in ('{"action":"dance"}', "{", '{"action":"frame"}'):
            client.send(message)
            codes.append(json.loads(client.recv(timeout=ANSWERS_WITHIN_S))["error"]["code"])

    assert codes[:2] == ["unknown_action", "invalid_json"]
    assert len(codes) == 3


@pytest.mark.parametrize(("wrong", "status"), [(None, 401), ("made-up", 403)])
def test_no_socket_without_a_right_token(deployed: Deployed, wrong: str | None, status: int) -> None:
    with pytest.raises(InvalidStatus) as refused, _open(deployed, wrong):
        pass

    assert refused.value.response.status_code == status


def test_what_can_never_be_recorded_ends_in_the_dead_letters(deployed: Deployed) -> None:
    sqs = deployed.client("sqs")
    sqs.send_message(QueueUrl=deployed.outputs["IncidentQueueUrl"], MessageBody="not an incident")

    assert _next_message(sqs, deployed.outputs["DeadLetterQueueUrl"]) == "not an incident"


def _next_message(sqs: Any, queue_url: str) -> str | None:
    give_up_at_s = time.monotonic() + ANSWERS_WITHIN_S
    while time.monotonic() < give_up_at_s:
        for message in sqs.receive_message(QueueUrl=queue_url, WaitTimeSeconds=1).get("Messages", []):
            return str(message["Body"])
    return None
