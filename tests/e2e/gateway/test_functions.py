"""Functions in worker processes, under Lambda's own runtime interface client."""

from __future__ import annotations

import asyncio
import json

import pytest

from proctor_audit_local.errors import LocalStackError
from tests.e2e.gateway.conftest import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")

MB = 1024 * 1024


async def test_function_that_cannot_be_imported_says_why(served: Served) -> None:
    for _ in range(2):
        outcome = await served.functions.invoke("Broken", {})
        assert outcome.failed
        assert outcome.error_message == "no settings"
    with pytest.raises(LocalStackError, match="The function Broken does not start: RuntimeError: no settings"):
        await served.functions.warm_up("Broken")


async def test_unknown_function(served: Served) -> None:
    with pytest.raises(LocalStackError, match="no function Nobody"):
        await served.functions.invoke("Nobody", {})


async def test_context_is_lambdas(served: Served) -> None:
    told = (await served.functions.invoke("Context", {})).answer()
    assert told["function_name"] == "test-Context"
    assert told["invoked_function_arn"].endswith(":function:test-Context")
    assert told["memory_limit_in_mb"] == "128"
    assert told["function_version"] == "$LATEST"
    assert told["log_group_name"].index("test-Context") > 0
    assert len(told["aws_request_id"]) == 36
    assert told["trace_id"].startswith("Root=1-")
    assert told["folder"] == told["task_root"]


async def test_environment_is_the_templates(served: Served) -> None:
    environment = (await served.functions.invoke("Context", {})).answer()["environment"]
    assert environment["OF_THE_TEMPLATE"] == "yes"
    assert "PYTEST_CURRENT_TEST" not in environment
    assert environment["AWS_ACCESS_KEY_ID"] == "test"


async def test_what_is_too_much_waits_its_turn(served: Served) -> None:
    outcomes = await asyncio.gather(*(served.functions.invoke("Echo", {"n": n}) for n in range(40)))
    assert [json.loads(outcome.answer()["body"])["n"] for outcome in outcomes] == list(range(40))
    assert len(served.functions.pids("Echo")) == 1


async def test_payloads_over_6_mb_are_refused(served: Served) -> None:
    event = {"text": "x" * (6 * MB)}
    assert (await served.functions.invoke("Echo", event)).failed
    outcome = await served.functions.invoke("Echo", {"text": "\\" * (2 * MB)})
    assert outcome.failed
    assert "maximum allowed payload size" in outcome.error_message
    assert not (await served.functions.invoke("Echo", {})).failed
