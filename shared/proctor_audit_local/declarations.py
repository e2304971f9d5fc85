"""What a template declares, resolved for this machine: the values that the local stack is built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Function:
    """A Lambda function.

    Attributes:
        name: its logical id.
        physical_name: the name that its context shows.
        code_folder: folder with its code.
        handler: ``module.function``.
        environment: the variables that the template gives it.
        log_format: ``Text`` or ``JSON``.
        log_level: least level of application logs, None when the template gives none.
    """

    name: str
    physical_name: str
    arn: str
    code_folder: Path
    handler: str
    environment: Mapping[str, str]
    memory_mb: int
    timeout_s: int
    log_format: str = "Text"
    log_level: str | None = None


@dataclass(frozen=True)
class Authorizer:
    """A Lambda authorizer of $connect. ``identity_sources``: such as ``route.request.querystring.token``."""

    function: str
    identity_sources: tuple[str, ...]


@dataclass(frozen=True)
class WebSocketRoute:
    """A route. ``answers``: it has a route response, so the function's body goes back to the client."""

    key: str
    function: str
    answers: bool
    timeout_s: float


@dataclass(frozen=True)
class WebSocketApi:
    """A WebSocket API with its one stage."""

    name: str
    api_id: str
    stage: str
    selection_expression: str
    routes: Mapping[str, WebSocketRoute]
    authorizer: Authorizer | None = None


@dataclass(frozen=True)
class HttpRoute:
    """A route of the HTTP API: ``method`` may be ANY, ``path`` may hold ``{name}`` and ``{name+}``."""

    method: str
    path: str
    function: str


@dataclass(frozen=True)
class HttpApi:
    """An HTTP API on its default stage."""

    name: str
    api_id: str
    routes: tuple[HttpRoute, ...]


@dataclass(frozen=True)
class QueueSource:
    """A queue whose messages are handed to a function."""

    function: str
    queue_arn: str
    batch_size: int
    window_s: float
    reports_failures: bool


@dataclass(frozen=True)
class Table:
    """A DynamoDB table: ``definition`` is what CreateTable takes, without the name."""

    name: str
    definition: Mapping[str, Any]
    ttl_attribute: str | None = None


@dataclass(frozen=True)
class Queue:
    """An SQS queue: ``attributes`` as CreateQueue takes them, the redrive policy included."""

    name: str
    arn: str
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class Bucket:
    """An S3 bucket."""

    name: str


@dataclass(frozen=True)
class Declarations:
    """All that the local stack runs of a template."""

    functions: Mapping[str, Function]
    websocket_api: WebSocketApi | None = None
    http_api: HttpApi | None = None
    queue_sources: tuple[QueueSource, ...] = ()
    tables: tuple[Table, ...] = ()
    queues: tuple[Queue, ...] = ()
    buckets: tuple[Bucket, ...] = ()
    outputs: Mapping[str, str] = field(default_factory=dict)
