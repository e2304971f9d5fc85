"""One session: what is shown of it, evidence whose links expire, a session that goes on, files to keep."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.async_api import expect

from proctor_audit.judgement.kinds import IncidentKind
from tests.e2e.browser.review.conftest import Reviewer
from tests.e2e.browser.review.exams import exam, long_exam, ordinary
from tests.e2e.browser.review.states import AGAIN

pytestmark = pytest.mark.asyncio(loop_scope="session")

MOST_FIRST = [
    "More than one face",
    "Nobody in view",
    "Looking away",
    "Looking away",
    "Exam's tab hidden",
    "Mouth moving as in speech",
    "Clipboard used",
]
"""Makes the page ask for what is new without waiting for its time."""


async def test_the_score_is_shown_with_what_it_is_made_of(reviewer: Reviewer) -> None:
    one = ordinary()
    score = one.report(reviewer.api.link)["score"]
    reviewer.api.exams = [one]
    await reviewer.session(one)
    panel = reviewer.page.get_by_role("region", name="Score")
    await expect(panel).to_contain_text(str(score["value"]))
    await expect(panel).to_contain_text(score["summary"])
    for part in score["contributions"]:
        await expect(panel.get_by_role("listitem").filter(has_text=part["title"])).to_contain_text(
            f"{part['points']:.1f}"
        )


async def test_every_lane_of_the_timeline_is_drawn_and_told(reviewer: Reviewer) -> None:
    one = ordinary()
    reviewer.api.exams = [one]
    await reviewer.session(one)
    drawn = reviewer.page.get_by_role("img", name="Timeline")
    await expect(drawn).to_have_attribute(
        "aria-label", "Timeline. Camera: 5; Browser: 2; Gaps: 1; Picture quality: 1. The incidents below tell the same."
    )
    assert await drawn.locator(".span").count() == 9
    # A click on what happened leads to its card.
    await drawn.locator(".span[data-id]").last.click()
    await expect(reviewer.page.locator("article:focus")).to_contain_text("Clipboard used")


async def test_incidents_are_in_the_order_that_is_asked_for_and_of_the_kind(reviewer: Reviewer) -> None:
    one = ordinary()
    reviewer.api.exams = [one]
    await reviewer.session(one)
    titles = reviewer.page.locator("article h3 > span:last-child")
    points = [
        float(text.split("+")[1].split()[0]) for text in await reviewer.page.locator("article .facts").all_inner_texts()
    ]
    assert points == sorted(points, reverse=True)
    await expect(titles).to_have_count(7)
    await reviewer.page.get_by_role("combobox", name="Order").select_option("time")
    times = await reviewer.page.locator("article .at").all_inner_texts()
    assert times == sorted(times, key=lambda text: [int(part) for part in text.split(":")])
    await reviewer.page.get_by_role("button", name="Looking away", exact=True).click()
    await expect(titles).to_have_text(["Looking away"] * 2)
    await reviewer.page.get_by_role("combobox", name="Show").select_option("")
    await expect(titles).to_have_count(7)


async def test_a_picture_whose_link_has_expired_is_loaded_again(reviewer: Reviewer) -> None:
    one = ordinary()
    reviewer.api.exams = [one]
    # Links have expired by the time at which they are used.
    report = one.report(reviewer.api.link)
    reviewer.api.expire_links()
    await reviewer.page.route("**/sessions/*", lambda route: route.fulfill(json=report), times=1)
    await reviewer.session(one)
    await reviewer.page.locator("article img").first.scroll_into_view_if_needed()
    await expect(reviewer.page.locator("article img").first).to_have_attribute("data-state", "there")
    await reviewer.page.get_by_role("button", name="Enlarge").first.click()
    await expect(reviewer.page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    await reviewer.press("Escape")
    await expect(reviewer.page.get_by_role("dialog")).to_be_hidden()


async def test_a_picture_that_is_gone_is_said_to_be(reviewer: Reviewer) -> None:
    one = exam(kinds=[IncidentKind.FACE_ABSENT])
    reviewer.api.exams = [one]
    await reviewer.page.route("**/evidence/**", lambda route: route.fulfill(status=404))
    await reviewer.session(one)
    await expect(reviewer.page.get_by_text("Picture not available").first).to_be_visible()


async def test_a_live_session_follows_and_a_picture_that_is_there_keeps_its_link(reviewer: Reviewer) -> None:
    one = exam("grace", kinds=[IncidentKind.FACE_ABSENT, IncidentKind.LOOKING_AWAY], live=True)
    reviewer.api.exams = [one]
    await reviewer.session(one)
    picture = reviewer.page.locator("article img").first
    await expect(picture).to_have_attribute("data-state", "there")
    source = await picture.get_attribute("src")
    await reviewer.press("j", "j")
    at = await reviewer.page.evaluate("[scrollY, document.activeElement.dataset.incident]")
    reviewer.api.expire_links()
    one.add(IncidentKind.MULTIPLE_FACES, 2600, 12)
    await expect(reviewer.page.locator("article")).to_have_count(3)
    await expect(reviewer.page.get_by_text("1 new incident.")).to_be_visible()
    assert await picture.get_attribute("src") == source
    assert await reviewer.page.evaluate("[scrollY, document.activeElement.dataset.incident]") == at


async def test_pictures_from_before_stand_before_the_others_also_when_they_come_later(reviewer: Reviewer) -> None:
    one = exam("grace", kinds=[IncidentKind.FACE_ABSENT], live=True)
    reviewer.api.exams = [one]
    await reviewer.session(one)
    captions = reviewer.page.locator("article figcaption")
    await expect(captions).to_have_text(["First sign", "Confirmed", "Last"])
    (shown,) = one.incidents
    one.incidents[:] = [replace(shown, evidence=("earlier-10", "earlier-4", "earlier-1", *shown.evidence))]
    await reviewer.page.evaluate(AGAIN)
    before = ["10 s before", "4 s before", "1 s before"]
    await expect(captions).to_have_text([*before, "First sign", "Confirmed", "Last"])
    await expect(reviewer.page.locator("article img[data-state=there]")).to_have_count(6)


async def test_what_is_written_outlasts_an_update(reviewer: Reviewer) -> None:
    one = exam("grace", kinds=[IncidentKind.FACE_ABSENT], live=True)
    reviewer.api.exams = [one]
    await reviewer.session(one)
    await reviewer.press("n")
    await reviewer.page.keyboard.type("Half a sen")
    one.add(IncidentKind.MULTIPLE_FACES, 2600, 12)
    await reviewer.page.evaluate(AGAIN)
    await expect(reviewer.page.locator("article")).to_have_count(2)
    await reviewer.page.keyboard.type("tence")
    await expect(reviewer.page.get_by_label("Note")).to_have_value("Half a sentence")


@pytest.mark.parametrize(("label", "ending"), [("PDF", "pdf"), ("Web page", "html"), ("CSV", "csv"), ("JSON", "json")])
async def test_a_report_is_saved_under_the_name_that_the_server_gives(
    reviewer: Reviewer, label: str, ending: str
) -> None:
    one = ordinary()
    reviewer.api.exams = [one]
    await reviewer.session(one)
    await reviewer.page.get_by_text("Download").click()
    async with reviewer.page.expect_download() as saving:
        await reviewer.page.get_by_role("button", name=label, exact=True).click()
    assert (await saving.value).suggested_filename == f"report.{ending}"
    await expect(reviewer.page.get_by_role("status").filter(has_text="downloaded")).to_be_visible()


async def test_a_session_that_is_not_there_is_said_to_be(reviewer: Reviewer) -> None:
    await reviewer.open("#/sessions/gone")
    await reviewer.sign_in()
    await expect(reviewer.page.get_by_role("heading", name="There is no such session.")).to_be_visible()
    await reviewer.press("Escape")
    await expect(reviewer.page.get_by_role("heading", name="Sessions")).to_be_visible()


async def test_two_thousand_incidents_are_all_there_and_only_those_in_sight_are_laid_out(reviewer: Reviewer) -> None:
    one = long_exam(2000)
    reviewer.api.exams = [one]
    await reviewer.session(one)
    cards = reviewer.page.locator("article")
    await expect(cards).to_have_count(2000)
    assert await reviewer.page.locator(".span").count() < 1000
    # Pictures far below are not fetched.
    loaded = await reviewer.page.locator("img[data-state=there]").count()
    assert loaded < 200
    skipped = "(cards) => !cards.at(-1).checkVisibility({contentVisibilityAuto: true})"
    assert await reviewer.page.evaluate(f"({skipped})([...document.querySelectorAll('article h3')])")
    await reviewer.press("j", "j", "j")
    await expect(cards.nth(2)).to_be_focused()


async def test_names_that_mean_harm_are_only_text(reviewer: Reviewer) -> None:
    candidate, of = "<script>document.title='taken'</script>" + "x" * 10_000, "\u202eالجبر<img src=x onerror=alert(1)>"
    one = exam(candidate, of, kinds=[IncidentKind.FACE_ABSENT])
    reviewer.api.exams = [one]
    await reviewer.see_list()
    await expect(reviewer.page.locator(".row .name").first).to_have_text(candidate)
    await reviewer.page.locator(".row h2 a").click()
    await expect(reviewer.page.get_by_role("heading", level=1)).to_have_text(candidate)
    await expect(reviewer.page.locator("dd bdi")).to_have_text(of)
    assert await reviewer.page.locator("main script, main [onerror]").count() == 0
    assert "taken" not in (await reviewer.page.title()).split("<")[0]
    assert await reviewer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
