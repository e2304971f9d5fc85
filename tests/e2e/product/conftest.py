"""The product on its own stack: template.yaml, its functions in worker processes, real stores, real sockets."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from proctor_audit.client import SessionAccess, get_auth, get_report
from proctor_audit_local.playback import RECORDED
from proctor_audit_local.sample_exam import Event, SampleExam, encode
from proctor_audit_local.sample_exam.scenes import Stage
from proctor_audit_local.stack import LocalStack

STILLS: Any = {**RECORDED, "incidents": {"static_feed": {"enabled": False}}}
"""Policy of sessions that see the same stills over and over: they would be told for it."""

TEMPLATE = Path(__file__).parents[3] / "template.yaml"


@pytest.fixture(scope="session")
def data_folder() -> Iterator[Path]:
    # Not below pytest's own folder: PostgreSQL, which does not run as root, could not enter it.
    folder = Path(tempfile.mkdtemp(prefix="proctor-audit-"))
    folder.chmod(0o755)
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stack(data_folder: Path) -> AsyncIterator[LocalStack]:
    async with LocalStack(TEMPLATE, data_folder) as running:
        yield running


@dataclass(frozen=True)
class Tenant:
    """A customer with an API key."""

    stack: LocalStack
    api_key: str

    async def access(self, candidate_id: str | None = None, **request: Any) -> SessionAccess:
        """A session for a candidate nobody else uses, unless named."""
        name = candidate_id or f"candidate-{uuid.uuid4().hex[:8]}"
        return await asyncio.to_thread(get_auth, self.stack.http_url, self.api_key, "exam", name, **request)

    async def report(self, session_id: str) -> dict[str, Any]:
        return await asyncio.to_thread(get_report, self.stack.http_url, self.api_key, session_id)


async def new_tenant(stack: LocalStack, name: str = "acme", **request: Any) -> Tenant:
    made = await stack.invoke("Keys", {"operation": "create", "tenant": name, **request})
    return Tenant(stack, made["api_key"])


@pytest_asyncio.fixture(loop_scope="session")
async def tenant(stack: LocalStack) -> Tenant:
    return await new_tenant(stack)


@dataclass(frozen=True)
class Pictures:
    """Encoded frames of the sample exam's candidate."""

    calm: bytes
    nobody: bytes
    two: bytes
    two_later: bytes
    closed: bytes

    def visited(self, seq: int) -> bytes:
        """Somebody behind the candidate, who steps to and fro: who stays where they are may be a poster."""
        return self.two_later if seq % 2 else self.two


@pytest.fixture(scope="session")
def drawn() -> Stage:
    return Stage()


@pytest.fixture(scope="session")
def pictures(drawn: Stage) -> Pictures:
    def at_two_seconds(*events: Event) -> bytes:
        return encode(SampleExam(events, 4.0, stage=drawn).render(2.0))

    return Pictures(
        calm=encode(SampleExam((), 4.0, stage=drawn).render(0.5)),
        nobody=at_two_seconds(Event("face_absent", 1.5, 3.0)),
        two=at_two_seconds(Event("multiple_faces", 1.5, 3.0)),
        two_later=encode(SampleExam((Event("multiple_faces", 1.5, 3.0),), 4.0, stage=drawn).render(1.35)),
        closed=at_two_seconds(Event("eyes_closed", 1.5, 3.0)),
    )
