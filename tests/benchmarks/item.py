"""Row ``session_item_bytes``: the largest session item in an hour of varied exam; a test holds it to one write unit."""

from __future__ import annotations

from tests.benchmarks.bench import Bench
from tests.benchmarks.results import Results
from tests.unit.judgement.varied_exam import varied_exam


def measure(bench: Bench, results: Results) -> None:
    """Judge the hour."""
    with bench.console.status("An hour of varied exam…"):
        results.take({"session_item_bytes": varied_exam().largest_item_bytes})
