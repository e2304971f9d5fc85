"""The key: asked for, kept in the tab alone, and asked for again when it is no longer any good."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.browser.review.conftest import Reviewer
from tests.e2e.browser.review.exams import ordinary
from tests.e2e.browser.review.fake_api import KEY, WEAK_KEY

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("", "Please enter an API key."),
        ("pa_unknown", "not known here"),
        ("clé", "not known here"),
        ("two words", "not known here"),
        (WEAK_KEY, "may not review sessions"),
    ],
)
async def test_a_key_that_does_not_do_is_refused_with_a_sentence(reviewer: Reviewer, key: str, sentence: str) -> None:
    await reviewer.open()
    await reviewer.sign_in(key)
    await expect(reviewer.page.get_by_role("alert")).to_contain_text(sentence)
    await expect(reviewer.page.get_by_label("API key")).to_be_focused()
    assert await reviewer.page.evaluate("sessionStorage.length") == 0


async def test_a_server_that_is_away_is_told_apart_from_a_wrong_key(reviewer: Reviewer) -> None:
    await reviewer.open()
    await reviewer.page.context.set_offline(True)
    await reviewer.sign_in()
    await expect(reviewer.page.get_by_role("alert")).to_contain_text("cannot be reached")


async def test_the_key_is_kept_in_the_tab_and_nowhere_else(reviewer: Reviewer) -> None:
    reviewer.api.exams = [ordinary()]
    await reviewer.see_list()
    await reviewer.page.get_by_role("link", name="ada").click()
    await expect(reviewer.page.get_by_role("heading", name="Incidents")).to_be_visible()
    assert KEY not in reviewer.page.url
    assert not any(KEY in call for call in reviewer.api.asked)
    assert await reviewer.page.evaluate("[localStorage.length, document.cookie]") == [0, ""]
    await reviewer.page.reload()
    await expect(reviewer.page.get_by_role("heading", name="Incidents")).to_be_visible()


async def test_signing_out_forgets_the_key_and_what_was_shown(reviewer: Reviewer) -> None:
    reviewer.api.exams = [ordinary()]
    await reviewer.see_list()
    await reviewer.page.get_by_role("button", name="Sign out").click()
    await expect(reviewer.page.get_by_label("API key")).to_be_focused()
    assert await reviewer.page.evaluate("sessionStorage.length") == 0
    assert "ada" not in await reviewer.page.content()


async def test_a_key_revoked_in_between_is_asked_for_again_where_one_was(reviewer: Reviewer) -> None:
    exam = ordinary()
    reviewer.api.exams = [exam]
    await reviewer.session(exam)
    reviewer.api.refusal = "api_key_revoked"
    await reviewer.press("j", "c")
    await expect(reviewer.page.get_by_role("alert")).to_contain_text("has been revoked")
    assert await reviewer.page.evaluate("sessionStorage.length") == 0
    reviewer.api.refusal = None
    await reviewer.sign_in()
    await expect(reviewer.page.get_by_role("heading", name=exam.facts.candidate_id)).to_be_visible()
