"""What one crowd needs, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from proctor_audit_local.economics.bill_table import TOO_LARGE
from proctor_audit_local.economics.capacity import Capacity, Use
from proctor_audit_local.economics.figures import about, busy, count, milliseconds, percent, span
from proctor_audit_local.economics.outlook import Outlook
from proctor_audit_local.economics.quotas import CONNECTS_PER_S, UNLIMITED, Raised
from proctor_audit_local.economics.rehearsal import Rehearsal, Scene

_RAISED: Final[dict[Raised, str]] = {"on request": "ask", "no": "no", "parameter": "set", "by itself": "grows"}


def crowd_tables(outlook: Outlook) -> RenderableType:
    """Everything about one crowd."""
    capacity = outlook.capacity
    parts: list[RenderableType] = [_head(outlook), _uses(capacity.uses), Text()]
    if not capacity.crowd.exam.fits_a_browser:
        parts.append(Text(TOO_LARGE, style="yellow"))
    parts.extend(_remedies(capacity))
    parts.append(_places(outlook))
    if outlook.rehearsal is not None:
        parts.append(_rehearsal(outlook.rehearsal))
    return Group(*parts)


def _head(outlook: Outlook) -> Text:
    crowd, exam = outlook.everybody, outlook.everybody.exam
    return Text.assemble(
        (f"{outlook.candidates:,} candidates at once", "bold"),
        f", {exam.fps:g} frames a second, {exam.frames_per_message} a message: {count(crowd.messages_per_s)} "
        f"messages/s of {exam.service_ms:g} ms, which keep {count(crowd.busy_environments)} environments busy "
        f"(Little's law); {count(crowd.environments)} are needed so that one message in 100,000 finds none.\n"
        f"USD {outlook.usd_per_hour:,.2f} an hour.\n",
    )


def _uses(uses: Sequence[Use]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("limit, first met first")
    for name in ("used", "quota", "", "enough for"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("of each", no_wrap=True)
    table.add_column("raised", no_wrap=True)
    for use in uses:
        style = "bold red" if use.exceeded else ""
        table.add_row(
            use.quota.name,
            count(use.used),
            count(use.quota.limit),
            Text(percent(use), style=style),
            about(use.enough_for),
            use.quota.scope.replace("account and region", "region"),
            _RAISED[use.quota.raised],
        )
    return table


def _remedies(capacity: Capacity) -> Iterator[RenderableType]:
    exceeded = capacity.exceeded
    if not exceeded:
        yield Text("No limit is met: one stack in one region is enough.\n", style="green")
    for use in exceeded:
        yield Text.assemble((f"{use.quota.name}: ", "bold"), use.quota.remedy)
    if exceeded:
        yield Text()
    yield Text(
        "raised: ask – on request, by Service Quotas; set – by deploying with another parameter; grows – by itself "
        "with the load.",
        style="dim",
    )
    for name, told, _page in UNLIMITED:
        yield Text(f"{name}: {told}.", style="dim")
    yield Text()


def _places(outlook: Outlook) -> Text:
    capacity = outlook.capacity
    default, raised = capacity.places_needed, capacity.places_needed_raised
    spread = f"{span(capacity.connected_after_s(default))} in {default:,}, " if default > 1 else ""
    return Text.assemble(
        ("Accounts or regions needed: ", "bold"),
        f"{default:,} at these quotas, {raised:,} if AWS raises what it raises on request {outlook.raised:g} times.\n",
        ("Connecting all at once takes ", "bold"),
        f"{span(capacity.connected_after_s(1))} in one of them at {CONNECTS_PER_S:.0f} a second, {spread}"
        f"{span(capacity.connected_after_s(raised, times=outlook.raised))} in {raised:,} with the quota raised. "
        "Let candidates in over that time, not at the stroke of the hour.\n",
    )


def _rehearsal(rehearsal: Rehearsal) -> RenderableType:
    where = "one place" if rehearsal.places == 1 else f"one of {rehearsal.places:,} places"
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(f"simulated in {where}, {rehearsal.concurrency:,} environments at most")
    table.add_column("everybody at work", justify="right", no_wrap=True)
    table.add_column("the exam starts", justify="right", no_wrap=True)
    for name, cells in _scene_rows(rehearsal.steady, rehearsal.start):
        table.add_row(name, *cells)
    return table


def _scene_rows(*scenes: Scene) -> Iterator[tuple[str, list[str]]]:
    outcomes = [scene.outcome for scene in scenes]
    yield "candidates", [f"{scene.candidates:,}{_part(scene)}" for scene in scenes]
    yield "seconds", [f"{scene.seconds:g}" for scene in scenes]
    yield "messages", [count(outcome.messages) for outcome in outcomes]
    yield "lost for want of an environment", [_lost(scene) for scene in scenes]
    yield "environments there before", [count(scene.warm) for scene in scenes]
    yield "cold starts", [count(outcome.cold_starts) for outcome in outcomes]
    yield "most busy at once", [count(outcome.most_busy) for outcome in outcomes]
    yield "busy on average (by Little's law)", [busy(scene) for scene in scenes]
    for number, name in enumerate(("50 %", "95 %", "99 %")):
        yield f"answered within, {name}", [milliseconds(outcome.answers_ms[number]) for outcome in outcomes]


def _part(scene: Scene) -> str:
    return "" if scene.share >= 1 else f" ({scene.share:.2g} of all)"


def _lost(scene: Scene) -> str:
    lost = scene.outcome.lost
    return f"{lost:,} ({scene.outcome.lost_share:.1%})" if lost else "0"
