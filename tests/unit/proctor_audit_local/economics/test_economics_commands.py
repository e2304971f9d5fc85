"""``proctor-audit cost`` and ``capacity``: what is printed fits, what is wrong is told in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from proctor_audit_local.cli import group
from proctor_audit_local.errors import LocalStackError


def ran(*words: str, columns: int = 80) -> Result:
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(group, words)


def document(*words: str) -> Any:
    result = ran(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize(
    "words",
    [
        ["cost"],
        ["cost", "--incidents", "3", "--hours", "3", "--candidates", "500", "--snapstart"],
        ["cost", "--provisioned", "20", "--batch", "8"],
        ["capacity", "--simulate-seconds", "0.5"],
        ["capacity", "--candidates", "1000", "--simulate-seconds", "0.5"],
        ["capacity", "--candidates", "1000000", "--simulate-seconds", "0.2"],
        ["capacity", "--candidates", "1000000", "--simulate-seconds", "0"],
    ],
    ids=" ".join,
)
def test_what_is_printed_fits_the_terminal(words: list[str], columns: int) -> None:
    result = ran(*words, columns=columns)
    assert result.exit_code == 0, result.output
    assert max(map(len, result.output.splitlines())) <= columns
    assert "…" not in result.output, "nothing is cut off"


def test_cost_as_json() -> None:
    told = document("cost", "--candidates", "100", "--hours", "2")
    assert told["usd_per_candidate_hour"] == pytest.approx(sum(line["usd"] for line in told["lines"]))
    assert told["usd_total"] == pytest.approx(200 * told["usd_per_candidate_hour"])
    assert told["region"] == "us-east-1"
    assert all(line["page"].startswith("https://") for line in told["lines"])


def test_capacity_as_json() -> None:
    told = document("capacity", "--candidates", "20000", "--simulate-seconds", "1")
    assert told["candidates"] == 20_000
    assert told["simulation"]["places"] == told["places_needed"] == 2
    assert told["simulation"]["steady"]["lost"] == 0
    assert {limit["exceeded"] for limit in told["limits"]} == {True, False}
    sizes = document("capacity", "--simulate-seconds", "0")
    assert [size["candidates"] for size in sizes] == [1_000, 10_000, 100_000, 1_000_000]
    assert [size["simulation"] for size in sizes] == [None] * 4


def test_where_candidates_are_spread_is_where_limits_are_counted_and_simulated() -> None:
    one, four = (
        document("capacity", "--candidates", "40000", "--regions", regions, "--simulate-seconds", "1")
        for regions in ("1", "4")
    )
    for limit, spread in ((used(one, "API Gateway requests/s"), used(four, "API Gateway requests/s")),):
        assert spread == pytest.approx(limit / 4)
    assert one["simulation"]["steady"]["lost"] > 0
    assert four["simulation"]["steady"]["lost"] == 0


def used(told: Any, name: str) -> float:
    return next(float(limit["used"]) for limit in told["limits"] if limit["name"] == name)


def test_other_prices(tmp_path: Path) -> None:
    prices = tmp_path / "frankfurt.json"
    prices.write_text(json.dumps({"region": "eu-central-1", "messages": 2.0}))
    usual, other = document("cost"), document("cost", "--prices", str(prices))
    assert other["region"] == "eu-central-1"
    messages = 2 * 1800 / 1e6
    assert other["usd_per_candidate_hour"] - usual["usd_per_candidate_hour"] == pytest.approx(messages)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no json", "is no JSON"),
        ("[1]", "must hold one object"),
        ('{"mesages": 1}', "there is no price 'mesages'"),
        ('{"messages": "dear"}', "is a number of USD per 1,000,000 32 KB"),
    ],
)
def test_prices_that_cannot_be_read(text: str, told: str, tmp_path: Path) -> None:
    prices = tmp_path / "prices.json"
    prices.write_text(text)
    result = ran("cost", "--prices", str(prices))
    assert isinstance(result.exception, LocalStackError)
    assert told in result.exception.message


def test_prices_that_are_not_there(tmp_path: Path) -> None:
    result = ran("capacity", "--prices", str(tmp_path / "none.json"))
    assert isinstance(result.exception, LocalStackError)
    assert "cannot be read" in result.exception.message


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["cost", "--fps", "0"], "0.1<=x<=30"),
        (["cost", "--batch", "9"], "1<=x<=8"),
        (["cost", "--ms", "-1"], "0.1<=x<=10000"),
        (["cost", "--stale-share", "1.5"], "0<=x<=1"),
        (["cost", "--candidates", "many"], "not a valid integer"),
        (["cost", "--environments", "5", "--stale-share", "0.5"], "the one follows from the other"),
        (["cost", "--image-kb", "96"], "API Gateway takes at most 128"),
        (["cost", "--snapstart", "--provisioned", "3"], "either SnapStart or provisioned concurrency"),
        (["capacity", "--candidates", "0"], "1<=x<=100000000"),
        (["capacity", "--candidates", "5", "--raised", "0.5"], "1<=x<=1000"),
    ],
)
def test_what_cannot_be_is_refused(words: list[str], told: str) -> None:
    result = ran(*words)
    assert result.exit_code == 2
    assert told in " ".join(result.output.replace("│", " ").split())


def test_a_message_that_no_browser_can_send_is_told() -> None:
    for words in (["cost"], ["capacity", "--candidates", "9", "--simulate-seconds", "0"]):
        assert "A browser cannot send this message" in ran(*words, "--image-kb", "10").output
        assert "A browser" not in ran(*words).output
