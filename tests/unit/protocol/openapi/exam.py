"""An exam in which one thing after the other is seen."""

from __future__ import annotations

from tests.unit.judgement.observations import AWAY, CALM, CLOSED, DARK, NOBODY, main_face, observation, pacing

EXAM = [
    CALM,
    *(pacing(n) for n in range(12)),
    *[CALM] * 12,
    DARK,
    NOBODY,
    CLOSED,
    AWAY,
    observation(main_face(at=(0.8, 0.4))),
]
