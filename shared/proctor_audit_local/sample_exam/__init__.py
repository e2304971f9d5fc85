"""A short exam made from public-domain photographs, in which known things happen at known times.

>>> exam = SampleExam()
>>> [event.kind for event in exam.events][:2]
['face_absent', 'multiple_faces']
"""

from proctor_audit_local.sample_exam.events import Event, EventKind, Span
from proctor_audit_local.sample_exam.exam import DURATION_S, EVENTS, SampleExam
from proctor_audit_local.sample_exam.film import MAX_FRAME_BYTES, contact_sheet, encode, write_video
from proctor_audit_local.sample_exam.scenes import Person, Scene, Stage

__all__ = [
    "DURATION_S",
    "EVENTS",
    "MAX_FRAME_BYTES",
    "Event",
    "EventKind",
    "Person",
    "SampleExam",
    "Scene",
    "Span",
    "Stage",
    "contact_sheet",
    "encode",
    "write_video",
]
