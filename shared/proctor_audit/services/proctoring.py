"""Judges a frame message: pixels → observations → judged with the session's state → one conditional write.

Only when something was suspected or changed do pictures go to S3 and incidents to the queue.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from numpy import uint8
from numpy.typing import NDArray

from proctor_audit.errors import ProctorAuditError, SessionUnavailable
from proctor_audit.judgement.incident import EvidenceRequest
from proctor_audit.judgement.judge import FrameJudgement, Judgement, Sight, judge
from proctor_audit.judgement.state import FRAMES_PER_SECOND, SessionState, encode
from proctor_audit.observability import logger
from proctor_audit.observation import Focus
from proctor_audit.protocol.frames import FrameRequest, RefusedFrame, parse_frame_message
from proctor_audit.protocol.limits import MAX_ANNOTATED_BYTES
from proctor_audit.protocol.replies import error_reply, message_reply
from proctor_audit.services.frame_reply import frame_reply
from proctor_audit.services.queue_message import session_news
from proctor_audit.services.session_cache import LiveSession, SessionCache, unpacked
from proctor_audit.stores.evidence import EvidenceStore
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore, StaleVersion
from proctor_audit.vision import Sighting, annotate, decode_image, encode_jpeg

_ATTEMPTS = 8


class Engine(Protocol):
    """What makes a sighting of a picture."""

    def observe(self, rgb: NDArray[uint8], focus: Focus) -> Sighting: ...


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who sends a message: the identity that the authorizer put into the connection."""

    session_id: str
    tenant_id: str
    connection_id: str


@dataclass(frozen=True, slots=True)
class SeenFrame:
    """A frame of a message with what vision made of it."""

    request: FrameRequest
    rgb: NDArray[uint8]
    sighting: Sighting


