"""Plays pictures with times through a running stack, as a candidate's browser would send them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from proctor_audit.client import ExamStream, Frame, Pacer, SessionAccess, get_report
from proctor_audit.judgement.kinds import NOTES, IncidentKind

_REPORT_PATIENCE_S = 20.0


@dataclass(slots=True)
class Playback:
    """How a playback went."""

    frames: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)
    anomalies: int = 0
    uncertain: int = 0
    opened: dict[str, str] = field(default_factory=dict)
    round_trips_ms: list[float] = field(default_factory=list)
    last: dict[str, Any] = field(default_factory=dict)

    def take(self, replies: Iterable[dict[str, Any]]) -> None:
        """Count the replies of a message."""
        for reply in replies:
            self.frames += 1
            if reply["type"] == "error":
                self.errors.append(reply["error"])
                continue
            self.last = reply
            self.anomalies += reply["status"] == "anomaly"
            self.uncertain += reply["status"] == "uncertain"
            self.opened.update({i["id"]: i["kind"] for i in reply["incidents"]})


RECORDED = {"recorded": True}
"""Policy of a session that a recording is played to: its own times count, however fast it is played."""


async def play(
    access: SessionAccess,
    pictures: Iterable[tuple[float, bytes | Callable[[], bytes]]],
    duration_s: float,
    speed: float,
    watch: Callable[[float, Playback], None],
    *,
    every: bool = False,
) -> Playback:
    """Send pictures at their times, faster by ``speed``: those that the server asks for, in batches as it asks.

    The session is one opened with ``RECORDED``; the recording ends at the present.

    Args:
        access: the session.
        pictures: seconds from the start, and the encoded picture or what encodes it; in order.
        duration_s: of the whole.
        speed: 1 plays in real time.
        watch: is told after every message how many seconds have been played, and how it went so far.
        every: send every picture, however seldom the server asks for one.
    """
    playback = Playback()
    began_s = time.monotonic()
    first_ms = time.time() * 1000 - duration_s * (1 - 1 / speed) * 1000

    async with ExamStream(access) as stream:
        pacer = Pacer(stream.pace, every=every)

        async def send(t_s: float) -> None:
            await asyncio.sleep(max(0.0, began_s + t_s / speed - time.monotonic()))
            message, sent_s = pacer.message(), time.perf_counter()
            replies = await stream.send(message)
            playback.round_trips_ms.append((time.perf_counter() - sent_s) * 1000)
            playback.take(replies)
            pacer.ask(stream.pace)
            watch(t_s, playback)

        t_s = 0.0
        for t_s, image in pictures:
            pacer.offer(Frame(image, round(first_ms + t_s * 1000)))
            while pacer.full:
                await send(t_s)
        while pacer.waiting:
            await send(t_s)
    return playback


async def settled_report(api_url: str, api_key: str, session_id: str, playback: Playback) -> dict[str, Any]:
    """The report once every incident of the playback has come through the queue, or as it stands after a while."""
    deadline_s = time.monotonic() + _REPORT_PATIENCE_S
    while True:
        report = await asyncio.to_thread(get_report, api_url, api_key, session_id)
        recorded = {i["id"] for i in report["incidents"] if i["ended_at"]}
        # Poor pictures have no ids in a report: they are counted.
        notes = sum(kind == IncidentKind.POOR_PICTURE for kind in playback.opened.values())
        noted = sum(period["ended_at"] is not None for period in report["quality"]["periods"])
        awaited = {i for i, kind in playback.opened.items() if kind not in NOTES}
        if (
            awaited <= recorded and notes <= noted and not report["session"]["connected"]
        ) or time.monotonic() > deadline_s:
            return report
        await asyncio.sleep(0.2)
