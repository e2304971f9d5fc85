"""The file has every figure, flat, and says why one is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.benchmarks.__main__ import MEASUREMENTS, main
from tests.benchmarks.results import NOT_ASKED_FOR, Results
from tests.benchmarks.rows import GROUPS, Row


def test_every_row_is_in_the_file_and_a_missing_one_is_explained(tmp_path: Path) -> None:
    results = Results({"cores": 2})
    results.take({"frame_over_inference": 1.2345678, "load_unanswered": 0})
    results.without("frame", "no network")
    results.without("load", NOT_ASKED_FOR)
    results.write(tmp_path / "new" / "bench.json")

    document = json.loads((tmp_path / "new" / "bench.json").read_text("utf-8"))
    assert set(document) == {row.key for group in GROUPS.values() for row in group} | {"notes", "machine"}
    assert document["frame_over_inference"] == 1.235
    assert document["load_unanswered"] == 0
    assert document["plain_over_frame"] is None
    assert document["notes"]["plain_over_frame"] == "no network"
    assert "frame_over_inference" not in document["notes"]
    assert results.reasons == ["no network"]


def test_every_group_is_measured_and_an_unknown_one_is_told() -> None:
    assert set(MEASUREMENTS) == set(GROUPS)
    told = CliRunner().invoke(main, ["--only", "frame,weather"])
    assert told.exit_code == 2
    assert "weather: there are only frame, cold" in told.output


@pytest.mark.parametrize(
    ("row", "value", "met"),
    [
        (Row("a", "", at_most=1.35), 1.35, True),
        (Row("a", "", at_most=1.35), 1.36, False),
        (Row("a", "", at_least=2.5), 2.4, False),
        (Row("a", "", at_least=2.5), 3.0, True),
        (Row("a", "", at_most=0), 0, True),
    ],
)
def test_what_a_row_should_reach(row: Row, value: float, met: bool) -> None:
    assert row.met_by(value) is met
    assert row.reach
