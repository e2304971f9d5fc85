"""The pages and the SDK in WebKit, which encodes no WebP and lets pages do less: an exam, and its review."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from proctor_audit_local.sample_exam import Event, SampleExam, encode
from tests.e2e.browser.canvas_camera import camera_script
from tests.e2e.browser.conftest import CALM
from tests.e2e.browser.exam.live import exam_address
from tests.e2e.browser.ways import dismiss_the_only_incident, into_the_exam, out_of_the_exam
from tests.e2e.browser.webkit_tabs import WEBKIT, WebkitTab, webkit
from tests.e2e.product.conftest import Tenant
from tests.e2e.product.sockets import eventually

pytestmark = [
    pytest.mark.stack,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(not WEBKIT, reason="needs WebKitGTK's browser and driver, and Xvfb"),
]

CANDIDATE = "Sam in WebKit"
FILM = SampleExam((Event("face_absent", 20.0, 25.0),), 28.0, liveliness=1.0)


@pytest_asyncio.fixture(loop_scope="session")
async def tab() -> AsyncIterator[WebkitTab]:
    async with webkit() as window:
        yield window


async def test_an_exam_and_its_review(tab: WebkitTab, tenant: Tenant) -> None:
    access = await tenant.access(CANDIDATE, policy=CALM)
    await tab.open(exam_address(tenant, access))
    await tab.says("Before you begin")
    await tab.run(camera_script([encode(picture) for _, picture in FILM.frames(10)]))
    await into_the_exam(tab, "webkit")
    await eventually(lambda: tenant.report(access.session_id), lambda it: it["incidents"], 60)
    await out_of_the_exam(tab, "webkit")
    report = await tenant.report(access.session_id)
    (incident,) = report["incidents"]
    assert incident["kind"] == "face_absent"
    assert {role.partition("-")[0] for role in incident["evidence"]} >= {"earlier", "first", "confirmed"}
    assert report["quality"]["uncertain_frames"] == 0
    assert report["gaps"] == []

    await tab.open(f"{tenant.stack.http_url}/review")
    await dismiss_the_only_incident(tab, tenant.api_key, CANDIDATE, "Nobody in view", "webkit")
    assert (await tenant.report(access.session_id))["score"]["value"] == 0
