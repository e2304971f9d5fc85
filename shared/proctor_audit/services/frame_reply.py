"""The reply to one frame, as the contract shapes it."""

from __future__ import annotations

import base64
from typing import Any

from proctor_audit.judgement.judge import FrameJudgement
from proctor_audit.observation import Observation


def frame_reply(
    judged: FrameJudgement,
    observation: Observation,
    *,
    score: int,
    pace: dict[str, int],
    annotated: bytes | None = None,
) -> dict[str, Any]:
    """The reply to one frame.

    Args:
        judged: its verdict and the incidents that changed with it.
        observation: what it showed.
        score: the session's score after its message.
        pace: how the client should go on.
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
        "metrics": _metrics(judged, observation),
        "incidents": [{"id": i.id, "kind": i.kind, "state": i.state} for i in judged.changes],
        "score": score,
        "guidance": verdict.guidance,
        "pace": pace,
    }


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
