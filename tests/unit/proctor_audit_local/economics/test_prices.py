"""The price list: every price has its page, and another region's can take its place."""

from __future__ import annotations

import math
from typing import Any

import pytest

from proctor_audit_local.economics.prices import Price, Prices

PRICES = Prices().named()


@pytest.mark.parametrize("name", PRICES)
def test_a_price_says_where_it_stands(name: str) -> None:
    assert PRICES[name].usd > 0
    assert PRICES[name].page.startswith("https://aws.amazon.com/")


@pytest.mark.parametrize(
    ("price", "units", "usd"),
    [
        (Price(1.0, 1_000_000, "messages", ""), 1800, 0.0018),
        (Price(0.005, 1000, "puts", ""), 12, 0.00006),
        (Price(0.09, 1, "GB", ""), 0.5, 0.045),
    ],
)
def test_units_cost(price: Price, units: float, usd: float) -> None:
    assert price.of(units) == pytest.approx(usd)


@pytest.mark.parametrize(
    ("price", "told"),
    [
        (Price(1.0, 1_000_000, "32 KB", ""), "1.00/M"),
        (Price(0.625, 1_000_000, "units", ""), "0.625/M"),
        (Price(0.005, 1000, "puts", ""), "0.005/1000"),
        (Price(0.0000166667, 1, "GB-s", ""), "0.0000166667/GB-s"),
        (Price(0, 1, "GB", ""), "0.00/GB"),
    ],
)
def test_a_price_reads(price: Price, told: str) -> None:
    assert str(price) == told


def test_another_region_changes_what_it_names() -> None:
    changed = Prices().with_usd({"messages": 1.14, "logs": 0})
    assert (changed.messages.usd, changed.logs.usd) == (1.14, 0)
    assert changed.messages.per == Prices().messages.per
    assert changed.sqs_requests == Prices().sqs_requests


@pytest.mark.parametrize(
    ("usd", "told"),
    [
        ({"mesages": 1.0}, "there is no price 'mesages'; there are messages,"),
        ({"messages": -1}, "number of USD per 1,000,000 32 KB, not -1"),
        ({"logs": "0.5"}, "number of USD per GB, not '0.5'"),
        ({"logs": True}, "not True"),
        ({"logs": None}, "not None"),
        ({"logs": math.nan}, "not nan"),
        ({"logs": math.inf}, "not inf"),
    ],
)
def test_what_is_no_price_is_refused(usd: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match="price") as refused:
        Prices().with_usd(usd)
    assert told in str(refused.value)
