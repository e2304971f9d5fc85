"""A process that wants a whole core gets its share of it, whenever it is looked at."""

from __future__ import annotations

import random

import pytest

from tests.benchmarks.quota import Quota


def used_s(quota: Quota, seconds: float, looks_s: list[float], wants: float = 1.0) -> float:
    """CPU time of a process that uses ``wants`` cores while it may, if it is looked at after these intervals."""
    at_s = cpu_s = 0.0
    turn = 0
    while at_s < seconds:
        rest_s = quota.rest_s(at_s, cpu_s)
        if rest_s > 0:
            at_s += rest_s
            continue
        step_s = looks_s[turn % len(looks_s)]
        turn += 1
        at_s += step_s
        cpu_s += wants * step_s
    return cpu_s


@pytest.mark.parametrize("share", [0.1, 0.3, 0.8])
@pytest.mark.parametrize("wants", [1.0, 2.0])
@pytest.mark.parametrize("looks_s", [[0.001], [0.007], [0.013, 0.002], [0.03]])
def test_a_busy_process_gets_its_share(share: float, wants: float, looks_s: list[float]) -> None:
    used = used_s(Quota(share), 60.0, looks_s, wants)
    assert used == pytest.approx(60.0 * share, abs=0.1 + wants * max(looks_s))


def test_irregular_looks_do_not_change_the_share() -> None:
    rng = random.Random(3)
    looks_s = [rng.uniform(0.0005, 0.02) for _ in range(997)]
    assert used_s(Quota(0.3), 120.0, looks_s) == pytest.approx(36.0, abs=0.2)


@pytest.mark.parametrize(
    ("at_s", "cpu_s", "rest_s"),
    [
        (0.00, 0.000, 0.00),
        (0.02, 0.020, 0.00),
        (0.03, 0.030, 0.07),
        (0.05, 0.045, 0.05),
        (0.09, 0.010, 0.00),
    ],
)
def test_it_rests_until_the_period_ends_once_its_budget_is_used(at_s: float, cpu_s: float, rest_s: float) -> None:
    assert Quota(0.3, period_s=0.1).rest_s(at_s, cpu_s) == pytest.approx(rest_s)


def test_what_was_used_too_much_is_taken_off_the_next_period() -> None:
    quota = Quota(0.3, period_s=0.1)
    assert quota.rest_s(0.05, 0.05) > 0
    assert quota.rest_s(0.1, 0.05) == 0
    assert quota.left_s(0.05) == pytest.approx(0.01)


def test_a_debt_larger_than_a_period_takes_several() -> None:
    quota = Quota(0.3, period_s=0.1)
    assert quota.rest_s(0.09, 0.095) > 0
    assert [quota.rest_s(at_s, 0.095) > 0 for at_s in (0.101, 0.201, 0.301)] == [True, True, False]


def test_what_was_left_is_lost() -> None:
    quota = Quota(0.3, period_s=0.1)
    assert quota.rest_s(0.95, 0.0) == 0
    assert quota.left_s(0.0) == pytest.approx(0.03)
    assert quota.rest_s(0.98, 0.03) > 0