class Proctoring:
    """Judges frame messages of any number of candidates, one message after the other."""

    def __init__(
        self,
        engine: Engine,
        sessions: SessionStore,
        evidence: EvidenceStore,
        queue: Queue,
        now_s: Callable[[], float] = time.time,
    ) -> None:
        self._engine = engine
        self._sessions = sessions
        self._evidence = evidence
        self._queue = queue
        self._now_s = now_s
        self._cache = SessionCache()

    def reply_to(self, speaker: Speaker, body: str | None) -> str:
        """The reply to a frame message; what is wrong with it is told in the reply."""
        try:
            message = parse_frame_message(body)
            session = self._admitted(speaker, len(message.items))
            seen = self._see_all(message.items, session.state)
            judged = self._judge(speaker, session, [frame for frame in seen if isinstance(frame, SeenFrame)])
        except ProctorAuditError as error:
            return message_reply([error_reply(error)], batch=False)
        return message_reply(_results(seen, judged), batch=message.batch)

    def _see_all(
        self, items: Sequence[FrameRequest | RefusedFrame], state: SessionState
    ) -> list[SeenFrame | RefusedFrame]:
        """Look at the frames in their order: what one shows decides what is looked for in the next."""
        attention, now_ms = state.memory.attention, self._now_ms()
        seen: list[SeenFrame | RefusedFrame] = []
        for item in items:
            if isinstance(item, FrameRequest):
                captured_at_ms = item.captured_at_ms
                at_ms = now_ms if captured_at_ms is None else captured_at_ms + state.clock_offset_ms
                looked = self._see(item, attention.focus(at_ms))
                if isinstance(looked, SeenFrame):
                    attention = attention.after(looked.sighting.observation, at_ms)
                seen.append(looked)
            else:
                seen.append(item)
        return seen

    def _see(self, item: FrameRequest, focus: Focus) -> SeenFrame | RefusedFrame:
        try:
            rgb = decode_image(item.image)
        except ProctorAuditError as error:
            error.details["seq"] = item.seq
            return RefusedFrame(error)
        return SeenFrame(item, rgb, self._engine.observe(rgb, focus))

    def _admitted(self, speaker: Speaker, frames: int) -> LiveSession:
        """The session, if so many frames may come now; looked at before the pixels are, since those are the work."""
        session = self._current(speaker)
        if session.state.budget_at(self._now_ms()) < frames:
            raise SessionUnavailable("too_fast", f"More than {FRAMES_PER_SECOND} frames a second; slow down.")
        return session

    def _judge(
        self, speaker: Speaker, session: LiveSession, seen: Sequence[SeenFrame]
    ) -> tuple[LiveSession, Judgement]:
        """Judge and store; the loser of a race judges again with what the winner stored."""
        received_at_ms = self._now_ms()
        sights = [
            Sight(f.request.seq, f.request.captured_at_ms, f.sighting.observation, f.request.target) for f in seen
        ]
        for _ in range(_ATTEMPTS):
            judgement = judge(speaker.session_id, session.state, sights, session.policy, received_at_ms)
            if judgement.state is session.state:
                # Nothing to store; that late frames were work too is only noted here.
                self._cache.put(replace(session, state=session.state.spent(len(sights), received_at_ms)))
                return session, judgement
            try:
                item = self._sessions.save_state(session.item, encode(judgement.state))
            except StaleVersion as stale:
                self._cache.drop(speaker.session_id)
                session = self._checked(speaker, unpacked(stale.current) if stale.current else None)
                continue
            session = LiveSession(item, self._published(speaker, judgement, seen), session.policy)
            self._cache.put(session)
            return session, judgement
        raise SessionUnavailable("session_busy", "Too many messages at once; send one and wait for its reply.")

    def _now_ms(self) -> int:
        return round(self._now_s() * 1000)

    def _current(self, speaker: Speaker) -> LiveSession:
        cached = self._cache.get(speaker.session_id)
        if cached is not None and cached.item.connection_id == speaker.connection_id:
            return self._checked(speaker, cached)
        item = self._sessions.get(speaker.session_id)
        return self._checked(speaker, unpacked(item) if item else None)

    def _checked(self, speaker: Speaker, session: LiveSession | None) -> LiveSession:
        if session is None or session.item.expires_s <= self._now_s():
            raise SessionUnavailable("session_expired", "This session is over; its frames are no longer judged.")
        if session.item.revoked:
            raise SessionUnavailable("session_revoked", "This session has been revoked.")
        if session.item.connection_id != speaker.connection_id:
            raise SessionUnavailable("session_superseded", "A newer connection has taken over this session.")
        return session

    def _published(self, speaker: Speaker, judgement: Judgement, seen: Sequence[SeenFrame]) -> SessionState:
        """Keep the pictures, send the incidents; what cannot be sent now stays in the outbox for the next message."""
        pictures = {frame.request.seq: frame.rgb for frame in seen}
        for request in judgement.evidence:
            try:
                self._keep(speaker, request, pictures[request.seq])
            except Exception:
                logger.exception("an evidence picture could not be kept", extra={"incident_id": request.incident_id})
        state = judgement.state
        if not state.outbox:
            return state
        try:
            self._queue.send(session_news(speaker.session_id, speaker.tenant_id, state, state.outbox))
        except Exception:
            logger.exception("incidents could not be queued; they go with the next message")
            return state
        return state.delivered()

    def _keep(self, speaker: Speaker, request: EvidenceRequest, rgb: NDArray[uint8]) -> None:
        # Encoded anew: what a client sends may carry a place and a camera's serial number in its metadata.
        jpeg = encode_jpeg(rgb)
        where = (speaker.tenant_id, speaker.session_id, request.incident_id)
        if request.role == "first":
            self._evidence.keep_suspicion(*where, jpeg)
            return
        self._evidence.keep(*where, request.role, jpeg)
        if request.role == "confirmed":
            self._evidence.confirm_suspicion(*where)


def _results(seen: Sequence[SeenFrame | RefusedFrame], judged: tuple[LiveSession, Judgement]) -> list[dict[str, Any]]:
    session, judgement = judged
    pace = session.policy.pace.message(judgement.state.watchful)
    annotations = sum(isinstance(frame, SeenFrame) and frame.request.annotate for frame in seen)
    verdicts = iter(judgement.frames)
    results = []
    for frame in seen:
        if isinstance(frame, RefusedFrame):
            results.append(error_reply(frame.error))
            continue
        verdict = next(verdicts)
        picture = _annotated(frame, verdict, MAX_ANNOTATED_BYTES // annotations) if frame.request.annotate else None
        results.append(
            frame_reply(verdict, frame.sighting.observation, score=judgement.score, pace=pace, annotated=picture)
        )
    return results


def _annotated(frame: SeenFrame, judged: FrameJudgement, max_bytes: int) -> bytes:
    verdict = judged.verdict
    findings = ", ".join(kind.replace("_", " ") for kind in verdict.anomalies)
    return annotate(
        frame.rgb, frame.sighting, headline=findings or verdict.status, alarm=verdict.anomaly, max_bytes=max_bytes
    )
