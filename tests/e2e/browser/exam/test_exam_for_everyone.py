"""Every state of the page, wide and narrow, light and dark, by axe-core; each is left as a picture to look at."""

from __future__ import annotations

import pytest

from tests.e2e.browser.exam.conftest import Candidate
from tests.e2e.browser.exam.states import STATES
from tests.e2e.browser.screenshots import looked_at

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("state", STATES)
async def test_nothing_keeps_anybody_from_using_it(candidate: Candidate, axe: str, state: str) -> None:
    await STATES[state](candidate)
    assert await looked_at(candidate.page, f"exam/{state}", axe) == []
