"""A browser that tells, and frames that come beside it, without a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from proctor_audit.judgement.browser import BrowserJudgement, connection_ended, judge_events
from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.judge import Sight, judge
from proctor_audit.judgement.live_score import score
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import score_of
from proctor_audit.judgement.state import SessionState, decode, encode
from proctor_audit.protocol.browser_events import BrowserEvent
from tests.unit.judgement.observations import CALM

SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
T0 = 1_763_881_200_000


def event(kind: Any, at_s: float, lasted_s: float | None = None, detail: str = "") -> BrowserEvent:
    """One that began so long after the first frame."""
    return BrowserEvent(kind, T0 + round(at_s * 1000), None if lasted_s is None else round(lasted_s * 1000), detail)


@dataclass
class Exam:
    """A session as the stores know it: the state goes through its compact form, and records keep newest revisions."""

    policy: Policy = field(default_factory=Policy)
    state: SessionState = field(default_factory=SessionState)
    records: dict[str, Incident] = field(default_factory=dict)
    seq: int = 0

    def frame(self, at_s: float) -> tuple[Incident, ...]:
        at_ms = T0 + round(at_s * 1000)
        judged = judge(SESSION, self.state, [Sight(self.seq, at_ms, CALM)], self.policy, at_ms)
        self.seq += 1
        self._store(judged.state)
        return judged.frames[0].changes

    def frames(self, start_s: float, end_s: float, every_s: float = 0.5) -> None:
        for number in range(round((end_s - start_s) / every_s)):
            self.frame(start_s + number * every_s)

    def tell(self, *events: BrowserEvent, at_s: float) -> BrowserJudgement:
        judged = judge_events(SESSION, self.state, events, self.policy, T0 + round(at_s * 1000))
        self._store(judged.state)
        return judged

    def leave(self, at_s: float) -> None:
        self._store(connection_ended(SESSION, self.state, T0 + round(at_s * 1000), self.policy))

    @property
    def told(self) -> list[tuple[str, float, float, str]]:
        """Of each incident that counts its kind, its beginning and length in seconds, and its state."""
        return sorted(
            (str(i.kind), (i.started_at_ms - T0) / 1000, i.duration_s, i.state)
            for i in self.records.values()
            if i.confidence > 0
        )

    @property
    def live_score(self) -> int:
        return score(self.state, self.policy)

    @property
    def recorded_score(self) -> int:
        exam_s = (self.state.at_ms - self.state.started_at_ms) / 1000
        return score_of(self.records.values(), self.policy.rules, exam_s)

    def _store(self, state: SessionState) -> None:
        for incident in state.outbox:
            known = self.records.get(incident.id)
            if known is None or incident.revision > known.revision:
                self.records[incident.id] = incident
        self.state = decode(encode(state.delivered()))
