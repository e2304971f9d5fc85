"""The price list: what AWS asks for a unit of everything that an exam uses.

List prices without free tiers and volume discounts, so that a bill is never smaller in the model than in the mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

READ_IN: Final = "2026-11"
"""Month in which the prices were read."""

REGION: Final = "us-east-1"

HOURS_A_MONTH: Final = 730
"""As AWS counts them."""

_MILLION: Final = 1_000_000
_API_GATEWAY: Final = "https://aws.amazon.com/api-gateway/pricing/"
_LAMBDA: Final = "https://aws.amazon.com/lambda/pricing/"
_DYNAMODB: Final = "https://aws.amazon.com/dynamodb/pricing/on-demand/"
_SQS: Final = "https://aws.amazon.com/sqs/pricing/"
_S3: Final = "https://aws.amazon.com/s3/pricing/"
_CLOUDWATCH: Final = "https://aws.amazon.com/cloudwatch/pricing/"
_EC2: Final = "https://aws.amazon.com/ec2/pricing/on-demand/"


@dataclass(frozen=True, slots=True)
class Price:
    """The price of something.

    Attributes:
        usd: for ``per`` units.
        per: how many units that buys.
        unit: what a unit is.
        page: where it stands.
    """

    usd: float
    per: int
    unit: str
    page: str

    def of(self, units: float) -> float:
        """What so many units cost, USD."""
        return self.usd * units / self.per

    def __str__(self) -> str:
        amount = f"{self.usd:.10f}".rstrip("0")
        whole, _, rest = amount.partition(".")
        return (
            f"{whole}.{rest.ljust(2, '0')}/{'M' if self.per == _MILLION else self.per if self.per > 1 else self.unit}"
        )


@dataclass(frozen=True, slots=True)
class Prices:
    """The price list of a region; every price is one field."""

    messages: Price = Price(1.00, _MILLION, "32 KB", _API_GATEWAY)
    connection_minutes: Price = Price(0.25, _MILLION, "minutes", _API_GATEWAY)
    http_requests: Price = Price(1.00, _MILLION, "requests", _API_GATEWAY)
    lambda_requests: Price = Price(0.20, _MILLION, "requests", _LAMBDA)
    lambda_compute: Price = Price(0.0000166667, 1, "GB-s", _LAMBDA)
    snapstart_cache: Price = Price(0.0000015046, 1, "GB-s", _LAMBDA)
    snapstart_restores: Price = Price(0.0001397998, 1, "GB", _LAMBDA)
    provisioned_concurrency: Price = Price(0.0000041667, 1, "GB-s", _LAMBDA)
    provisioned_compute: Price = Price(0.0000097222, 1, "GB-s", _LAMBDA)
    dynamodb_writes: Price = Price(0.625, _MILLION, "units", _DYNAMODB)
    dynamodb_reads: Price = Price(0.125, _MILLION, "units", _DYNAMODB)
    sqs_requests: Price = Price(0.40, _MILLION, "requests", _SQS)
    s3_puts: Price = Price(0.005, 1000, "puts", _S3)
    s3_storage: Price = Price(0.023, 1, "GB-month", _S3)
    logs: Price = Price(0.50, 1, "GB", _CLOUDWATCH)
    data_out: Price = Price(0.09, 1, "GB", _EC2)

    def named(self) -> dict[str, Price]:
        """Every price by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def with_usd(self, usd: Mapping[str, Any]) -> Prices:
        """The list with other amounts, in the same units.

        Args:
            usd: the new amounts by the names of their prices.

        Raises:
            ValueError: for a name that is not in the list, or an amount that is none.
        """
        known = self.named()
        changed: dict[str, Price] = {}
        for name, amount in usd.items():
            if name not in known:
                raise ValueError(f"there is no price {name!r}; there are {', '.join(known)}")
            if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount < float("inf"):
                raise ValueError(f"the price {name!r} is a number of USD per {_unit(known[name])}, not {amount!r}")
            changed[name] = replace(known[name], usd=float(amount))
        return replace(self, **changed)


def _unit(price: Price) -> str:
    return price.unit if price.per == 1 else f"{price.per:,} {price.unit}"
