"""The sample exam: a bit over a minute in which everything happens once, at known times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from proctor_audit_local.sample_exam.events import Event, Span, calm_spans, honest_blinks
from proctor_audit_local.sample_exam.person import Person
from proctor_audit_local.sample_exam.pixels import Picture
from proctor_audit_local.sample_exam.scenes import Scene, Stage
from proctor_audit_local.sample_exam.staging import SEAT, scene_at

DURATION_S: Final = 76.0
EVENTS: Final = (
    Event("face_absent", 7.5, 12.5),
    Event("multiple_faces", 20.0, 25.0),
    Event("eyes_closed", 31.5, 36.5),
    Event("looking_away", 42.5, 47.5),
    Event("excessive_movement", 54.0, 60.0),
    Event("dark", 66.0, 71.0),
)


class SampleExam:
    """An exam drawn from photographs; the same arguments always give the same pictures.

    Args:
        events: what happens; the sample exam's own when not given.
        duration_s: length of the exam.
        seed: of blinks, small movements and sensor noise.
        seat: the candidate at rest: where they sit, what they wear, their complexion.
        liveliness: 0 nothing but blinks and breathing .. 1 all the small movements of a live face, seen by a camera
            whose exposure is never quite the same.
        stage: draws the scenes; share one between exams to load the photographs once.

    Attributes:
        duration_s: length of the exam.
        events: what happens, in order.
        blinks: honest blinks of the candidate, none of which should become an incident.
        calm: stretches without any event.

    Raises:
        ValueError: if an event does not fit into the exam.

    Example::

        exam = SampleExam((Event("looking_away", 5.0, 9.0, level=-35.0),), duration_s=12.0)
        for t_s, rgb in exam.frames(fps=5):
            ...
    """

    def __init__(
        self,
        events: Iterable[Event] = EVENTS,
        duration_s: float = DURATION_S,
        *,
        seed: int = 0,
        seat: Person = SEAT,
        liveliness: float = 0.0,
        stage: Stage | None = None,
    ) -> None:
        self.events: tuple[Event, ...] = tuple(sorted(events, key=lambda event: event.start_s))
        self.duration_s = duration_s
        for event in self.events:
            if event.end_s > duration_s:
                raise ValueError(f"expected {event.kind} to end by {duration_s} s, got {event.end_s} s")
        self.blinks: tuple[Span, ...] = honest_blinks(self.events, duration_s, seed)
        self.calm: tuple[Span, ...] = calm_spans(self.events, duration_s)
        self._seed = seed
        self._seat = seat
        self._liveliness = liveliness
        self._stage = Stage() if stage is None else stage

    def scene(self, t_s: float) -> Scene:
        """What is to be seen at ``t_s`` seconds."""
        return scene_at(t_s, self.events, self.blinks, self._seed, self._seat, self._liveliness)

    def render(self, t_s: float) -> Picture:
        """The picture at ``t_s`` seconds, (240, 320, 3) RGB."""
        return self._stage.draw(self.scene(t_s))

    def frames(self, fps: float) -> Iterator[tuple[float, Picture]]:
        """The exam as a camera of ``fps`` frames a second sees it: (seconds, RGB picture)."""
        for number in range(int(self.duration_s * fps)):
            t_s = number / fps
            yield t_s, self.render(t_s)
