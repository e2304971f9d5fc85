"""Every state of the reviewer page, by name: how to get there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from playwright.async_api import expect

from proctor_audit.judgement.kinds import IncidentKind
from tests.e2e.browser.review.conftest import Reviewer
from tests.e2e.browser.review.exams import Exam, exam, long_exam, many, ordinary
from tests.e2e.browser.review.fake_api import WEAK_KEY

HOSTILE: Final = "<script>document.title='taken'</script><img src=x onerror=alert(1)>"
RIGHT_TO_LEFT: Final = "محمد \u202eالجبر"
AGAIN: Final = "dispatchEvent(new Event('online'))"


def _all_at_once() -> list[Exam]:
    live = exam("grace", kinds=[IncidentKind.LOOKING_AWAY], live=True)
    named = [exam(name, name, kinds=[IncidentKind.FACE_ABSENT]) for name in (HOSTILE, RIGHT_TO_LEFT, "x" * 10_000)]
    return [ordinary(), live, *named, *many(5)]


def _with_pictures_before() -> Exam:
    one = ordinary()
    one.incidents[0] = replace(one.incidents[0], evidence=("earlier-8", "earlier-4", *one.incidents[0].evidence))
    return one


async def _refused(reviewer: Reviewer, key: str) -> None:
    await reviewer.open()
    await reviewer.sign_in(key)
    await expect(reviewer.page.get_by_role("alert")).not_to_be_empty()


async def _wrong_key(reviewer: Reviewer) -> None:
    await _refused(reviewer, "wrong")


async def _key_without_the_scope(reviewer: Reviewer) -> None:
    await _refused(reviewer, WEAK_KEY)


async def _key_revoked(reviewer: Reviewer) -> None:
    one = ordinary()
    reviewer.api.exams = [one]
    await reviewer.session(one)
    reviewer.api.refusal = "api_key_revoked"
    await reviewer.press("j", "c")
    await expect(reviewer.page.get_by_role("alert")).to_contain_text("revoked")


async def _list(reviewer: Reviewer) -> None:
    reviewer.api.exams = _all_at_once()
    await reviewer.see_list()
    await expect(reviewer.page.locator(".row")).to_have_count(10)


async def _list_with_its_filters(reviewer: Reviewer) -> None:
    await _list(reviewer)
    await reviewer.page.get_by_label("Kind of incident").select_option("face_absent")
    await expect(reviewer.page.locator(".row")).not_to_have_count(10)


async def _list_of_none(reviewer: Reviewer) -> None:
    await reviewer.see_list()
    await expect(reviewer.page.locator(".empty")).to_be_visible()


async def _nothing_found(reviewer: Reviewer) -> None:
    await _list(reviewer)
    await reviewer.page.get_by_role("searchbox", name="Candidate").fill("nobody")
    await expect(reviewer.page.get_by_text("No session fits")).to_be_visible()


async def _list_out_of_date(reviewer: Reviewer) -> None:
    await _list(reviewer)
    reviewer.api.away = True
    await reviewer.page.evaluate(AGAIN)
    await expect(reviewer.page.get_by_text("may be out of date")).to_be_visible()


async def _shown(reviewer: Reviewer, one: Exam) -> None:
    reviewer.api.exams = [one]
    await reviewer.session(one)
    await expect(reviewer.page.locator("article")).to_have_count(len(one.report(reviewer.api.link)["incidents"]))
    if one.incidents:
        await reviewer.page.wait_for_function("[...document.images].slice(0, 3).every((one) => one.complete)")


async def _session(reviewer: Reviewer) -> None:
    await _shown(reviewer, _with_pictures_before())


async def _session_going_on(reviewer: Reviewer) -> None:
    await _shown(reviewer, exam("grace", kinds=[IncidentKind.LOOKING_AWAY, IncidentKind.TAB_HIDDEN], live=True))


async def _session_gone_silent(reviewer: Reviewer) -> None:
    one = exam("grace", kinds=[IncidentKind.LOOKING_AWAY], live=True)
    one.add(IncidentKind.MONITORING_GAP, 2600, 42, ended_at_ms=None, state="opened")
    await _shown(reviewer, one)


async def _session_without_incidents(reviewer: Reviewer) -> None:
    await _shown(reviewer, exam("calm"))


async def _session_without_frames(reviewer: Reviewer) -> None:
    one = exam("early", kinds=[IncidentKind.TAB_HIDDEN])
    one.facts = replace(one.facts, frames=0, uncertain_frames=0, first_frame_at=None, last_frame_at=None, heard_at=None)
    await _shown(reviewer, one)


async def _session_of_hostile_names(reviewer: Reviewer) -> None:
    await _shown(reviewer, exam(HOSTILE + "x" * 10_000, RIGHT_TO_LEFT, kinds=[IncidentKind.FACE_ABSENT]))


async def _session_in_which_much_was_seen(reviewer: Reviewer) -> None:
    await _shown(reviewer, long_exam(120))


async def _judging(reviewer: Reviewer) -> None:
    await _session(reviewer)
    await reviewer.press("j", "c", "j", "d")
    await expect(reviewer.page.get_by_text("Dismissed by")).to_be_visible()
    await reviewer.press("n")
    await reviewer.page.keyboard.type("The door bell rang.")


async def _judged(reviewer: Reviewer) -> None:
    await _session(reviewer)
    for _ in range(7):
        await reviewer.press("j", "c")
    await expect(reviewer.page.get_by_text("All 7 reviewed")).to_be_visible()


async def _undone(reviewer: Reviewer) -> None:
    await _session(reviewer)
    await reviewer.press("j", "d")
    await expect(reviewer.page.get_by_text("Dismissed by")).to_be_visible()
    await reviewer.press("u")
    await expect(reviewer.page.get_by_role("status").filter(has_text="Undone")).to_be_visible()


async def _not_saved(reviewer: Reviewer) -> None:
    await _session(reviewer)
    reviewer.api.away = True
    await reviewer.press("j", "c")
    await expect(reviewer.page.get_by_text("Not saved.")).to_be_visible()


async def _help(reviewer: Reviewer) -> None:
    await _session(reviewer)
    await reviewer.press("?")
    await expect(reviewer.page.get_by_role("dialog")).to_be_visible()


async def _picture(reviewer: Reviewer) -> None:
    await _session(reviewer)
    await reviewer.page.get_by_role("button", name="Enlarge").first.click()
    await expect(reviewer.page.get_by_role("dialog")).to_be_visible()


async def _pictures_gone(reviewer: Reviewer) -> None:
    reviewer.api.pictures_gone = True
    await _shown(reviewer, _with_pictures_before())
    await expect(reviewer.page.locator("img[data-state=failed]").first).to_be_attached()


async def _downloads(reviewer: Reviewer) -> None:
    await _session(reviewer)
    await reviewer.page.get_by_text("Download").click()


async def _session_out_of_date(reviewer: Reviewer) -> None:
    await _session(reviewer)
    reviewer.api.away = True
    await reviewer.page.evaluate(AGAIN)
    await expect(reviewer.page.get_by_text("may be out of date")).to_be_visible()


async def _no_such_session(reviewer: Reviewer) -> None:
    await reviewer.open("#/sessions/gone")
    await reviewer.sign_in()
    await expect(reviewer.page.get_by_role("heading", name="There is no such session.")).to_be_visible()


async def _signing_in(reviewer: Reviewer) -> None:
    await reviewer.open()
    await expect(reviewer.page.get_by_label("API key")).to_be_visible()


STATES: Final[dict[str, Callable[[Reviewer], Awaitable[None]]]] = {
    "sign-in": _signing_in,
    "sign-in-wrong-key": _wrong_key,
    "sign-in-key-without-the-scope": _key_without_the_scope,
    "sign-in-key-revoked": _key_revoked,
    "list": _list,
    "list-filtered": _list_with_its_filters,
    "list-of-none": _list_of_none,
    "list-nothing-found": _nothing_found,
    "list-out-of-date": _list_out_of_date,
    "session": _session,
    "session-going-on": _session_going_on,
    "session-gone-silent": _session_gone_silent,
    "session-without-incidents": _session_without_incidents,
    "session-without-frames": _session_without_frames,
    "session-of-hostile-names": _session_of_hostile_names,
    "session-much-seen": _session_in_which_much_was_seen,
    "session-judging": _judging,
    "session-judged": _judged,
    "session-undone": _undone,
    "session-not-saved": _not_saved,
    "session-help": _help,
    "session-picture": _picture,
    "session-pictures-gone": _pictures_gone,
    "session-downloads": _downloads,
    "session-out-of-date": _session_out_of_date,
    "session-missing": _no_such_session,
}
