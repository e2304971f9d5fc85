from __future__ import annotations

from pathlib import Path

import pytest

from proctor_audit_local.declarations import Function
from proctor_audit_local.lambda_environment import lambda_environment


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, {"EVIDENCE_RETENTION_DAYS": None, "EXAM_ORIGINS": None}),
        (
            {"EVIDENCE_RETENTION_DAYS": "90", "EXAM_ORIGINS": ""},
            {"EVIDENCE_RETENTION_DAYS": "", "EXAM_ORIGINS": "http://127.0.0.1:* http://localhost:*"},
        ),
        (
            {"EXAM_ORIGINS": "https://a.example"},
            {"EXAM_ORIGINS": "https://a.example http://127.0.0.1:* http://localhost:*"},
        ),
    ],
)
def test_nothing_of_ours_is_inherited(
    monkeypatch: pytest.MonkeyPatch, more: dict[str, str], told: dict[str, str | None]
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("SECRET", "ours")
    function = Function(
        name="Work",
        physical_name="stack-Work",
        arn="arn",
        code_folder=Path("/code"),
        handler="app.handler",
        environment={"URL": "wss://abc.execute-api/v1", "AWS_ENDPOINT_URL_X": "https://abc.execute-api/v1"} | more,
        memory_mb=512,
        timeout_s=3,
        log_format="JSON",
        log_level="WARN",
    )
    environment = lambda_environment(
        function,
        region="eu-central-1",
        endpoint_urls={"AWS_ENDPOINT_URL": "http://here", "AWS_ENDPOINT_URL_X": "http://there"},
        addresses={"wss://abc.execute-api": "ws://127.0.0.1:1", "https://abc.execute-api": "http://127.0.0.1:2"},
    )
    assert {"AWS_PROFILE", "SECRET"}.isdisjoint(environment)
    expected = {
        "URL": "ws://127.0.0.1:1/v1",
        "AWS_ENDPOINT_URL_X": "http://127.0.0.1:2/v1",
        "AWS_ENDPOINT_URL": "http://here",
        "AWS_REGION": "eu-central-1",
        "AWS_LAMBDA_FUNCTION_NAME": "stack-Work",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "WARN",
        "LAMBDA_TASK_ROOT": "/code",
        "_HANDLER": "app.handler",
        **told,
    }
    assert {name: environment.get(name) for name in expected} == expected
