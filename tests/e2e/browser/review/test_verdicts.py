"""What a reviewer says, with the keyboard alone, and how it is taken back."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from proctor_audit.judgement.kinds import IncidentKind
from tests.e2e.browser.review.conftest import Reviewer
from tests.e2e.browser.review.exams import Exam, exam, ordinary

pytestmark = pytest.mark.asyncio(loop_scope="session")


def said(one: Exam) -> list[tuple[str | None, str]]:
    return [(review.verdict, review.note) for review in one.reviews.values()]


def score(reviewer: Reviewer) -> Locator:
    return reviewer.page.locator(".score .value")


async def test_a_session_is_reviewed_with_the_keyboard_alone(reviewer: Reviewer) -> None:
    one = exam(kinds=[IncidentKind.MULTIPLE_FACES, IncidentKind.FACE_ABSENT, IncidentKind.TAB_HIDDEN])
    reviewer.api.exams = [one]
    await reviewer.see_list()
    await expect(reviewer.page.locator(".row")).to_have_count(1)
    await reviewer.press("j", "Enter")
    await expect(reviewer.page.locator("article")).to_have_count(3)
    before = await score(reviewer).inner_text()
    await reviewer.press("j", "c", "j", "d", "n")
    await reviewer.page.keyboard.type("Got up for the door.")
    await reviewer.press("Control+Enter", "j", "c")
    await expect(reviewer.page.get_by_text("All 3 reviewed")).to_be_visible()
    await expect(reviewer.page.get_by_text("Dismissed by reviewers")).to_be_visible()
    await expect(reviewer.page.locator(".state")).to_have_text("Reviewed")
    assert sorted(said(one), key=str) == [("confirmed", ""), ("confirmed", ""), ("dismissed", "Got up for the door.")]
    assert int(await score(reviewer).inner_text()) == one.report(reviewer.api.link)["score"]["value"] < int(before)
    await reviewer.press("Escape")
    await expect(reviewer.page.locator(".row .state")).to_have_text("Reviewed")


async def test_undo_takes_back_one_after_the_other(reviewer: Reviewer) -> None:
    one = ordinary()
    reviewer.api.exams = [one]
    await reviewer.session(one)
    before = await score(reviewer).inner_text()
    await reviewer.press("j", "c", "j", "d")
    await expect(reviewer.page.get_by_text("2 of 7 reviewed")).to_be_visible()
    await expect(score(reviewer)).not_to_have_text(before)
    await reviewer.press("u")
    await expect(score(reviewer)).to_have_text(before)
    assert said(one) == [("confirmed", "")]
    await reviewer.press("u")
    await expect(reviewer.page.get_by_text("0 of 7 reviewed")).to_be_visible()
    await expect(reviewer.page.get_by_role("status").filter(has_text="Undone")).to_be_visible()
    assert said(one) == []
    await reviewer.press("u")
    await expect(reviewer.page.get_by_text("There is nothing to undo.")).to_be_visible()


async def test_the_same_key_again_takes_a_verdict_back(reviewer: Reviewer) -> None:
    one = exam(kinds=[IncidentKind.FACE_ABSENT])
    reviewer.api.exams = [one]
    await reviewer.session(one)
    dismiss = reviewer.page.get_by_role("button", name="Dismiss")
    await dismiss.click()
    await expect(dismiss).to_have_attribute("aria-pressed", "true")
    await expect(score(reviewer)).to_have_text("0")
    await reviewer.press("d")
    await expect(dismiss).to_have_attribute("aria-pressed", "false")
    await expect(score(reviewer)).not_to_have_text("0")


async def test_quick_verdicts_arrive_in_their_order(reviewer: Reviewer) -> None:
    one = exam(kinds=[IncidentKind.FACE_ABSENT])
    reviewer.api.exams = [one]
    reviewer.api.verdict_pause_s = 0.2
    await reviewer.session(one)
    await reviewer.press("c", "d", "c")
    await expect(reviewer.page.get_by_text("Confirmed by reviewers")).to_be_visible()
    assert said(one) == [("confirmed", "")]


async def test_a_verdict_that_cannot_be_saved_is_not_shown_as_if_it_were(reviewer: Reviewer) -> None:
    one = exam(kinds=[IncidentKind.FACE_ABSENT])
    reviewer.api.exams = [one]
    await reviewer.session(one)
    reviewer.api.away = True
    await reviewer.press("c")
    await expect(reviewer.page.get_by_text("Not saved.")).to_be_visible()
    await expect(reviewer.page.get_by_role("button", name="Confirm", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
    await expect(reviewer.page.get_by_text("0 of 1 reviewed")).to_be_visible()


async def test_escape_leaves_a_note_as_it_was(reviewer: Reviewer) -> None:
    one = exam(kinds=[IncidentKind.FACE_ABSENT])
    reviewer.api.exams = [one]
    await reviewer.session(one)
    await reviewer.press("n")
    await reviewer.page.keyboard.type("cdu?")
    await reviewer.press("Escape")
    await expect(reviewer.page.locator("article")).to_be_focused()
    assert said(one) == []
    await reviewer.press("n")
    await expect(reviewer.page.get_by_label("Note")).to_have_value("")


async def test_help_lists_the_keys_and_switches_them_off(reviewer: Reviewer) -> None:
    one = exam(kinds=[IncidentKind.FACE_ABSENT])
    reviewer.api.exams = [one]
    await reviewer.session(one)
    await reviewer.press("?")
    dialog = reviewer.page.get_by_role("dialog", name="Keyboard")
    for key in ("j", "k", "c", "d", "n", "u", "?", "Esc"):
        await expect(dialog.locator("kbd", has_text=key).first).to_be_visible()
    await reviewer.press("c")
    await dialog.get_by_label("Single-key shortcuts").uncheck()
    await reviewer.press("Escape")
    await expect(dialog).to_be_hidden()
    await reviewer.press("c", "d", "j")
    await expect(reviewer.page.get_by_text("0 of 1 reviewed")).to_be_visible()
    assert not any("PATCH" in call for call in reviewer.api.asked)
