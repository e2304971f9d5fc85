"""Judges a frame message: pixels → observations → judged with the session's state → one conditional write.

Only when something was suspected or changed do pictures go to S3 and incidents to the queue.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from numpy import uint8
from numpy.typing import NDArray

from proctor_audit import observability
from proctor_audit.errors import ProctorAuditError, SessionUnavailable
from proctor_audit.judgement.incident import EvidenceRequest
from proctor_audit.judgement.judge import Judgement, Sight, judge
from proctor_audit.judgement.state import FRAMES_PER_SECOND
from proctor_audit.protocol.frames import FrameRequest, RefusedFrame, parse_frame_message
from proctor_audit.protocol.replies import error_reply, message_reply
from proctor_audit.services.frame_metrics import FrameMetrics
from proctor_audit.services.frame_reply import frame_replies
from proctor_audit.services.live_sessions import LiveSessions, Speaker
from proctor_audit.services.reading import Reading
from proctor_audit.services.seeing import Engine, GlancedFrame, SeenFrame, glance_at, see_all
from proctor_audit.services.session_cache import LiveSession
from proctor_audit.stores.evidence import EvidenceStore
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore
from proctor_audit.vision import encode_jpeg


class Proctoring:
    """Judges frame messages of any number of candidates, one message after the other."""

    def __init__(
        self,
        engine: Engine,
        sessions: SessionStore,
        evidence: EvidenceStore,
        queue: Queue,
        now_s: Callable[[], float] = time.time,
        metrics: FrameMetrics | None = None,
    ) -> None:
        self._engine = engine
        self._evidence = evidence
        self.live = LiveSessions(sessions, queue, now_s)
        self._now_s = now_s
        self._metrics = metrics or FrameMetrics()

    def reply_to(self, speaker: Speaker, body: str | None) -> str:
        """The reply to a frame message; what is wrong with it is told in the reply."""
        began_s = time.perf_counter()
        reply = self._reply_to(speaker, body)
        self._metrics.answered((time.perf_counter() - began_s) * 1000, self._now_s())
        return reply

    def _reply_to(self, speaker: Speaker, body: str | None) -> str:
        try:
            message = parse_frame_message(body)
            session, glanced = self._admitted(speaker, message.items)
            seen = see_all(self._engine, glanced, session.state, self.live.now_ms())
            judgement = self._judge(speaker, session, [frame for frame in seen if isinstance(frame, SeenFrame)])
        except ProctorAuditError as error:
            self._metrics.count(refused_messages=1)
            return message_reply([error_reply(error)], batch=False)
        self._count(seen, judgement)
        return message_reply(frame_replies(seen, judgement), batch=message.batch)

    def _admitted(
        self, speaker: Speaker, items: Sequence[FrameRequest | RefusedFrame]
    ) -> tuple[LiveSession, list[GlancedFrame | RefusedFrame]]:
        """The session, if so many frames may come now, and the frames; glanced at while it is read, if it must be."""
        session = self._cached(speaker, items)
        if session is not None:
            session = self._allowed(speaker, session, len(items))
            return session, glance_at(self._engine, items)
        reading = Reading(partial(self.live.read, speaker.session_id))
        self._metrics.count(state_reads=1)
        glanced = glance_at(self._engine, items)
        return self._allowed(speaker, reading.result(), len(items)), glanced

    def _allowed(self, speaker: Speaker, session: LiveSession | None, frames: int) -> LiveSession:
        session = self.live.checked(speaker, session)
        if session.state.budget_at(self.live.now_ms()) < frames:
            raise SessionUnavailable("too_fast", f"More than {FRAMES_PER_SECOND} frames a second; slow down.")
        return session

    def _cached(self, speaker: Speaker, items: Sequence[FrameRequest | RefusedFrame]) -> LiveSession | None:
        """The session as this process knows it, unless it must have changed since."""
        known = self.live.cache.get(speaker.session_id)
        if known is None or known.item.connection_id != speaker.connection_id:
            return None
        first_seq = next((item.seq for item in items if isinstance(item, FrameRequest)), None)
        return known if known.may_be_current(first_seq) else None

    def _judge(self, speaker: Speaker, session: LiveSession, seen: Sequence[SeenFrame]) -> Judgement:
        """Judge, store, keep the pictures and send the incidents."""
        received_at_ms = self.live.now_ms()
        sights = [
            Sight(f.request.seq, f.request.captured_at_ms, f.sighting.observation, f.request.target, f.request.check)
            for f in seen
        ]

        def judged(current: LiveSession) -> Judgement:
            return judge(speaker.session_id, current.state, sights, current.policy, received_at_ms)

        judgement, session, changed = self.live.stored(
            speaker, session, judged, lost_race=lambda: self._metrics.count(lost_races=1)
        )
        if changed:
            self._keep_all(speaker, judgement, seen)
            self.live.publish(speaker, session)
        else:
            # Nothing to store; that late frames were work too is only noted here.
            charged = session.state.charged(len(sights), received_at_ms)
            self.live.cache.put(replace(session, state=charged))
        return judgement

    def _count(self, seen: Sequence[SeenFrame | RefusedFrame], judgement: Judgement) -> None:
        verdicts = [frame.verdict for frame in judgement.frames]
        self._metrics.count(
            frames=len(verdicts),
            refused_frames=len(seen) - len(verdicts),
            late_frames=sum(verdict.late for verdict in verdicts),
            uncertain_frames=sum(verdict.status == "uncertain" for verdict in verdicts),
            anomaly_frames=sum(verdict.anomaly for verdict in verdicts),
            incidents_opened=sum(change.state == "opened" for frame in judgement.frames for change in frame.changes),
        )

    def _keep_all(self, speaker: Speaker, judgement: Judgement, seen: Sequence[SeenFrame]) -> None:
        pictures = {frame.request.seq: frame.rgb for frame in seen}
        for request in judgement.evidence:
            try:
                self._keep(speaker, request, pictures[request.seq])
            except Exception:
                observability.logger.exception(
                    "an evidence picture could not be kept", extra={"incident_id": request.incident_id}
                )

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
