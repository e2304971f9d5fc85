"""The one logger, and the metrics. They tell changes, not frames, and never tokens, keys or pictures.

Powertools is imported when there is something to tell: most environments that judge frames never log, and every one of
them would start by a fifth later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger

    logger: Logger

SERVICE: Final = "proctor-audit"
NAMESPACE: Final = "ProctorAudit"


def __getattr__(name: str) -> Any:
    if name != "logger":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from aws_lambda_powertools import Logger

    made = globals()["logger"] = Logger(service=SERVICE, utc=True)
    return made


def put_metrics(counts: Mapping[str, int], times_ms: Mapping[str, Sequence[float]]) -> None:
    """Write metrics as one log line in CloudWatch's embedded metric format.

    Args:
        counts: what was counted, by name.
        times_ms: what was timed, by name; fewer than 100 of each.
    """
    from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

    metrics = EphemeralMetrics(namespace=NAMESPACE, service=SERVICE)
    for name, count in counts.items():
        metrics.add_metric(name, MetricUnit.Count, count)
    for name, values in times_ms.items():
        for value in values:
            metrics.add_metric(name, MetricUnit.Milliseconds, value)
    metrics.flush_metrics()
