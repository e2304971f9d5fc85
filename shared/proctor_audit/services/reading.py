"""A session is read while its pictures are decoded."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

_Read = TypeVar("_Read")


class Reading(Generic[_Read]):
    """A read, begun.

    In a thread of its own, which is quickly started; a pool of ``concurrent.futures`` would import logging and more
    before the first frame.

    Args:
        read: does it.
    """

    def __init__(self, read: Callable[[], _Read]) -> None:
        self._read: list[_Read] = []
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, args=(read,), name="session-read", daemon=True)
        self._thread.start()

    def result(self) -> _Read:
        """What was read; waits for it. What the read raises, is raised here."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._read[0]

    def _run(self, read: Callable[[], _Read]) -> None:
        try:
            self._read.append(read())
        except BaseException as error:
            self._error = error
