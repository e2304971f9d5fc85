"""The bill of one candidate-hour, line by line."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from proctor_audit.protocol.limits import MAX_EARLIER_PICTURES
from proctor_audit_local.economics.exam import Exam
from proctor_audit_local.economics.prices import Price, Prices

# Of the functions that only open, close and record: 256 MB, and milliseconds that matter to nobody's bill.
_SMALL_GB: Final = 0.25
_SMALL_S: Final = 0.05
_QUEUE_REQUESTS: Final = 3
"""To send, receive and delete a message; received by twenties, it is less."""

_NEWS_PER_INCIDENT: Final = 2
"""It opens, and it closes."""

_PUTS_PER_INCIDENT: Final = 4 + MAX_EARLIER_PICTURES
"""First sign, confirmed, last, the copy of the first sign among the evidence, and those from before."""

_PICTURES_PER_INCIDENT: Final = 3 + MAX_EARLIER_PICTURES
_GB: Final = 1024**3


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        name: what is paid for.
        units: in an hour of one candidate.
        price: of a unit.
    """

    name: str
    units: float
    price: Price

    @property
    def usd(self) -> float:
        """For an hour of one candidate."""
        return self.price.of(self.units)


@dataclass(frozen=True, slots=True)
class Bill:
    """What an hour of one candidate costs."""

    lines: tuple[Line, ...]

    @property
    def usd(self) -> float:
        return math.fsum(line.usd for line in self.lines)

    def share(self, line: Line) -> float:
        """The line's part of the whole."""
        return line.usd / self.usd if self.usd else 0.0


def bill_of(exam: Exam, prices: Prices, *, snapstart: bool = False) -> Bill:
    """The bill of an hour of one candidate; lines of nothing are left out.

    Args:
        exam: what is used.
        prices: what it costs.
        snapstart: environments are restored from a snapshot instead of started.
    """
    lines = (*_messages(exam, prices), *_compute(exam, prices, snapstart), *_state(exam, prices), *_rest(exam, prices))
    return Bill(tuple(line for line in lines if line.units))


def _messages(exam: Exam, prices: Prices) -> Iterator[Line]:
    messages = exam.messages_per_hour
    yield Line("messages in", messages * exam.metered_in, prices.messages)
    yield Line("replies out", messages * exam.metered_out, prices.messages)
    yield Line("connection minutes", 60, prices.connection_minutes)
    yield Line("replies, data out", messages * exam.reply_message_bytes / _GB, prices.data_out)
    yield Line("gateway's access log", messages * exam.access_log_bytes / _GB, prices.logs)


def _compute(exam: Exam, prices: Prices, snapstart: bool) -> Iterator[Line]:
    messages = exam.messages_per_hour
    yield Line("Lambda requests, frame", messages, prices.lambda_requests)
    # Lambda rounds every invocation up to a whole millisecond.
    billed_s = math.ceil(round(exam.service_ms, 6)) / 1000
    yield Line("Lambda compute, frame", messages * billed_s * exam.memory_gb, prices.lambda_compute)
    if snapstart:
        yield Line("SnapStart restores", exam.cold_starts_per_hour * exam.memory_gb, prices.snapstart_restores)
    else:
        cold_s = exam.cold_starts_per_hour * exam.cold_start_ms / 1000
        yield Line("Lambda cold starts, frame", cold_s * exam.memory_gb, prices.lambda_compute)
    yield Line("function logs", messages * exam.log_bytes / _GB, prices.logs)


def _state(exam: Exam, prices: Prices) -> Iterator[Line]:
    messages = exam.messages_per_hour
    yield Line("DynamoDB write units", messages * exam.write_units, prices.dynamodb_writes)
    yield Line("DynamoDB read units", messages * exam.read_units, prices.dynamodb_reads)


def _rest(exam: Exam, prices: Prices) -> Iterator[Line]:
    incidents = exam.incidents_per_hour
    yield Line("session opened and left", 1 / exam.hours, _session(exam, prices))
    # Leaving tells the records how far the session has come.
    news = incidents * _NEWS_PER_INCIDENT + exam.connections / exam.hours
    yield Line("SQS requests", news * _QUEUE_REQUESTS, prices.sqs_requests)
    yield Line("Lambda, news recorded", news, _small_invocation(prices))
    yield Line("pictures from before incidents", incidents, _asked(exam, prices))
    yield Line("S3 puts, incidents", incidents * _PUTS_PER_INCIDENT, prices.s3_puts)
    kept_gb = incidents * _PICTURES_PER_INCIDENT * exam.image_bytes / _GB
    yield Line("S3 storage, incidents", kept_gb * exam.evidence_months, prices.s3_storage)


def _asked(exam: Exam, prices: Prices) -> Price:
    """A message of the browser with what it was asked for, and its reply; as much work as frames."""
    billed_s = math.ceil(exam.message_ms + MAX_EARLIER_PICTURES * exam.frame_ms) / 1000
    invocation = prices.lambda_requests.of(1) + prices.lambda_compute.of(billed_s * exam.memory_gb)
    state = prices.dynamodb_reads.of(1) + prices.dynamodb_writes.of(math.ceil(exam.item_bytes / 1024))
    return Price(prices.messages.of(2) + invocation + state, 1, "message", prices.messages.page)


def _session(exam: Exam, prices: Prices) -> Price:
    """``POST /auth``, and for every connection: authorize, connect, disconnect."""
    invocation = _small_invocation(prices).usd
    opened = prices.http_requests.of(1) + invocation + prices.dynamodb_writes.of(1)
    connected = 3 * invocation + prices.dynamodb_reads.of(2) + prices.dynamodb_writes.of(2)
    return Price(opened + exam.connections * connected, 1, "session", prices.lambda_requests.page)


def _small_invocation(prices: Prices) -> Price:
    usd = prices.lambda_requests.of(1) + prices.lambda_compute.of(_SMALL_S * _SMALL_GB)
    return Price(usd, 1, "message", prices.lambda_compute.page)
