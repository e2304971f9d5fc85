"""The pages and the SDK in Firefox: an exam from consent to thanks, another tab in between, and its review."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from proctor_audit_local.sample_exam import SampleExam, encode
from tests.e2e.browser.conftest import CALM
from tests.e2e.browser.exam.live import exam_address
from tests.e2e.browser.firefox_tabs import FIREFOX, FirefoxTabs, firefox_tabs
from tests.e2e.browser.ways import dismiss_the_only_incident, hidden, into_the_exam, out_of_the_exam
from tests.e2e.product.conftest import Tenant
from tests.e2e.product.sockets import eventually

pytestmark = [
    pytest.mark.stack,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(FIREFOX is None, reason="needs Firefox"),
]

CANDIDATE = "Sam in Firefox"
HIDDEN_S = 4.0


@pytest.fixture(scope="module")
def calm() -> list[bytes]:
    """Three seconds of somebody who sits there and works."""
    return [encode(picture) for _, picture in SampleExam((), 3.0, liveliness=1.0).frames(10)]


@pytest_asyncio.fixture(loop_scope="session")
async def firefox(calm: list[bytes]) -> AsyncIterator[FirefoxTabs]:
    async with firefox_tabs() as tabs:
        await tabs.film(calm)
        yield tabs


async def test_an_exam_and_its_review(firefox: FirefoxTabs, tenant: Tenant) -> None:
    access = await tenant.access(CANDIDATE, policy=CALM)
    tab = await firefox.open(exam_address(tenant, access))
    await into_the_exam(tab, "firefox")
    hidden_s = await hidden(firefox, tab, HIDDEN_S)
    await eventually(
        lambda: tenant.report(access.session_id), lambda it: it["incidents"] and it["quality"]["frames"] > 20, 60
    )
    await out_of_the_exam(tab, "firefox")

    report = await tenant.report(access.session_id)
    assert [incident["kind"] for incident in report["incidents"]] == ["tab_hidden"]
    assert HIDDEN_S - 0.5 <= report["incidents"][0]["duration_s"] <= hidden_s + 1
    assert report["quality"]["uncertain_frames"] == 0
    assert report["gaps"] == []

    review = await firefox.open(f"{tenant.stack.http_url}/review")
    await dismiss_the_only_incident(review, tenant.api_key, CANDIDATE, "Exam's tab hidden", "firefox")
    assert (await tenant.report(access.session_id))["score"]["value"] == 0
