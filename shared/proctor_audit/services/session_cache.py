"""Sessions that this process judged last, so that the next message needs no read.

What stands here may be stale. Nothing is lost by that: every write names the version it builds upon, and the
loser gets what stands there instead.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache

from proctor_audit import observability
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState, decode
from proctor_audit.stores.sessions import SessionItem
from proctor_audit.values import dataclass

_CAPACITY = 256


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session item with its state and policy unpacked.

    Attributes:
        item: as it was read or written last.
        state: unpacked.
        policy: unpacked.
        shared: other processes judge this session, too: one of them was faster once.
    """

    item: SessionItem
    state: SessionState
    policy: Policy
    shared: bool = False

    def may_be_current(self, first_seq: int | None) -> bool:
        """Whether no other process can be seen to have judged frames since.

        A write that builds upon what is stale costs five times as much as a read. So where several processes judge a
        session, only what ends right before the message's first frame is built upon.
        """
        return not self.shared or first_seq is None or first_seq <= self.state.seq + 1


def unpacked(item: SessionItem, *, shared: bool = False) -> LiveSession:
    """The item with its state and policy unpacked."""
    return LiveSession(item, _state(item), _policy(item.policy), shared)


def _state(item: SessionItem) -> SessionState:
    if not item.state:
        return SessionState()
    try:
        return decode(item.state)
    except ValueError:
        # Of another version, which was replaced while the session was open: what is learned anew in seconds must not
        # end an exam, nor make lists unreadable.
        observability.logger.warning("a session's state cannot be read and begins anew", extra={"id": item.session_id})
        return SessionState()


_policy = lru_cache(maxsize=_CAPACITY)(Policy.from_json)


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
