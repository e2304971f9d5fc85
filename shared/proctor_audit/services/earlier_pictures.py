"""Keeps the pictures from before an incident that a reply has asked the browser for.

Of the session's state only the frame budget changes.
"""

from __future__ import annotations

import json
from typing import Any

from proctor_audit.errors import InvalidMessage, ProctorAuditError, SessionUnavailable
from proctor_audit.judgement.earlier import FRAMES_A_PICTURE, MOST_BEFORE_S, earlier_role, incident_that_asks
from proctor_audit.judgement.state import SessionState
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
from proctor_audit.values import dataclass
from proctor_audit.vision import decode_image, encode_jpeg


@dataclass(frozen=True, slots=True)
class Admission:
    """The incident that the pictures are of, and the state once they have been charged to the frame budget."""

    state: SessionState
    asking: Tracker


class EarlierPictures:
    """Takes the pictures of any number of candidates, one message after the other.

    Args:
        live: the sessions that this process judges.
        evidence: where pictures are kept.
    """

    def __init__(self, live: LiveSessions, evidence: EvidenceStore) -> None:
        self._live = live
        self._evidence = evidence

    def reply_to(self, speaker: Speaker, body: str | None) -> str:
        """The reply to an evidence message; what is wrong with it is told in the reply."""
        try:
            message = parse_evidence_message(body)
            asking, session = self._admitted(speaker, message)
        except ProctorAuditError as error:
            return message_reply([error_reply(error)], batch=False)
        return json.dumps(self._kept(speaker, session, asking, message), separators=(",", ":"))

    def _admitted(self, speaker: Speaker, message: EvidenceMessage) -> tuple[Tracker, LiveSession]:
        """The incident that asks, and the session once the pictures have been charged to its frame budget."""
        now_ms, weight = self._live.now_ms(), FRAMES_A_PICTURE * len(message.pictures)

        def admit(current: LiveSession) -> Admission:
            asking = incident_that_asks(speaker.session_id, current.state, current.policy, message.incident_id, now_ms)
            if asking is None:
                raise InvalidMessage(
                    "not_asked_for",
                    "No pictures from before this incident are asked for, or not any more; answer within a minute.",
                )
            if current.state.budget_at(now_ms) < weight:
                raise SessionUnavailable("too_fast", "Too many pictures at once; slow down.")
            return Admission(current.state.charged(weight, now_ms), asking)

        session = self._live.checked(speaker, self._live.read(speaker.session_id))
        admission, session, _ = self._live.stored(speaker, session, admit)
        self._live.publish(speaker, session)
        return admission.asking, session

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
