"""Findings as JSON lines: one object for each frame, incident and stretch of speech."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

from proctor_audit.judgement.incident import Incident
from proctor_audit.voice import Segment
from proctor_audit_local.analysis.audit import Seen
from proctor_audit_local.analysis.recording import Recording
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.media import Frame


class Lines:
    """Writes lines, if somewhere at all.

    Args:
        file: open for writing text; None: nowhere.
    """

    def __init__(self, file: TextIO | None) -> None:
        self._file = file

    def write(self, line: Mapping[str, Any]) -> None:
        if self._file is not None:
            with self._told(self._file):
                self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def flush(self) -> None:
        """What was written so far is safe."""
        if self._file is not None:
            with self._told(self._file):
                self._file.flush()

    @staticmethod
    @contextmanager
    def _told(file: TextIO) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LocalStackError(f"{file.name} cannot be written: {error.strerror}.") from None


def frame_line(source: str, frame: Frame, seen: Seen) -> dict[str, Any]:
    """A frame: what was measured, and how it was judged."""
    observation, verdict = seen.observation, seen.verdict
    face, moved = observation.face, verdict.movement
    return {
        "type": "frame",
        "source": source,
        "index": frame.index,
        "time_s": round(frame.time_s, 3),
        "status": verdict.status,
        "usable": verdict.status != "uncertain",
        "faces": len(observation.faces),
        "eye_aspect_ratio": None if face is None else round(face.eye_aspect_ratio, 4),
        "eyes_closed": verdict.eyes_closed,
        "head_pose_deg": face
        and {
            "yaw": round(face.head_pose.yaw_deg, 1),
            "pitch": round(face.head_pose.pitch_deg, 1),
            "roll": round(face.head_pose.roll_deg, 1),
        },
        "gaze": verdict.gaze,
        "gaze_deg": verdict.gaze_deg
        and {"right": round(verdict.gaze_deg[0], 1), "down": round(verdict.gaze_deg[1], 1)},
        "pupil_movement": _rounded(moved.pupil, 4),
        "pupil_movement_status": verdict.pupil_movement_status,
        "face_movement": _rounded(moved.face, 4),
        "talking": verdict.talking,
        "talking_score": _rounded(verdict.talking_score, 4),
        "anomaly": verdict.anomaly,
        "anomalies": list(verdict.anomalies),
        "guidance": verdict.guidance,
    }


def incident_line(recording: Recording, incident: Incident) -> dict[str, Any]:
    """An incident, at seconds from the start of its recording."""
    return {
        "type": "incident",
        "source": recording.source,
        "kind": incident.kind,
        "detail": incident.detail,
        "start_s": recording.since_start_s(incident.started_at_ms),
        "end_s": recording.since_start_s(incident.ended_at_ms or incident.last_seen_at_ms),
        "confidence": incident.confidence,
        "peak": incident.peak,
        "frames": incident.frames,
    }


def voice_line(source: str, segment: Segment) -> dict[str, Any]:
    """A stretch of speech."""
    return {
        "type": "voice",
        "source": source,
        "start_s": round(segment.start_s, 3),
        "end_s": round(segment.end_s, 3),
    }


def audio_line(source: str) -> dict[str, Any]:
    """A file whose sound was listened to: if it has no lines of speech, nobody spoke."""
    return {"type": "audio", "source": source}


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(float(value), digits)
