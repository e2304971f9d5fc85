"""Calls over real sockets, to a service that answers as it is told to."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from proctor_audit.stores import hot_path
from proctor_audit.stores.signed_http import AwsError, Credentials, CredentialSource, JsonService, Service

KEYS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-central-1"}


HANGS_UP = (0, b"")
"""After the answer before it the endpoint closes the connection, as services do to idle ones."""


class Endpoint:
    """Answers requests in turn with (status, body), or hangs up where there is None; notes what was asked."""

    def __init__(self, *answers: tuple[int, bytes] | None) -> None:
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.connections = 0
        self._answers = list(answers)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            with connection, connection.makefile("rwb") as stream:
                while self._answered(stream):
                    pass

    def _answered(self, stream: Any) -> bool:
        line = stream.readline().decode()
        if not line:
            return False
        headers = {}
        while (header := stream.readline().decode().strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        self.asked.append((line.strip(), headers, stream.read(int(headers.get("content-length", 0)))))
        answer = self._answers.pop(0)
        if answer is None:
            return False
        status, body = answer
        stream.write(b"HTTP/1.1 %d Told\r\ncontent-length: %d\r\n\r\n%s" % (status, len(body), body))
        stream.flush()
        if self._answers and self._answers[0] == HANGS_UP:
            self._answers.pop(0)
            return False
        return True

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)


@pytest.fixture
def endpoint() -> Iterator[Callable[..., Endpoint]]:
    made: list[Endpoint] = []

    def make(*answers: tuple[int, bytes] | None) -> Endpoint:
        made.append(Endpoint(*answers))
        return made[-1]

    yield make
    for one in made:
        one.close()


def service(url: str, waits: list[float] | None = None, environment: dict[str, str] = KEYS) -> Service:
    sleep = (waits if waits is not None else []).append
    return Service("dynamodb", "eu-central-1", url, CredentialSource(environment), sleep)


def dynamodb(url: str, waits: list[float] | None = None) -> JsonService:
    return JsonService(service(url, waits), "DynamoDB_20120810")


def refusal(code: str, **more: Any) -> bytes:
    return json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": "why", **more}).encode()


def test_a_call_says_what_and_who_and_one_connection_serves_several(endpoint: Callable[..., Endpoint]) -> None:
    there = endpoint((200, b'{"Item":{}}'), (200, b""))
    table = dynamodb(there.url)
    assert table.call("GetItem", {"TableName": "t"}) == {"Item": {}}
    assert table.call("DeleteItem", {}) == {}
    line, headers, body = there.asked[0]
    assert (line, json.loads(body)) == ("POST / HTTP/1.1", {"TableName": "t"})
    assert headers["x-amz-target"] == "DynamoDB_20120810.GetItem"
    assert headers["content-type"] == "application/x-amz-json-1.0"
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
    assert there.connections == 1


def test_what_is_refused_is_told_with_its_document_and_not_tried_again(endpoint: Callable[..., Endpoint]) -> None:
    there = endpoint((400, refusal("ConditionalCheckFailedException", Item={"version": {"N": "3"}})))
    with pytest.raises(AwsError, match=r"ConditionalCheckFailedException: why") as refused:
        dynamodb(there.url).call("UpdateItem", {})
    assert (refused.value.code, refused.value.status) == ("ConditionalCheckFailedException", 400)
    assert refused.value.document["Item"] == {"version": {"N": "3"}}
    assert not refused.value.repeated


@pytest.mark.parametrize(
    "first",
    [
        (500, refusal("InternalServerError")),
        (503, b"<html>busy</html>"),
        (400, refusal("ProvisionedThroughputExceededException")),
        (400, refusal("ThrottlingException")),
        (400, refusal("ExpiredTokenException")),
        (429, b""),
        None,
    ],
)
def test_what_may_pass_is_tried_again_after_a_wait(
    endpoint: Callable[..., Endpoint], first: tuple[int, bytes] | None
) -> None:
    waits: list[float] = []
    there = endpoint(first, (200, b'{"ok":1}'))
    assert dynamodb(there.url, waits).call("GetItem", {}) == {"ok": 1}
    assert len(there.asked) == 2
    assert [0 <= wait <= 0.2 for wait in waits] == [True]


def test_three_times_and_no_more(endpoint: Callable[..., Endpoint]) -> None:
    there = endpoint(*[(500, refusal("InternalServerError"))] * 4)
    with pytest.raises(AwsError, match="InternalServerError") as failed:
        dynamodb(there.url).call("GetItem", {})
    assert (len(there.asked), failed.value.repeated) == (3, True)


def test_a_connection_that_was_closed_while_idle_costs_no_attempt(endpoint: Callable[..., Endpoint]) -> None:
    waits: list[float] = []
    there = endpoint((200, b"{}"), HANGS_UP, (200, b"{}"))
    table = dynamodb(there.url, waits)
    table.call("GetItem", {})
    table.call("GetItem", {})
    assert (there.connections, waits) == (2, [])


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    waits: list[float] = []
    with pytest.raises(AwsError, match="Unreachable"):
        dynamodb(url, waits).call("GetItem", {})
    assert len(waits) == 2


def test_errors_of_s3_are_xml(endpoint: Callable[..., Endpoint]) -> None:
    there = endpoint((404, b"<?xml?><Error><Code>NoSuchBucket</Code><Message>it is not there</Message></Error>"))
    with pytest.raises(AwsError, match="NoSuchBucket: it is not there"):
        service(there.url).request("PUT", "/bucket/key", {}, b"jpeg")


def test_a_function_restored_from_a_snapshot_asks_for_its_credentials(endpoint: Callable[..., Endpoint]) -> None:
    def given(key: str, for_s: float) -> tuple[int, bytes]:
        until = (datetime.now(UTC) + timedelta(seconds=for_s)).isoformat().replace("+00:00", "Z")
        document = {"AccessKeyId": key, "SecretAccessKey": "s", "Token": "t", "Expiration": until}
        return 200, json.dumps(document).encode()

    # The second ones end in a minute: they are fetched anew.
    there = endpoint(given("ONE", 3600), given("TWO", 60), given("THREE", 3600))
    source = CredentialSource(
        {
            **KEYS,
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{there.url}/credentials?of=me",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "let me in",
        }
    )
    assert there.asked == []
    assert [source.current() for _ in range(2)] == [Credentials("ONE", "s", "t")] * 2
    source.renew()
    assert [source.current().access_key_id for _ in range(3)] == ["TWO", "THREE", "THREE"]
    assert {(line, headers["authorization"]) for line, headers, _ in there.asked} == {
        ("GET /credentials?of=me HTTP/1.1", "let me in")
    }


def test_without_credentials_it_says_what_is_missing() -> None:
    with pytest.raises(OSError, match="AWS_SECRET_ACCESS_KEY is not set"):
        CredentialSource({"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE"}).current()


@pytest.mark.parametrize(
    ("environment", "host"),
    [
        ({}, "sqs.eu-central-1.amazonaws.com"),
        ({"AWS_REGION": "cn-north-1"}, "sqs.cn-north-1.amazonaws.com.cn"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}, "127.0.0.1:4566"),
        ({"AWS_ENDPOINT_URL": "http://a", "AWS_ENDPOINT_URL_SQS": "http://b:1"}, "b:1"),
    ],
)
def test_services_are_where_the_environment_says(environment: dict[str, str], host: str) -> None:
    assert hot_path.sqs({**KEYS, **environment})._service._netloc == host


def test_an_endpoint_must_be_a_url() -> None:
    with pytest.raises(ValueError, match="expected the URL of an AWS endpoint, got 'localhost:4566'"):
        hot_path.s3({**KEYS, "AWS_ENDPOINT_URL": "localhost:4566"})
