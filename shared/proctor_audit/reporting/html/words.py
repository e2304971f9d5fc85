"""Words that several parts of the page share."""

from __future__ import annotations

from proctor_audit.reporting.wording import TITLES

_TITLES = {str(kind): title for kind, title in TITLES.items()}


def title_of(kind: str) -> str:
    """What a report calls a kind of incident."""
    return _TITLES.get(kind) or kind.replace("_", " ").capitalize()


def times(count: int) -> str:
    """``once``, ``twice``, ``3 times``."""
    return {1: "once", 2: "twice"}.get(count) or f"{count:,} times"


def counted(count: int, noun: str) -> str:
    """``1 frame``, ``2,000 frames``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def sureness(confidence: float) -> str:
    """A confidence from 0 to 1 in words and as a percentage."""
    words = next(words for least, words in _SURENESS if confidence >= least)
    return f"{words} ({confidence:.0%})"


_SURENESS = ((0.9, "very sure"), (0.75, "quite sure"), (0.6, "fairly sure"), (0.0, "not very sure"))
