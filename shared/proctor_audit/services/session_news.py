"""What a session sends over the incident queue: how far it has come, and snapshots of its incidents.

``queue_message`` reads it, where records are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.state import SessionState


def session_news(
    session_id: str,
    tenant_id: str,
    state: SessionState,
    incidents: Sequence[Incident],
    *,
    left_at_ms: int | None = None,
) -> dict[str, Any]:
    """The message to send; times are epoch milliseconds.

    Args:
        session_id: of the session.
        tenant_id: whose it is.
        state: tells how far it has come.
        incidents: snapshots of what changed.
        left_at_ms: when the socket was closed, by the server's clock, if this tells of that.
    """
    left = None if left_at_ms is None else state.timeline_ms(left_at_ms)
    return {
        "session_id": session_id,
        "tenant_id": tenant_id,
        "progress": {
            "frames": state.frames,
            "uncertain_frames": state.uncertain_frames,
            "anomaly_frames": state.anomaly_frames,
            "first_frame_at_ms": state.started_at_ms if state.watched else None,
            "last_frame_at_ms": state.at_ms if state.watched else None,
            "left_at_ms": left,
        },
        "incidents": [asdict(incident) for incident in incidents],
    }
