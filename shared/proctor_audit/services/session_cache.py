"""Sessions that this process judged last, so that the next message needs no read.

What stands here may be stale. Nothing is lost by that: every write names the version it builds upon, and the
loser gets what stands there instead.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState, decode
from proctor_audit.stores.sessions import SessionItem

_CAPACITY = 256


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session item with its state and policy unpacked."""

    item: SessionItem
    state: SessionState
    policy: Policy


def unpacked(item: SessionItem) -> LiveSession:
    """The item with its state and policy unpacked."""
    state = decode(item.state) if item.state else SessionState()
    return LiveSession(item, state, Policy.from_json(item.policy))


class SessionCache:
    """The most recently used sessions of this process."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[str, LiveSession] = OrderedDict()

    def get(self, session_id: str) -> LiveSession | None:
        """The session as it was last seen here."""
        return self._sessions.get(session_id)

    def put(self, session: LiveSession) -> None:
        """Remember the session; the least recently used one makes room."""
        self._sessions[session.item.session_id] = session
        self._sessions.move_to_end(session.item.session_id)
        if len(self._sessions) > _CAPACITY:
            self._sessions.popitem(last=False)

    def drop(self, session_id: str) -> None:
        """Forget the session."""
        self._sessions.pop(session_id, None)
