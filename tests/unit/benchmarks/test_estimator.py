"""Noise that comes now and then does not change what is told."""

from __future__ import annotations

import pytest

from tests.benchmarks.estimator import disturbance, percentile, sum_of_fastest


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        ([[2.0, 3.0]], 5.0),
        ([[2.0, 30.0], [20.0, 3.0]], 5.0),  # another piece is disturbed in every round
        ([[2.5, 3.0], [2.0, 3.5], [9.0, 9.0]], 5.0),
    ],
)
def test_each_piece_counts_with_its_fastest_round(rounds: list[list[float]], expected: float) -> None:
    assert sum_of_fastest(rounds) == expected


def test_an_undisturbed_run_and_a_disturbed_one() -> None:
    assert disturbance([[2.0, 3.0]] * 3) == 1.0
    assert disturbance([[2.0, 3.0], [4.0, 6.0], [4.0, 6.0]]) == 2.0


@pytest.mark.parametrize("rounds", [[], [[1.0, 2.0], [1.0]]])
def test_rounds_must_be_of_the_same_work(rounds: list[list[float]]) -> None:
    with pytest.raises(ValueError, match=r"round|argument"):
        sum_of_fastest(rounds)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([7.0], 0.95, 7.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([float(i) for i in range(1, 101)], 0.95, 95.0),
        ([5.0, 4.0], 0, 4.0),
    ],
)
def test_percentile(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == expected
