"""One AWS service over connections that are kept open."""

from __future__ import annotations

import http.client
import json
import os
import ssl
import time
import weakref
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from proctor_audit.stores.signed_http.credentials import CredentialSource
from proctor_audit.stores.signed_http.signature import signed_headers
from proctor_audit.values import dataclass

_CONNECT_TIMEOUT_S: Final = 2.0
_READ_TIMEOUT_S: Final = 5.0
_ATTEMPTS: Final = 3
_FIRST_WAIT_S: Final = 0.1
_TRANSIENT: Final = frozenset(
    (
        *("ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "SlowDown"),
        *("InternalServerError", "InternalError", "InternalFailure", "ServiceUnavailable", "RequestThrottled"),
    )
)
_STALE_CREDENTIALS: Final = frozenset(
    ("ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException", "InvalidClientTokenId")
)


class AwsError(Exception):
    """A service refused a call, or could not be reached.

    Attributes:
        code: the service's own word, such as ``ConditionalCheckFailedException``; ``Unreachable`` without an answer.
        status: of the HTTP answer, 0 without one.
        document: the JSON of the answer, empty if it is none.
        repeated: it was not the first attempt, so an earlier one may have been carried out.
    """

    def __init__(self, code: str, message: str, status: int = 0, document: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = status
        self.document = document or {}
        self.repeated = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body of an HTTP answer."""

    status: int
    body: bytes


class Service:
    """Signed requests to one service.

    What could not be sent, was throttled or failed on the service's side is tried again; so a request may arrive
    twice. Nothing is connected before the first request.

    Args:
        name: signing name, such as ``dynamodb``.
        region: AWS region.
        endpoint_url: of the service.
        credentials: who signs.
        sleep: waits between attempts.
    """

    def __init__(
        self,
        name: str,
        region: str,
        endpoint_url: str,
        credentials: CredentialSource,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(endpoint_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"expected the URL of an AWS endpoint, got {endpoint_url!r}")
        self._name = name
        self._region = region
        self._credentials = credentials
        self._sleep = sleep
        self._host, self._port, self._netloc = parts.hostname, parts.port, parts.netloc
        self._base_path = parts.path.rstrip("/")
        # Certificates are read at init, not while somebody waits.
        self._tls = _trusted() if parts.scheme == "https" else None
        self._idle: list[http.client.HTTPConnection] = []
        weakref.finalize(self, _close_all, self._idle)

    def request(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send a request until it succeeds.

        Args:
            method: ``POST``, ``PUT``, ….
            path: below the endpoint, percent-encoded.
            headers: lower-case names, without those that sign.
            body: what to send.

        Raises:
            AwsError: the service refused it, or could not be reached in three attempts.
        """
        attempt = 1
        while True:
            try:
                return self._sent_once(method, self._base_path + path, headers, body)
            except AwsError as error:
                error.repeated = attempt > 1
                if error.code in _STALE_CREDENTIALS:
                    self._credentials.renew()
                elif not _is_transient(error):
                    raise
                if attempt == _ATTEMPTS:
                    raise
            self._sleep(_jitter() * _FIRST_WAIT_S * 2**attempt)
            attempt += 1

    def _sent_once(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        signed = signed_headers(
            method,
            path,
            {"host": self._netloc, **headers},
            body,
            credentials=self._credentials.current(),
            region=self._region,
            service=self._name,
            now=datetime.now(UTC),
        )
        answer = self._exchanged(method, path, signed, body)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise _refusal(answer)
        return answer

    def _exchanged(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        while self._idle:
            try:
                return self._exchanged_over(self._idle.pop(), method, path, headers, body)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                continue  # services close connections that were idle for a while: that is no failure
            except (OSError, http.client.HTTPException) as error:
                raise AwsError("Unreachable", str(error)) from error
        try:
            return self._exchanged_over(self._connected(), method, path, headers, body)
        except (OSError, http.client.HTTPException) as error:
            raise AwsError("Unreachable", str(error)) from error

    def _exchanged_over(
        self, connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> Answer:
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.read())
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return answer

    def _connected(self) -> http.client.HTTPConnection:
        if self._tls is None:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=_CONNECT_TIMEOUT_S)
        else:
            connection = http.client.HTTPSConnection(
                self._host, self._port, timeout=_CONNECT_TIMEOUT_S, context=self._tls
            )
        connection.connect()
        connection.sock.settimeout(_READ_TIMEOUT_S)
        return connection


class JsonService:
    """A service of the AWS JSON protocol, such as DynamoDB and SQS.

    Args:
        service: where it is.
        target: prefix of the operations' names, such as ``DynamoDB_20120810``.
    """

    def __init__(self, service: Service, target: str) -> None:
        self._service = service
        self._target = target

    def call(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Call an operation, with parameters as its API reference has them; blobs are base64.

        Raises:
            AwsError: see ``Service.request``.
        """
        headers = {"content-type": "application/x-amz-json-1.0", "x-amz-target": f"{self._target}.{operation}"}
        body = json.dumps(parameters, separators=(",", ":")).encode()
        answer = self._service.request("POST", "/", headers, body)
        document: dict[str, Any] = json.loads(answer.body) if answer.body else {}
        return document


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def _close_all(connections: list[http.client.HTTPConnection]) -> None:
    while connections:
        connections.pop().close()


def _jitter() -> float:
    """0..1, from the system: a generator of Python's is seeded when it is imported, and all environments that are
    restored from one snapshot would wait the same times.
    """
    return int.from_bytes(os.urandom(4)) / 2**32


def _is_transient(error: AwsError) -> bool:
    too_many_or_down = error.status == HTTPStatus.TOO_MANY_REQUESTS or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return error.status == 0 or too_many_or_down or error.code in _TRANSIENT


def _refusal(answer: Answer) -> AwsError:
    """The error in an answer: JSON of DynamoDB and SQS, or XML of S3."""
    text = answer.body.decode("utf-8", "replace")
    try:
        document = json.loads(text)
    except ValueError:
        return AwsError(_between(text, "Code") or str(answer.status), _between(text, "Message"), answer.status)
    if not isinstance(document, dict):
        return AwsError(str(answer.status), "", answer.status)
    code = str(document.get("__type", answer.status)).rpartition("#")[2].partition(":")[0]
    return AwsError(code, str(document.get("message", document.get("Message", ""))), answer.status, document)


def _between(xml: str, element: str) -> str:
    return xml.partition(f"<{element}>")[2].partition(f"</{element}>")[0]
