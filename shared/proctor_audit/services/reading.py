"""A session is read while its pictures are decoded."""

from __future__ import annotations

from threading import Thread

from proctor_audit.stores.sessions import SessionItem, SessionStore


class Reading:
    """A read of a session's item, begun.

    In a thread of its own, which is quickly started; a pool of ``concurrent.futures`` would import logging and more
    before the first frame.

    Args:
        sessions: where it is.
        session_id: of the session.
    """

    def __init__(self, sessions: SessionStore, session_id: str) -> None:
        self._item: SessionItem | None = None
        self._error: BaseException | None = None
        self._thread = Thread(target=self._read, args=(sessions, session_id), name="session-read", daemon=True)
        self._thread.start()

    def item(self) -> SessionItem | None:
        """The item, None when there is none; waits for it. What the store raises, is raised here."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._item

    def _read(self, sessions: SessionStore, session_id: str) -> None:
        try:
            self._item = sessions.get(session_id)
        except BaseException as error:
            self._error = error
