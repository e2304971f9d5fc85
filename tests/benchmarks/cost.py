"""Row ``usd_per_candidate_hour``: the bill of a quiet candidate, from the milliseconds that were just measured.

As ``proctor-audit cost --fps 2 --batch 4 --ms …`` computes it. What cannot be measured here, above all how long
DynamoDB takes to answer, is that command's own assumption.
"""

from __future__ import annotations

from proctor_audit_local.economics.bill import bill_of
from proctor_audit_local.economics.exam import Exam
from proctor_audit_local.economics.prices import READ_IN, REGION, Prices
from tests.benchmarks.bench import Bench
from tests.benchmarks.results import NotMeasured, Results


def measure(_bench: Bench, results: Results) -> None:
    """Compute the bill.

    Raises:
        NotMeasured: the cost of a frame has not been measured in this run.
    """
    frame_ms = results.figures.get("frame_ms")
    if frame_ms is None:
        raise NotMeasured("is computed from frame_ms: measure the group `frame`, too")
    exam = Exam(fps=2.0, frames_per_message=4, frame_ms=frame_ms)
    bill = bill_of(exam, Prices())
    results.take({"usd_per_candidate_hour": bill.usd, "usd_message_ms": exam.service_ms})
    results.notes["usd_per_candidate_hour"] = f"list prices of {REGION} as read in {READ_IN}"
