"""A socket is gone: its open incidents end, and the session waits for the next connection."""

from __future__ import annotations

from proctor_audit.judgement.judge import end_of_connection
from proctor_audit.judgement.state import encode
from proctor_audit.observability import logger
from proctor_audit.services.queue_message import session_news
from proctor_audit.services.session_cache import unpacked
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
        live = unpacked(item)
        state = end_of_connection(session_id, live.state, live.policy, round(now_s * 1000))
        # Sent before it is stored: should this process die in between, the incidents are told of rather than lost.
        if state.begun:
            try:
                queue.send(session_news(session_id, item.tenant_id, state, state.outbox))
                state = state.delivered()
            except Exception:
                logger.exception("incidents could not be queued; they go with the next message")
        try:
            sessions.release(session_id, connection_id, encode(state), item.version)
        except StaleVersion as stale:
            item = stale.current
            continue
        return True
    return False
