"""Judges a browser message: events → judged with the session's state → one conditional write, without any picture."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from proctor_audit.errors import InvalidMessage, ProctorAuditError, SessionUnavailable
from proctor_audit.judgement.activity import EVENTS_PER_SECOND
from proctor_audit.judgement.browser import BrowserJudgement, judge_events
from proctor_audit.protocol.browser_events import BrowserEvent, RefusedEvent, parse_browser_message
from proctor_audit.protocol.replies import error_reply, message_reply
from proctor_audit.services.live_sessions import LiveSessions, Speaker
from proctor_audit.services.session_cache import LiveSession
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore


class Browsing:
    """Judges what the browsers of any number of candidates tell, one message after the other."""

    def __init__(self, sessions: SessionStore, queue: Queue, now_s: Callable[[], float] = time.time) -> None:
        self._live = LiveSessions(sessions, queue, now_s)

    def reply_to(self, speaker: Speaker, body: str | None) -> str:
        """The reply to a browser message; what is wrong with it is told in the reply."""
        try:
            items = parse_browser_message(body)
            # Frames are judged elsewhere, twice a second: what was known is rarely so any more.
            session = self._live.checked(speaker, self._live.read(speaker.session_id))
            received_at_ms = self._live.now_ms()
            if session.state.activity.budget_at(received_at_ms) < len(items):
                raise SessionUnavailable("too_fast", f"More than {EVENTS_PER_SECOND} events a second; slow down.")
            judgement = self._judged(speaker, session, items, received_at_ms)
        except ProctorAuditError as error:
            return message_reply([error_reply(error)], batch=False)
        return json.dumps(browser_reply(items, judgement), separators=(",", ":"), ensure_ascii=False)

    def _judged(
        self,
        speaker: Speaker,
        session: LiveSession,
        items: Sequence[BrowserEvent | RefusedEvent],
        received_at_ms: int,
    ) -> BrowserJudgement:
        events = [item for item in items if isinstance(item, BrowserEvent)]

        def judge(current: LiveSession) -> BrowserJudgement:
            return judge_events(speaker.session_id, current.state, events, current.policy, received_at_ms)

        judgement, session, changed = self._live.stored(speaker, session, judge)
        if changed:
            self._live.publish(speaker, session)
        else:
            # Nothing to store; that repeats were work too is only noted here.
            activity = session.state.activity.spent(len(items), received_at_ms)
            self._live.cache.put(replace(session, state=replace(session.state, activity=activity)))
        return judgement


def browser_reply(items: Sequence[BrowserEvent | RefusedEvent], judgement: BrowserJudgement) -> dict[str, Any]:
    """The reply to a browser message.

    Args:
        items: of the message.
        judgement: of those that were not refused.
    """
    errors: list[dict[str, Any]] = []
    counted = 0
    for number, item in enumerate(items):
        if isinstance(item, RefusedEvent):
            errors.append(item.error.payload())
            continue
        if counted in judgement.untimely:
            before = InvalidMessage("event_too_old", "The event was over before the exam began.", event=number)
            errors.append(before.payload())
        counted += 1
    return {
        "type": "browser",
        "events": len(items) - len(errors),
        "incidents": [{"id": i.id, "kind": i.kind, "state": i.state} for i in judgement.changes],
        "score": judgement.score,
        "errors": errors,
    }
