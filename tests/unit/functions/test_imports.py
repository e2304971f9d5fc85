"""What a function drags in before it can answer, each case in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FUNCTIONS = Path(__file__).parents[3] / "functions"
# Nothing is connected while a function is imported, so that nothing of that is in a snapshot.
NOWHERE = {
    "AWS_REGION": "eu-central-1",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI": "http://127.0.0.1:9/v1",
    "SESSIONS_TABLE": "sessions",
    "INCIDENT_QUEUE_URL": "http://127.0.0.1:9/queue",
    "EVIDENCE_BUCKET": "evidence",
}


@pytest.mark.parametrize(
    ("function", "absent"),
    [
        ("frame", {"boto3", "botocore", "asyncpg", "aws_lambda_powertools", "asyncio", "proctor_audit.stores.records"}),
        ("authorize", {"boto3", "botocore", "aws_lambda_powertools", "asyncpg", "cv2", "numpy", "mediapipe"}),
        ("disconnect", {"boto3", "botocore.session", "asyncpg", "cv2", "numpy", "mediapipe"}),
        ("browser", {"boto3", "botocore", "asyncpg", "aws_lambda_powertools", "cv2", "numpy", "mediapipe"}),
        ("connect", {"boto3", "botocore.session", "asyncpg", "cv2", "numpy", "mediapipe"}),
    ],
)
def test_what_candidates_wait_for_imports_nothing_that_it_does_not_need(function: str, absent: set[str]) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", "import app, sys, threading; print(threading.active_count(), *sys.modules)"],
        env={**os.environ, **NOWHERE, "PYTHONPATH": str(FUNCTIONS / function)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr
    threads, *modules = finished.stdout.split()
    assert not absent & set(modules)
    # A thread would not come back from a snapshot.
    assert threads == "1"
