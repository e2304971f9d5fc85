from __future__ import annotations

import re

import pytest
from samtranslator.yaml_helper import yaml_parse

from tests.unit.template.stack import FUNCTIONS, PROJECT, Stack

ENVIRONMENT = {
    "Keys": {"SESSIONS_TABLE", "DATABASE_SECRET_ARN", "DATABASE_ENDPOINT"},
    "Auth": {"SESSIONS_TABLE", "DATABASE_SECRET_ARN", "DATABASE_ENDPOINT", "WEBSOCKET_URL", "EVIDENCE_RETENTION_DAYS"},
    "Authorize": {"SESSIONS_TABLE"},
    "Connect": {"SESSIONS_TABLE", "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"},
    "Frame": {"SESSIONS_TABLE", "INCIDENT_QUEUE_URL", "EVIDENCE_BUCKET"},
    "Browser": {"SESSIONS_TABLE", "INCIDENT_QUEUE_URL"},
    "Disconnect": {"SESSIONS_TABLE", "INCIDENT_QUEUE_URL"},
    "Fallback": set(),
    "Incidents": {"DATABASE_SECRET_ARN", "DATABASE_ENDPOINT", "INCIDENT_QUEUE_URL", "DEAD_LETTER_QUEUE_URL"},
    "Reports": {"DATABASE_SECRET_ARN", "DATABASE_ENDPOINT", "SESSIONS_TABLE", "EVIDENCE_BUCKET"},
    "Site": {"EXAM_ORIGINS"},
    "Migrate": {"DATABASE_SECRET_ARN", "DATABASE_ENDPOINT"},
}
WITH_DATABASE = {name for name, variables in ENVIRONMENT.items() if "DATABASE_ENDPOINT" in variables}


def test_these_are_the_functions(any_stack: Stack) -> None:
    assert any_stack.of_type("AWS::Lambda::Function").keys() == set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
class TestEveryFunction:
    def test_runs_what_the_layers_are_built_for(self, any_stack: Stack, function: str) -> None:
        properties = any_stack.properties(function)

        assert (properties["Runtime"], properties["Architectures"], properties["Handler"]) == (
            "python3.12",
            ["x86_64"],
            "app.handler",
        )

    def test_has_a_log_group_that_forgets(self, any_stack: Stack, function: str) -> None:
        logging = any_stack.properties(function)["LoggingConfig"]
        group = any_stack.properties(logging["LogGroup"]["Ref"])

        assert logging["LogFormat"] == "JSON"
        assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}

    def test_is_told_what_its_code_reads(self, any_stack: Stack, function: str) -> None:
        told = {name for name in any_stack.environment(function) if not name.startswith("POWERTOOLS_")}

        assert told == ENVIRONMENT[function]

    def test_does_not_share_its_role_or_log_group(self, any_stack: Stack, function: str) -> None:
        others = [other for other in FUNCTIONS if other != function]

        assert any_stack.role_of(function) not in {any_stack.role_of(other) for other in others}
        assert any_stack.properties(function)["LoggingConfig"]["LogGroup"] not in [
            any_stack.properties(other)["LoggingConfig"]["LogGroup"] for other in others
        ]

    def test_carries_no_layer_that_it_does_not_need(self, any_stack: Stack, function: str) -> None:
        layers = [layer["Ref"] for layer in any_stack.properties(function)["Layers"]]

        assert len(layers) == (3 if function in ("Frame", "Reports") else 2)
        assert any(layer.startswith("MediaPipeLayer") for layer in layers) == (function == "Frame")
        assert any(layer.startswith("ExportLayer") for layer in layers) == (function == "Reports")

    def test_code_has_a_folder(self, any_stack: Stack, function: str) -> None:
        assert (PROJECT / "functions" / function.lower() / "app.py").is_file()


def test_frames_and_pdfs_have_one_whole_cpu_and_thin_functions_little_memory(default_stack: Stack) -> None:
    memory_mb = {name: default_stack.properties(name)["MemorySize"] for name in FUNCTIONS}

    assert memory_mb.pop("Frame") == memory_mb.pop("Reports") == 1769
    assert all(256 <= size <= 512 for size in memory_mb.values())


def test_candidates_are_told_of_the_days_after_which_the_bucket_forgets(any_stack: Stack) -> None:
    rules = any_stack.properties("Evidence")["LifecycleConfiguration"]["Rules"]
    (days,) = [rule["ExpirationInDays"] for rule in rules if rule.get("Prefix") == "evidence/"]

    assert any_stack.environment("Auth")["EVIDENCE_RETENTION_DAYS"] == days


@pytest.mark.parametrize(
    ("origins", "taken"),
    [
        ("", True),
        ("https://exams.example.org", True),
        ("https://exams.example.org:8443,https://b.example", True),
        ("https://a.example, https://b.example https://c.example", True),
        ("http://exams.example.org", False),
        ("https://exams.example.org/exam", False),
        ("https://a.example; script-src *", False),
        ("*", False),
        ("https:", False),
        ("'self'", False),
    ],
)
def test_only_https_origins_may_be_framed(origins: str, taken: bool) -> None:
    declared = yaml_parse((PROJECT / "template.yaml").read_text("utf-8"))["Parameters"]["ExamOrigins"]

    assert declared["Default"] == ""
    assert bool(re.fullmatch(declared["AllowedPattern"], origins)) is taken


def test_exactly_one_database_is_named(any_stack: Stack) -> None:
    for function in WITH_DATABASE:
        variables = any_stack.environment(function)
        secret = any_stack.parameters["DatabaseSecretArn"]

        assert variables["DATABASE_SECRET_ARN"] == {"Ref": "DatabaseSecretArn"}
        assert (variables["DATABASE_ENDPOINT"] == "") == (secret != "")


def test_only_functions_with_a_database_join_the_vpc(stacks: dict[str, Stack]) -> None:
    inside = stacks["own postgres in a vpc"]

    assert {name for name in FUNCTIONS if "VpcConfig" in inside.properties(name)} == WITH_DATABASE
    assert {name for name in FUNCTIONS if "VpcConfig" in stacks["own postgres"].properties(name)} == set()


def test_concurrency_is_reserved_on_demand(stacks: dict[str, Stack]) -> None:
    assert "ReservedConcurrentExecutions" not in stacks["defaults"].properties("Frame")
    assert "ReservedConcurrentExecutions" in stacks["alarms by mail"].properties("Frame")
