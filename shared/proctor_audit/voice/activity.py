"""Sound → speech segments, as the sound comes in."""

from __future__ import annotations

from typing import Final, Protocol

from proctor_audit.voice.segments import Segment, SegmentRule, Segments

RATE_HZ: Final = 16_000
WINDOW_SAMPLES: Final = 512
"""32 ms: what the model hears at a time."""

_WINDOW_BYTES: Final = 2 * WINDOW_SAMPLES
_WINDOW_S: Final = WINDOW_SAMPLES / RATE_HZ


class SpeechModel(Protocol):
    """How likely it is that a window of sound is speech; remembers the windows before it."""

    def process_chunk(self, audio: bytes) -> float: ...

    def reset(self) -> None: ...


class VoiceActivity:
    """Listens to one recording.

    Args:
        model: hears windows; it is made to forget what it heard before.
        rule: when a likelihood is speech.
    """

    def __init__(self, model: SpeechModel, rule: SegmentRule | None = None) -> None:
        model.reset()
        self._model = model
        self._segments = Segments(_WINDOW_S, rule or SegmentRule())
        self._waiting = bytearray()
        self._samples = 0

    @property
    def heard_s(self) -> float:
        """How much has been heard."""
        return self._samples / RATE_HZ

    def hear(self, pcm: bytes) -> list[Segment]:
        """Listen on.

        Args:
            pcm: mono, 16 bit in the machine's byte order, 16 kHz; any number of whole samples.

        Returns:
            The segments that are over.

        Raises:
            ValueError: if a sample is cut in two.
        """
        if len(pcm) % 2:
            raise ValueError(f"expected whole 16-bit samples, got {len(pcm)} bytes")
        self._samples += len(pcm) // 2
        self._waiting += pcm
        finished: list[Segment] = []
        start = 0
        while start + _WINDOW_BYTES <= len(self._waiting):
            window = bytes(self._waiting[start : start + _WINDOW_BYTES])
            finished += self._segments.take(self._model.process_chunk(window))
            start += _WINDOW_BYTES
        del self._waiting[:start]
        return finished

    def finish(self) -> list[Segment]:
        """The end of the sound: what is still going on ends with it."""
        finished: list[Segment] = []
        if self._waiting:
            window = bytes(self._waiting).ljust(_WINDOW_BYTES, b"\0")
            self._waiting.clear()
            finished += self._segments.take(self._model.process_chunk(window))
        return finished + self._segments.finish(self.heard_s)
