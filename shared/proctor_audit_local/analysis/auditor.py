"""Audits files, one after the other: their pictures, and their sound."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from proctor_audit.judgement.policy import Policy
from proctor_audit.vision import FaceEngine
from proctor_audit.voice import SpeechModel, VoiceActivity
from proctor_audit_local.analysis.audit import Audit
from proctor_audit_local.analysis.lines import Lines, audio_line, frame_line, incident_line, voice_line
from proctor_audit_local.analysis.recording import Recording
from proctor_audit_local.media import Frame, ImageForm, Sound, Video, is_picture, read_picture, tracks

_NAMESPACE: Final = uuid.UUID("2c1c7c7e-5a0e-4a53-9d0e-6d0f6a2d9b11")


@dataclass(frozen=True, slots=True)
class Position:
    """How far a file has been audited.

    Attributes:
        part: what is being done.
        at_s: position in it.
        duration_s: of it; 0.0 when it is not known.
        frames: judged so far.
    """

    part: str
    at_s: float
    duration_s: float
    frames: int


Watch = Callable[[Position], None]


@dataclass(frozen=True, slots=True)
class Auditor:
    """Audits recordings.

    Attributes:
        engine: sees.
        speech: hears; made when the first sound comes.
        policy: by which frames are judged.
        fps: judge at most so many frames a second; None: all.
        form: judge pictures as a client that sends them so; None: as they are.
        lines: where findings are written as they are made.
        pictures: keep evidence.
    """

    engine: FaceEngine
    speech: Callable[[], SpeechModel]
    policy: Policy
    fps: float | None
    form: ImageForm | None
    lines: Lines
    pictures: bool

    def audit(self, path: Path, watch: Watch) -> Recording:
        """Audit one file and write what was found; up to where it was interrupted, if it was.

        Raises:
            UnreadableMedia: if nothing of it can be read.
        """
        recording = _begun(path)
        try:
            if is_picture(path):
                self._look(recording, iter([Frame(0, 0.0, read_picture(path))]), 0.0, watch)
            else:
                self._play(recording, *tracks(path), watch)
        except KeyboardInterrupt:
            recording.interrupted = True
            recording.warnings.append(f"interrupted after {recording.duration_s:.0f} s")
        self.lines.flush()
        return recording

    def _play(self, recording: Recording, video: Video | None, sound: Sound | None, watch: Watch) -> None:
        if video is not None:
            self._look(recording, video.frames(self.fps), video.duration_s, watch)
            if video.damage is not None:
                recording.warnings.append(video.damage)
        if sound is not None:
            self._listen(recording, sound, watch)
            if sound.damage is not None:
                recording.warnings.append(sound.damage)

    def _look(self, recording: Recording, frames: Iterator[Frame], duration_s: float, watch: Watch) -> None:
        started_at_ms = round(recording.started_at.timestamp() * 1000)
        audit = Audit(self.engine, recording.session_id, self.policy, started_at_ms)
        try:
            for taken in frames:
                frame = taken if self.form is None else replace(taken, rgb=self.form.as_received(taken.rgb))
                seen = audit.see(frame)
                self.lines.write(frame_line(recording.source, frame, seen))
                if self.pictures:
                    for request in seen.evidence:
                        recording.evidence.keep(request, frame.rgb, audit.incidents)
                recording.duration_s = frame.time_s
                recording.anomalies = seen.verdict.anomalies
                watch(Position("pictures", frame.time_s, duration_s, audit.state.frames))
        finally:
            self._told(recording, audit)

    def _told(self, recording: Recording, audit: Audit) -> None:
        audit.finish()
        recording.state = audit.state
        recording.incidents = sorted(audit.incidents.values(), key=lambda incident: incident.started_at_ms)
        for incident in recording.incidents:
            self.lines.write(incident_line(recording, incident))

    def _listen(self, recording: Recording, sound: Sound, watch: Watch) -> None:
        listener = VoiceActivity(self.speech())
        recording.voice = []
        for chunk in sound.chunks():
            recording.voice += listener.hear(chunk.tobytes())
            watch(Position("sound", listener.heard_s, sound.duration_s, recording.state.frames))
        recording.voice += listener.finish()
        recording.duration_s = max(recording.duration_s, listener.heard_s)
        self.lines.write(audio_line(recording.source))
        for segment in recording.voice:
            self.lines.write(voice_line(recording.source, segment))


def _begun(path: Path) -> Recording:
    """A recording that began when the file was last written: that is as much as a file says of the time."""
    source = str(path)
    try:
        started_at = datetime.fromtimestamp(round(path.stat().st_mtime), UTC)
    except OSError:
        started_at = datetime.now(UTC)  # whoever reads the file tells what is wrong with it
    return Recording(source, str(uuid.uuid5(_NAMESPACE, source)), started_at)
