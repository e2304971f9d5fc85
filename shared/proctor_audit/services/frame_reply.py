"""The replies to the frames of a message, as the contract shapes them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.judge import FrameJudgement, Judgement
from proctor_audit.observation import Observation
from proctor_audit.protocol.frames import RefusedFrame
from proctor_audit.protocol.limits import MAX_ANNOTATED_BYTES
from proctor_audit.protocol.replies import error_reply
from proctor_audit.services.seeing import SeenFrame


def frame_replies(seen: Sequence[SeenFrame | RefusedFrame], judgement: Judgement) -> list[dict[str, Any]]:
    """The replies to a message's frames in their order; a refused one gets its error.

    Args:
        seen: the frames.
        judgement: of those that were not refused.
    """
    annotations = sum(isinstance(frame, SeenFrame) and frame.request.annotate for frame in seen)
    judged = iter(judgement.frames)
    replies = []
    for frame in seen:
        if isinstance(frame, RefusedFrame):
            replies.append(error_reply(frame.error))
            continue
        verdict = next(judged)
        picture = _annotated(frame, verdict, MAX_ANNOTATED_BYTES // annotations) if frame.request.annotate else None
        observation = frame.sighting.observation
        replies.append(frame_reply(verdict, observation, judgement, annotated=picture))
    return replies


def frame_reply(
    judged: FrameJudgement, observation: Observation, judgement: Judgement, *, annotated: bytes | None = None
) -> dict[str, Any]:
    """The reply to one frame.

    Args:
        judged: its verdict and the incidents that changed with it.
        observation: what it showed.
        judgement: of its message.
        annotated: JPEG with the findings drawn in, when asked for.
    """
    verdict = judged.verdict
    return {
        "type": "frame",
        "seq": judged.seq,
        "anomaly": verdict.anomaly,
        "pupil_movement_status": verdict.pupil_movement_status,
        "frame": None if annotated is None else base64.b64encode(annotated).decode("ascii"),
        "status": verdict.status,
        "anomalies": list(verdict.anomalies),
        "late": verdict.late,
        "check": judged.check,
        "metrics": _metrics(judged, observation),
        "incidents": [_change(change, judgement.asks) for change in judged.changes],
        "score": judgement.score,
        "guidance": verdict.guidance,
        "pace": judgement.pace,
    }


def _change(incident: Incident, asks: Mapping[str, dict[str, int]]) -> dict[str, Any]:
    told = {"id": incident.id, "kind": incident.kind, "state": incident.state}
    return {**told, "earlier": asks[incident.id]} if incident.id in asks else told


def _metrics(judged: FrameJudgement, observation: Observation) -> dict[str, Any]:
    face, verdict = observation.face, judged.verdict
    moved = verdict.movement
    return {
        "faces": len(observation.faces),
        "eye_aspect_ratio": _rounded(face and face.eye_aspect_ratio, 3),
        "pupil_movement": _rounded(moved.pupil, 4),
        "face_movement": _rounded(moved.face, 4),
        "head_pose_deg": face
        and {
            "yaw": round(face.head_pose.yaw_deg, 1),
            "pitch": round(face.head_pose.pitch_deg, 1),
            "roll": round(face.head_pose.roll_deg, 1),
        },
        "gaze": verdict.gaze,
        "gaze_deg": verdict.gaze_deg and {"right": round(verdict.gaze_deg[0]), "down": round(verdict.gaze_deg[1])},
        "mouth_open": _rounded(face and face.mouth_open, 3),
        "talking_score": _rounded(verdict.talking_score, 2),
        "brightness": round(observation.brightness, 2),
        "sharpness": round(observation.sharpness, 2),
    }


def _rounded(value: Any, digits: int) -> float | None:
    return None if value is None else round(float(value), digits)


def _annotated(frame: SeenFrame, judged: FrameJudgement, max_bytes: int) -> bytes:
    verdict = judged.verdict
    from proctor_audit.vision import annotate  # loaded when a first frame is asked for: hardly any client ever does

    findings = ", ".join(kind.replace("_", " ") for kind in verdict.anomalies)
    return annotate(
        frame.rgb, frame.sighting, headline=findings or verdict.status, alarm=verdict.anomaly, max_bytes=max_bytes
    )
