"""What is paid by the month, whether anybody is examined or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from proctor_audit_local.economics.prices import HOURS_A_MONTH, Prices

_SECONDS_A_MONTH = HOURS_A_MONTH * 3600


@dataclass(frozen=True, slots=True)
class Standby:
    """One thing that is paid by the month.

    Attributes:
        name: what it is.
        usd_per_month: what it costs.
        told: how that comes about, in a sentence.
    """

    name: str
    usd_per_month: float
    told: str


def standby_of(memory_gb: float, prices: Prices, *, snapstart: bool, provisioned: int) -> tuple[Standby, ...]:
    """What was chosen.

    Args:
        memory_gb: of the frame function.
        prices: what it costs.
        snapstart: a snapshot of one version is kept.
        provisioned: so many environments are kept ready, all month.
    """
    return tuple(_chosen(memory_gb, prices, snapstart, provisioned))


def _chosen(memory_gb: float, prices: Prices, snapstart: bool, provisioned: int) -> Iterator[Standby]:
    if snapstart:
        cached = prices.snapstart_cache.of(memory_gb * _SECONDS_A_MONTH)
        told = (
            f"for every published version that is kept; each restore USD {prices.snapstart_restores.of(memory_gb):.6f}"
        )
        yield Standby("SnapStart", cached, told)
    if provisioned:
        kept = prices.provisioned_concurrency.of(provisioned * memory_gb * _SECONDS_A_MONTH)
        told = (
            f"for {provisioned} environments kept ready all month; what they compute costs "
            f"USD {prices.provisioned_compute.usd:.10f} instead of {prices.lambda_compute.usd:.10f} a GB-s"
        )
        yield Standby("provisioned concurrency", kept, told)
