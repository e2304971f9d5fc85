"""The list of sessions: worst first, filtered, searched, page by page, up to date."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from proctor_audit.judgement.kinds import IncidentKind
from tests.e2e.browser.review.conftest import Reviewer
from tests.e2e.browser.review.exams import Exam, exam, many, ordinary

pytestmark = pytest.mark.asyncio(loop_scope="session")


def some() -> list[Exam]:
    return [
        exam("charles"),
        ordinary(),
        exam("emmy", "topology", kinds=[IncidentKind.TAB_HIDDEN]),
        exam("grace", kinds=[IncidentKind.LOOKING_AWAY], live=True),
    ]


async def test_the_highest_score_comes_first(reviewer: Reviewer) -> None:
    reviewer.api.exams = some()
    await reviewer.see_list()
    await expect(reviewer.page.locator(".row")).to_have_count(4)
    scores = [int(text) for text in await reviewer.page.locator(".row .value").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1] == 0


@pytest.mark.parametrize(
    ("label", "value", "left"),
    [
        ("Candidate", "ada", ["ada.lovelace@example.org"]),
        ("Exam", "topology", ["emmy"]),
        ("Kind of incident", "looking_away", ["ada.lovelace@example.org", "grace"]),
        ("Score", "30", ["ada.lovelace@example.org"]),
        ("Status", "open", ["grace"]),
        ("Review", "true", ["charles"]),
    ],
)
async def test_filters(reviewer: Reviewer, label: str, value: str, left: list[str]) -> None:
    reviewer.api.exams = some()
    await reviewer.see_list()
    if label in ("Candidate", "Exam"):
        await reviewer.page.get_by_role("searchbox", name=label).fill(value)
    else:
        await reviewer.page.get_by_role("combobox", name=label, exact=True).select_option(value)
    await expect(reviewer.page.locator(".row h2")).to_have_text(left)
    # The address finds the same again.
    await reviewer.page.reload()
    await expect(reviewer.page.locator(".row h2")).to_have_text(left)
    await reviewer.page.get_by_role("button", name="Clear filters").click()
    await expect(reviewer.page.locator(".row")).to_have_count(4)


async def test_what_fits_no_filter_and_what_is_not_there_yet_are_told_apart(reviewer: Reviewer) -> None:
    await reviewer.see_list()
    await expect(reviewer.page.get_by_text("There are no sessions yet.")).to_be_visible()
    await reviewer.page.get_by_role("searchbox", name="Candidate").fill("nobody")
    await expect(reviewer.page.get_by_text("No session fits these filters.")).to_be_visible()


async def test_five_hundred_sessions_come_page_by_page_and_each_once(reviewer: Reviewer) -> None:
    reviewer.api.exams = many(500)
    await reviewer.see_list()
    rows = reviewer.page.locator(".row")
    await expect(rows).to_have_count(50)
    for shown in (200, 350, 500):
        await reviewer.page.get_by_role("button", name="Show more").click()
        await expect(rows).to_have_count(shown)
    await expect(reviewer.page.get_by_role("button", name="Show more")).to_be_hidden()
    assert len(set(await reviewer.candidates())) == 500
    assert all(int(call.split("limit=")[1].split("&")[0]) <= 200 for call in reviewer.api.asked)


async def test_keys_walk_through_the_list_and_back_finds_the_place(reviewer: Reviewer) -> None:
    reviewer.api.exams = some()
    await reviewer.see_list()
    await expect(reviewer.page.locator(".row")).to_have_count(4)
    await reviewer.press("j", "ArrowDown", "k", "j")
    second = reviewer.page.locator(".row h2 a").nth(1)
    await expect(second).to_be_focused()
    name = await second.inner_text()
    await reviewer.press("Enter")
    await expect(reviewer.page.get_by_role("heading", level=1, name=name)).to_be_focused()
    await reviewer.press("Escape")
    await expect(reviewer.page.get_by_role("link", name=name)).to_be_focused()
    await reviewer.press("/")
    await expect(reviewer.page.get_by_role("searchbox", name="Candidate")).to_be_focused()
    await reviewer.page.keyboard.type(name[:4])
    await reviewer.press("Enter")
    await expect(reviewer.page.get_by_role("link", name=name)).to_be_focused()


async def test_the_list_follows_what_happens_without_losing_the_focus(reviewer: Reviewer) -> None:
    going_on = exam("grace", kinds=[IncidentKind.LOOKING_AWAY], live=True)
    reviewer.api.exams = [going_on, exam("emmy", kinds=[IncidentKind.TAB_HIDDEN, IncidentKind.FACE_ABSENT])]
    await reviewer.see_list()
    await expect(reviewer.page.locator(".row h2")).to_have_text(["emmy", "grace"])
    await reviewer.press("j", "j")
    await expect(reviewer.page.get_by_role("link", name="grace")).to_be_focused()
    for at_s in range(100, 1000, 100):
        going_on.add(IncidentKind.MULTIPLE_FACES, at_s, 20)
    await reviewer.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(reviewer.page.locator(".row h2")).to_have_text(["grace", "emmy"])
    await expect(reviewer.page.get_by_role("link", name="grace")).to_be_focused()


async def test_while_the_server_is_away_the_rows_stay_and_the_page_says_so(reviewer: Reviewer) -> None:
    reviewer.api.exams = some()
    await reviewer.see_list()
    await expect(reviewer.page.locator(".row")).to_have_count(4)
    reviewer.api.away = True
    await reviewer.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(reviewer.page.get_by_text("may be out of date")).to_be_visible()
    await expect(reviewer.page.locator(".row")).to_have_count(4)
    reviewer.api.away = False
    await reviewer.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(reviewer.page.get_by_text("may be out of date")).to_be_hidden()
