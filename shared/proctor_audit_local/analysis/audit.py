"""The way of a frame in Lambda, without Lambda: pixels → observation → judged with the state."""

from __future__ import annotations

from dataclasses import dataclass

from proctor_audit.judgement.incident import EvidenceRequest, Incident
from proctor_audit.judgement.judge import Sight, end_of_connection, judge
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState
from proctor_audit.judgement.verdict import FrameVerdict
from proctor_audit.observation import Observation
from proctor_audit.vision import FaceEngine
from proctor_audit_local.media import Frame


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one frame.

    Attributes:
        observation: what it showed.
        verdict: how it was judged.
        evidence: what it is to be kept for.
    """

    observation: Observation
    verdict: FrameVerdict
    evidence: tuple[EvidenceRequest, ...]


class Audit:
    """One recording as a session.

    Args:
        engine: sees.
        session_id: incidents are named after it.
        policy: by which it is judged; one with ``recorded``.
        started_at_ms: when the recording began, epoch milliseconds.

    Attributes:
        state: what is remembered.
        incidents: the newest snapshot of each, by id, in the order in which they were confirmed.
    """

    def __init__(self, engine: FaceEngine, session_id: str, policy: Policy, started_at_ms: int) -> None:
        self._engine = engine
        self._session_id = session_id
        self._policy = policy
        self._started_at_ms = started_at_ms
        self.state = SessionState()
        self.incidents: dict[str, Incident] = {}

    def see(self, frame: Frame) -> Seen:
        """Judge the next frame."""
        at_ms = self._started_at_ms + round(frame.time_s * 1000)
        focus = self.state.memory.attention.focus(at_ms)
        observation = self._engine.observe(frame.rgb, focus).observation
        sight = Sight(frame.index, at_ms, observation)
        judgement = judge(self._session_id, self.state, [sight], self._policy, received_at_ms=at_ms)
        self._remember(judgement.state)
        return Seen(observation, judgement.frames[0].verdict, judgement.evidence)

    def finish(self) -> None:
        """The recording is over, and so is what was going on."""
        if self.state.begun:
            self._remember(end_of_connection(self._session_id, self.state))

    def _remember(self, state: SessionState) -> None:
        self.incidents.update({incident.id: incident for incident in state.outbox})
        self.state = state.delivered()
