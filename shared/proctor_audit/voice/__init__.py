"""PCM → speech segments. Streaming, one speaker-independent answer: somebody speaks, or nobody does.

>>> listener = VoiceActivity(silero())  # doctest: +SKIP
>>> for pcm in chunks:  # doctest: +SKIP
...     for segment in listener.hear(pcm):
...         print(segment.start_s, segment.end_s)
>>> listener.finish()  # doctest: +SKIP
"""

from proctor_audit.voice.activity import RATE_HZ, SpeechModel, VoiceActivity
from proctor_audit.voice.segments import Segment, SegmentRule, Segments
from proctor_audit.voice.silero import silero

__all__ = ["RATE_HZ", "Segment", "SegmentRule", "Segments", "SpeechModel", "VoiceActivity", "silero"]
