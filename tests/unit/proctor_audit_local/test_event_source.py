from __future__ import annotations

import json
from typing import Any

import pytest

from proctor_audit_local.event_source import failed_ids
from proctor_audit_local.invocation import Outcome

BATCH = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        ({"batchItemFailures": [{"itemIdentifier": "b"}]}, {"b"}),
        ({"batchItemFailures": []}, set()),
        ({"batchItemFailures": None}, set()),
        ({}, set()),
        (None, set()),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, set(BATCH)),
        ({"batchItemFailures": [{"itemIdentifier": None}]}, set(BATCH)),
        ({"batchItemFailures": [{"itemIdentifier": "z"}]}, set(BATCH)),
        ({"batchItemFailures": [{"id": "a"}]}, set(BATCH)),
        ({"batchItemFailures": "a"}, set(BATCH)),
        ({"other": 1}, set(BATCH)),
        ("done", set(BATCH)),
    ],
)
def test_partial_answers(answer: Any, failed: set[str]) -> None:
    assert failed_ids(Outcome(json.dumps(answer).encode()), BATCH, reports_failures=True) == failed


def test_without_partial_answers_only_errors_count() -> None:
    assert failed_ids(Outcome(b'"whatever"'), BATCH, reports_failures=False) == set()
    assert failed_ids(Outcome.error("E", "m"), BATCH, reports_failures=False) == set(BATCH)
    assert failed_ids(Outcome.error("E", "m"), BATCH, reports_failures=True) == set(BATCH)
