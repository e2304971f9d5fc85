"""What AWS and the stack's own parameters let through, as read in 2026-11 for us-east-1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final, Literal

from proctor_audit_local.economics.crowd import Crowd

Raised = Literal["on request", "no", "parameter", "by itself"]
"""How a limit is raised: by Service Quotas, not at all, by a parameter of the stack, or it adapts to what comes."""

_DOCS: Final = "https://docs.aws.amazon.com/"
_GATEWAY: Final = f"{_DOCS}apigateway/latest/developerguide/limits.html"
_SOCKETS: Final = f"{_DOCS}apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html"
_LAMBDA: Final = f"{_DOCS}lambda/latest/dg/gettingstarted-limits.html"
_SCALING: Final = f"{_DOCS}lambda/latest/dg/scaling-behavior.html"
_DYNAMODB: Final = f"{_DOCS}amazondynamodb/latest/developerguide/ServiceQuotas.html"
_ON_DEMAND: Final = f"{_DOCS}amazondynamodb/latest/developerguide/on-demand-capacity-mode.html"
_S3: Final = f"{_DOCS}AmazonS3/latest/userguide/optimizing-performance.html"
_SQS: Final = f"{_DOCS}AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html"
_DSQL: Final = f"{_DOCS}aurora-dsql/latest/userguide/CHAP_quotas.html"
_TEMPLATE: Final = "template.yaml"

CONNECTS_PER_S: Final = 500.0
LAMBDA_CONCURRENCY: Final = 1000
REQUESTS_PER_ENVIRONMENT: Final = 10
"""Lambda serves at most so many requests a second for each unit of concurrency, however short they are."""


@dataclass(frozen=True, slots=True)
class Quota:
    """One limit.

    Attributes:
        name: what it counts.
        limit: the default.
        scope: of what there is one limit each.
        raised: how it is raised.
        remedy: what to do when it is met.
        page: where it stands.
        used: how much of it a crowd uses.
    """

    name: str
    limit: float
    scope: str
    raised: Raised
    remedy: str
    page: str
    used: Callable[[Crowd], float]


def _one_session(crowd: Crowd) -> float:
    return crowd.exam.messages_per_s * crowd.exam.write_units


QUOTAS: Final[tuple[Quota, ...]] = (
    Quota(
        "MessagesPerSecond",
        2000,
        "stack",
        "parameter",
        "Deploy with it at what the account's quota of API Gateway lets through.",
        _TEMPLATE,
        lambda crowd: crowd.messages_per_s + crowd.connects_per_s,
    ),
    Quota(
        "RequestsPerSecond",
        50,
        "stack",
        "parameter",
        "Deploy with a higher one, or buy tokens before the exam: they are good until it ends.",
        _TEMPLATE,
        attrgetter("connects_per_s"),
    ),
    Quota(
        "API Gateway requests/s",
        10_000,
        "account and region",
        "on request",
        "Service Quotas, API Gateway, throttle rate (the burst of 5,000 goes with it; some regions begin at 2,500); "
        "or more frames a message, or more regions or accounts.",
        _GATEWAY,
        attrgetter("gateway_requests_per_s"),
    ),
    Quota(
        "WebSocket connects/s",
        CONNECTS_PER_S,
        "account and region",
        "on request",
        "Let candidates in over a longer time (--start-minutes); Service Quotas, new WebSocket connections.",
        _SOCKETS,
        attrgetter("connects_per_s"),
    ),
    Quota(
        "Lambda concurrency",
        LAMBDA_CONCURRENCY,
        "account and region",
        "on request",
        "Service Quotas, Lambda, concurrent executions: tens of thousands are granted. New accounts begin lower.",
        _LAMBDA,
        attrgetter("concurrency"),
    ),
    Quota(
        "Lambda requests/s",
        REQUESTS_PER_ENVIRONMENT * LAMBDA_CONCURRENCY,
        "account and region",
        "on request",
        "Ten times the concurrency quota, and raised with it; more frames a message need fewer.",
        _LAMBDA,
        attrgetter("invocations_per_s"),
    ),
    Quota(
        "Lambda starts/10 s",
        1000,
        "function",
        "no",
        "Let candidates in over a longer time (--start-minutes), or have provisioned concurrency before the exam.",
        _SCALING,
        attrgetter("environments_started_per_10_s"),
    ),
    Quota(
        "DynamoDB writes/s",
        40_000,
        "table",
        "on request",
        "Service Quotas, DynamoDB, table-level write throughput.",
        _DYNAMODB,
        attrgetter("writes_per_s"),
    ),
    Quota(
        "DynamoDB reads/s",
        40_000,
        "table",
        "on request",
        "Service Quotas, DynamoDB, table-level read throughput.",
        _DYNAMODB,
        attrgetter("reads_per_s"),
    ),
    Quota(
        "DynamoDB writes/s, new table",
        4000,
        "table",
        "by itself",
        "Set the table's warm throughput before the exam; by itself it doubles within half an hour.",
        _ON_DEMAND,
        attrgetter("writes_per_s"),
    ),
    Quota(
        "DynamoDB writes/s, one session",
        1000,
        "partition",
        "no",
        "Nothing: a session is an item of its own, spread by its random id.",
        _ON_DEMAND,
        _one_session,
    ),
    Quota(
        "incidents recorded/s",
        250,
        "stack",
        "parameter",
        "They wait in SQS, which has no such limit, and nothing is lost; raise MaximumConcurrency of Incidents in "
        "template.yaml (5 at once, about 20 ms each assumed) as far as Postgres takes it.",
        _TEMPLATE,
        attrgetter("news_per_s"),
    ),
    Quota(
        "S3 puts/s",
        3500,
        "prefix",
        "by itself",
        "Nothing: S3 splits prefixes as they grow busy, and answers 503 meanwhile.",
        _S3,
        attrgetter("puts_per_s"),
    ),
    Quota(
        "Aurora DSQL connections",
        1000,
        "cluster",
        "no",
        "Let candidates in over a longer time: 1,000 connections at once, then 100 more a second up to 10,000.",
        _DSQL,
        attrgetter("database_connections"),
    ),
)


def quotas_with(concurrency: int) -> tuple[Quota, ...]:
    """The limits of an account whose Lambda quota is another than the default.

    Args:
        concurrency: that quota; requests a second go with it.
    """
    limits = {"Lambda concurrency": concurrency, "Lambda requests/s": REQUESTS_PER_ENVIRONMENT * concurrency}
    return tuple(replace(quota, limit=limits.get(quota.name, quota.limit)) for quota in QUOTAS)


UNLIMITED: Final = (
    ("WebSocket connections at once", "no quota; follows from connects/s and two hours a connection", _SOCKETS),
    ("SQS requests/s", "nearly unlimited in a standard queue", _SQS),
    ("DynamoDB units/s, all tables", "80,000, but of provisioned tables only; this one is on demand", _DYNAMODB),
)
"""What one would look for, and does not limit."""
