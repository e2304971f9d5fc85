"""The errors that a person who runs the local stack or audits files has to read."""

from __future__ import annotations


class LocalStackError(Exception):
    """The local stack cannot start or go on.

    Args:
        message: one sentence: what is wrong and what to do about it.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnreadableMedia(LocalStackError):
    """A file that cannot be read as a video, a picture or sound; others can."""
