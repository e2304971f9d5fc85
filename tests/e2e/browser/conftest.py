"""A real Chromium with a camera that plays a film, against the product on its own stack."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Playwright, async_playwright

from proctor_audit_local.sample_exam import SampleExam
from proctor_audit_local.stack import LocalStack
from tests.e2e.browser.axe import axe_source
from tests.e2e.browser.candidate import Candidate
from tests.e2e.browser.film import write_film
from tests.e2e.browser.proxy import Network
from tests.e2e.product.conftest import Tenant, data_folder, new_tenant, stack, tenant

__all__ = ["data_folder", "stack", "tenant"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
)
ALLOWED = "--use-fake-ui-for-media-stream"
"""The camera is allowed without being asked for."""

CALM: Any = {"incidents": {"static_feed": {"enabled": False}}}
"""Policy of exams whose film is played again and again."""


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A candidate who sits there and works."""
    exam = SampleExam((), 6.0, liveliness=1.0)
    return write_film(exam, tmp_path_factory.mktemp("film") / "calm.mjpeg")


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core."""
    return axe_source(tmp_path_factory.mktemp("axe"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    async with async_playwright() as running:
        yield running


async def launched(playwright: Playwright, *flags: str) -> Browser:
    """A Chromium with these flags too."""
    return await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium(playwright: Playwright, film: Path) -> AsyncIterator[Browser]:
    browser = await launched(playwright, ALLOWED, f"--use-file-for-fake-video-capture={film}")
    yield browser
    await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    # Playwright's own answers count as another network's.
    context = await chromium.new_context(permissions=["local-network-access"])
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def network(stack: LocalStack, tenant: Tenant) -> AsyncIterator[Network]:
    access = await tenant.access("whoever")
    port = urlsplit(access.websocket_url).port
    assert port is not None
    async with Network(port) as between:
        yield between


@pytest_asyncio.fixture(loop_scope="session")
async def candidate(page: Page, stack: LocalStack, network: Network) -> AsyncIterator[Candidate]:
    """A candidate of a customer of their own, on a page that holds nothing but the SDK."""
    async with AsyncExitStack() as leaving:
        one = Candidate(page, await new_tenant(stack), network)
        await one.open()
        leaving.push_async_callback(one.stop)
        yield one


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")
