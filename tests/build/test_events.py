"""Every recorded event through the handlers as they were built: what is deployed is what was tested.

The table of expectations is the one of tests/integration/events.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from proctor_audit_local.ministack import MiniStack
from proctor_audit_local.postgres import Postgres
from tests.build.lambda_runtime import BuiltFunction, nowhere
from tests.integration.events.cases import CASES
from tests.integration.events.story import Outcome, differences, play
from tests.integration.events.world import REGION, World, new_world

pytestmark = pytest.mark.build


class BuiltFunctions:
    """The built functions, each started when it is first called."""

    def __init__(self, built: dict[str, list[Path]], world: World, folder: Path, running: ExitStack) -> None:
        self._built = built
        self._world = world
        self._folder = folder
        self._running = running
        self._started: dict[str, BuiltFunction] = {}

    async def invoke(self, function: str, event: Any) -> Any:
        return await asyncio.to_thread(self._invoke, function, event)

    def _invoke(self, function: str, event: Any) -> Any:
        if function not in self._started:
            code, *layers = self._built[function]
            one = BuiltFunction(code, layers, self._environment(function), self._folder / function)
            self._started[function] = self._running.enter_context(one)
        return self._started[function].invoke(event).payload

    def _environment(self, function: str) -> dict[str, str]:
        here = {"AWS_ENDPOINT_URL": self._world.aws_url, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
        return nowhere() | here | self._world.template_variables(function)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def outcomes(built: dict[str, list[Path]]) -> AsyncIterator[dict[str, Outcome]]:
    # Not below pytest's own folder: PostgreSQL, which does not run as root, could not enter it.
    folder = Path(tempfile.mkdtemp(prefix="proctor-audit-"))
    folder.chmod(0o755)
    for name in ("postgres", "aws"):
        (folder / name).mkdir()
    postgres = Postgres(folder / "postgres", log_path=folder / "postgres.log")
    aws = MiniStack(folder / "aws", log_path=folder / "aws.log", region=REGION)
    try:
        await asyncio.gather(postgres.start(), aws.start())
        with ExitStack() as running:
            async with new_world(postgres.dsn, aws.endpoint_url) as world:
                yield await play(world, BuiltFunctions(built, world, folder, running).invoke)
    finally:
        await aws.stop()
        await postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("name", CASES)
def test_event(outcomes: dict[str, Outcome], name: str) -> None:
    assert differences(name, outcomes[name]) == []
