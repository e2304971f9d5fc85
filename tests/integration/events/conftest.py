"""All events played once, through the product's own workers: Lambda's runtime client, a process a function."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from proctor_audit_local.clock import SystemClock
from proctor_audit_local.declarations import Function
from proctor_audit_local.functions import Functions
from proctor_audit_local.lambda_environment import lambda_environment
from tests.integration.events.story import Outcome, play
from tests.integration.events.world import REGION, World, new_world


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def outcomes(services: Any, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, Outcome]]:
    logs = tmp_path_factory.mktemp("functions")
    async with new_world(services.postgres.dsn, services.endpoint_url) as world:
        functions = _functions(world, logs)
        await functions.start()

        async def invoke(function: str, event: Any) -> Any:
            return (await functions.invoke(function, event)).answer()

        try:
            # All at once: it takes less long than one after the other.
            await functions.warm_up()
            yield await play(world, invoke)
        finally:
            await functions.close()


def _functions(world: World, logs: Path) -> Functions:
    def environment(function: Function) -> dict[str, str]:
        urls = {"AWS_ENDPOINT_URL": world.aws_url}
        here = lambda_environment(function, region=REGION, endpoint_urls=urls, addresses={})
        return here | world.template_variables(function.name)

    return Functions(
        world.declared.functions,
        environment=environment,
        sizes={},
        log_path=lambda name: logs / f"{name}.log",
        clock=SystemClock(),
    )
