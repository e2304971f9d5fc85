"""When an incident may begin and end that a known event leads to."""

from __future__ import annotations

from dataclasses import dataclass

from proctor_audit_local.sample_exam import Event
from tests.unit.scenes.theatre import Told

_READING_S = 0.3
"""To see what comes, or goes, before it is there in full, or gone."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An incident that should be told.

    Attributes:
        kind: of it.
        event: that leads to it.
        detail: what of its kind.
        earlier_s: by how much it may begin before the first sign of the event.
        begins_s: within how long it begins once the event is there in full, were there a picture at every moment.
        later_s: by how much it may end after the last.
    """

    kind: str
    event: Event
    detail: str = ""
    earlier_s: float = 0.1
    begins_s: float = _READING_S
    later_s: float = 0.1

    def check(self, told: Told, every_s: float) -> None:
        """Fails unless it was told so, by pictures that are ``every_s`` apart."""
        assert (told.kind, told.detail) == (self.kind, self.detail)
        first_sign_s, last_sign_s = self.event.reach
        latest_start_s = self.event.start_s + every_s + self.begins_s
        earliest_end_s = self.event.end_s - every_s - _READING_S
        assert first_sign_s - self.earlier_s <= told.start_s <= latest_start_s, told
        assert earliest_end_s <= told.end_s <= last_sign_s + every_s + self.later_s, told


def check_told(told: tuple[Told, ...], expected: tuple[Expected, ...], every_s: float) -> None:
    """Fails unless these were told in this order and nothing else was."""
    assert [incident.kind for incident in told] == [one.kind for one in expected], told
    for incident, one in zip(told, expected, strict=True):
        one.check(incident, every_s)
