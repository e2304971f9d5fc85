"""What a reviewer said of an incident."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from proctor_audit.reporting.times import timestamp
from proctor_audit.values import dataclass

Verdict = Literal["confirmed", "dismissed"]

DISMISSED: Final = "dismissed"


@dataclass(frozen=True, slots=True)
class Review:
    """The newest word on an incident.

    Attributes:
        verdict: None when it was taken back and only a note is left.
        note: what the reviewer wrote; may be empty.
        by: the API key it was given with, by its label and prefix.
        at: when.
    """

    verdict: Verdict | None
    note: str
    by: str
    at: datetime

    def told(self) -> dict[str, Any]:
        """As it stands in a report."""
        return {"verdict": self.verdict, "note": self.note, "by": self.by, "at": timestamp(self.at)}


def dismissed_ids(reviews: Mapping[str, Review]) -> frozenset[str]:
    """Ids of the incidents that a reviewer has dismissed."""
    return frozenset(name for name, review in reviews.items() if review.verdict == DISMISSED)
