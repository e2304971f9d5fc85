"""A short exam made from public-domain photographs, in which known things happen at known times.

>>> exam = SampleExam()
>>> [event.kind for event in exam.events][:2]
['face_absent', 'multiple_faces']
"""

from proctor_audit_local.sample_exam.event_kinds import EventKind
from proctor_audit_local.sample_exam.events import Event, Span, in_turn
from proctor_audit_local.sample_exam.exam import DURATION_S, EVENTS, SampleExam
from proctor_audit_local.sample_exam.film import (
    MAX_FRAME_BYTES,
    compressed,
    contact_sheet,
    encode,
    on_demand,
    write_video,
)
from proctor_audit_local.sample_exam.lens import Lens
from proctor_audit_local.sample_exam.person import Person, Worn
from proctor_audit_local.sample_exam.scenes import Print, Scene, Stage
from proctor_audit_local.sample_exam.staging import SEAT

__all__ = [
    "DURATION_S",
    "EVENTS",
    "MAX_FRAME_BYTES",
    "SEAT",
    "Event",
    "EventKind",
    "Lens",
    "Person",
    "Print",
    "SampleExam",
    "Scene",
    "Span",
    "Stage",
    "Worn",
    "compressed",
    "contact_sheet",
    "encode",
    "in_turn",
    "on_demand",
    "write_video",
]
