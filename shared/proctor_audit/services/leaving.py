"""A socket is gone: its open incidents end, and the session waits for the next connection."""

from __future__ import annotations

from proctor_audit import observability
from proctor_audit.judgement.browser import connection_ended
from proctor_audit.judgement.judge import end_of_connection
from proctor_audit.judgement.state import encode
from proctor_audit.services.session_cache import unpacked
from proctor_audit.services.session_news import session_news
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore, StaleVersion

_ATTEMPTS = 8


def leave(sessions: SessionStore, queue: Queue, session_id: str, connection_id: str, now_s: float) -> bool:
    """End what the socket left open and tell the records how far the session has come.

    Returns:
        False when the session is gone or another socket speaks for it: then there is nothing to end.
    """
    item = sessions.get(session_id)
    for _ in range(_ATTEMPTS):
        if item is None or item.connection_id != connection_id:
            return False
        left_at_ms = round(now_s * 1000)
        session = unpacked(item)
        state = connection_ended(session_id, session.state, session.state.timeline_ms(left_at_ms), session.policy)
        state = end_of_connection(session_id, state)
        try:
            sessions.release(session_id, connection_id, encode(state), item.version)
        except StaleVersion as stale:
            item = stale.current
            continue
        if state.watched or state.outbox:
            # Stored first: what cannot be sent now is still in the outbox when the candidate comes back.
            queue.send(session_news(session_id, item.tenant_id, state, state.outbox, left_at_ms=left_at_ms))
        return True
    observability.logger.warning("a socket could not be released", extra={"session_id": session_id})
    return False
