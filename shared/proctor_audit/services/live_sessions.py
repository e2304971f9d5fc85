"""Sessions while they go on: who may speak for one, one conditional write a message, and incidents on their way out.

Frames and what the browser tells are judged in different processes over the same session item. The write names the
version that it builds upon; who loses a race judges again with what stands there instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from proctor_audit import observability
from proctor_audit.errors import SessionUnavailable
from proctor_audit.judgement.state import SessionState, encode
from proctor_audit.services.session_cache import LiveSession, SessionCache, unpacked
from proctor_audit.services.session_news import session_news
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore, StaleVersion
from proctor_audit.values import dataclass

_ATTEMPTS = 8


class Judged(Protocol):
    """What a message led to."""

    @property
    def state(self) -> SessionState:
        """What to remember; the same object when nothing changed."""


_Judgement = TypeVar("_Judgement", bound=Judged)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who sends a message: the identity that the authorizer put into the connection."""

    session_id: str
    tenant_id: str
    connection_id: str


class LiveSessions:
    """The sessions that a process judges.

    Args:
        store: of the session items.
        queue: by which incidents go out.
        now_s: the clock.
    """

    def __init__(self, store: SessionStore, queue: Queue, now_s: Callable[[], float]) -> None:
        self.cache = SessionCache()
        self._store = store
        self._queue = queue
        self._now_s = now_s

    def now_ms(self) -> int:
        return round(self._now_s() * 1000)

    def read(self, session_id: str) -> LiveSession | None:
        """The session as it stands now."""
        item = self._store.get(session_id)
        known = self.cache.get(session_id)
        if item is None or (known is not None and known.item.version == item.version):
            # What this process has sent since its write, the item does not know yet.
            return known if item is not None else None
        session = unpacked(item)
        return replace(session, shared=session.state.begun if known is None else known.shared)

    def checked(self, speaker: Speaker, session: LiveSession | None) -> LiveSession:
        """The session, if the speaker may speak for it.

        Raises:
            SessionUnavailable: ``session_expired``, ``session_revoked`` or ``session_superseded``.
        """
        if session is None or session.item.expires_s <= self._now_s():
            raise SessionUnavailable("session_expired", "This session is over; its frames are no longer judged.")
        if session.item.revoked:
            raise SessionUnavailable("session_revoked", "This session has been revoked.")
        if session.item.connection_id != speaker.connection_id:
            raise SessionUnavailable("session_superseded", "A newer connection has taken over this session.")
        return session

    def stored(
        self,
        speaker: Speaker,
        session: LiveSession,
        judge: Callable[[LiveSession], _Judgement],
        lost_race: Callable[[], None] = lambda: None,
    ) -> tuple[_Judgement, LiveSession, bool]:
        """Judge and store; the loser of a race judges again with what the winner stored.

        Args:
            speaker: who sent the message.
            session: as it is known.
            judge: says what the message leads to.
            lost_race: is told of every race that was lost.

        Returns:
            What the message led to, the session as it stands now, and whether anything had to be stored.

        Raises:
            SessionUnavailable: ``session_busy``, or what ``checked`` raises.
        """
        for _ in range(_ATTEMPTS):
            judgement = judge(session)
            if judgement.state is session.state:
                return judgement, session, False
            try:
                item = self._store.save_state(session.item, encode(judgement.state))
            except StaleVersion as stale:
                lost_race()
                self.cache.drop(speaker.session_id)
                session = self.checked(speaker, unpacked(stale.current, shared=True) if stale.current else None)
                continue
            return judgement, replace(session, item=item, state=judgement.state), True
        raise SessionUnavailable("session_busy", "Too many messages at once; send one and wait for its reply.")

    def publish(self, speaker: Speaker, session: LiveSession) -> None:
        """Send the incidents and remember that; what cannot be sent now stays in the outbox for the next message."""
        state = session.state
        if state.outbox:
            try:
                self._queue.send(session_news(speaker.session_id, speaker.tenant_id, state, state.outbox))
                state = state.delivered()
            except Exception:
                observability.logger.exception("incidents could not be queued; they go with the next message")
        self.cache.put(replace(session, state=state))
