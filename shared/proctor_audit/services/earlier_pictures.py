"""Keeps the pictures from before an incident that a reply has asked the browser for; the state stays as it is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from proctor_audit.errors import InvalidMessage, ProctorAuditError, SessionUnavailable
from proctor_audit.judgement.earlier import MOST_BEFORE_S, earlier_role, incident_that_asks
from proctor_audit.judgement.state import FRAMES_PER_SECOND
from proctor_audit.judgement.tracker import Tracker
from proctor_audit.protocol.evidence_message import (
    EarlierPicture,
    EvidenceMessage,
    RefusedPicture,
    parse_evidence_message,
)
from proctor_audit.protocol.replies import error_reply, message_reply
from proctor_audit.services.live_sessions import LiveSessions, Speaker
from proctor_audit.services.session_cache import LiveSession
from proctor_audit.stores.evidence import EvidenceStore
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore
from proctor_audit.vision import decode_image, encode_jpeg


class EarlierPictures:
    """Takes the pictures of any number of candidates, one message after the other."""

    def __init__(
        self, sessions: SessionStore, evidence: EvidenceStore, queue: Queue, now_s: Callable[[], float] = time.time
    ) -> None:
        self._live = LiveSessions(sessions, queue, now_s)
        self._evidence = evidence

    def reply_to(self, speaker: Speaker, body: str | None) -> str:
        """The reply to an evidence message; what is wrong with it is told in the reply."""
        try:
            message = parse_evidence_message(body)
            session = self._allowed(speaker, len(message.pictures))
            asking = incident_that_asks(speaker.session_id, session.state, session.policy, message.incident_id)
            if asking is None:
                raise InvalidMessage(
                    "not_asked_for",
                    "No pictures from before this incident are asked for, or not any more; answer within a minute.",
                )
        except ProctorAuditError as error:
            return message_reply([error_reply(error)], batch=False)
        return json.dumps(self._kept(speaker, session, asking, message), separators=(",", ":"))

    def _allowed(self, speaker: Speaker, pictures: int) -> LiveSession:
        """The session, if so many pictures may come now; they are as much work as frames."""
        session = self._live.checked(speaker, self._live.read(speaker.session_id))
        now_ms = self._live.now_ms()
        if session.state.budget_at(now_ms) < pictures:
            raise SessionUnavailable("too_fast", f"More than {FRAMES_PER_SECOND} pictures a second; slow down.")
        self._live.cache.put(replace(session, state=session.state.spent(pictures, now_ms)))
        return session

    def _kept(
        self, speaker: Speaker, session: LiveSession, asking: Tracker, message: EvidenceMessage
    ) -> dict[str, Any]:
        errors = []
        for number, picture in enumerate(message.pictures):
            try:
                self._keep(speaker, session, asking, message.incident_id, picture)
            except ProctorAuditError as error:
                errors.append({**error.payload(), "picture": number})
        kept = len(message.pictures) - len(errors)
        return {"type": "evidence", "incident": message.incident_id, "pictures": kept, "errors": errors}

    def _keep(
        self,
        speaker: Speaker,
        session: LiveSession,
        asking: Tracker,
        incident_id: str,
        picture: EarlierPicture | RefusedPicture,
    ) -> None:
        if isinstance(picture, RefusedPicture):
            raise picture.error
        role = earlier_role(asking, picture.captured_at_ms, session.state)
        if role is None:
            raise InvalidMessage(
                "picture_untimely", f"The picture is not of the {MOST_BEFORE_S} seconds before the incident began."
            )
        # Encoded anew, as every picture that is kept.
        jpeg = encode_jpeg(decode_image(picture.image))
        self._evidence.keep(speaker.tenant_id, speaker.session_id, incident_id, role, jpeg)
