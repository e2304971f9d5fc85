"""Short exams drawn from photographs, played to the real engine and judged as a recording is.

A picture is drawn once for all frame rates; a play at a frame rate is judged once for all tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.live_score import score
from proctor_audit.judgement.policy import Policy
from proctor_audit.observation import Observation
from proctor_audit.vision import FaceEngine, decode_image
from proctor_audit_local.analysis.audit import Audit, Seen
from proctor_audit_local.media import Frame
from proctor_audit_local.sample_exam import SEAT, Event, Person, SampleExam, Stage, encode
from proctor_audit_local.sample_exam.pixels import Picture

POLICY: Final = Policy.from_mapping({"recorded": True})
STARTED_AT_MS: Final = 1_700_000_000_000

_QUALITY: Final = 70
_MAX_FRAME_BYTES: Final = 100_000


@dataclass(frozen=True, slots=True)
class Play:
    """What is to be seen: the arguments of a ``SampleExam``."""

    events: tuple[Event, ...] = ()
    duration_s: float = 12.0
    seed: int = 0
    seat: Person = SEAT
    liveliness: float = 1.0

    def at(self, fps: float) -> tuple[float, ...]:
        """The times of its pictures at a steady frame rate, in seconds."""
        return tuple(number / fps for number in range(int(self.duration_s * fps)))


class Told(NamedTuple):
    """An incident as a reader of the report sees it; times in seconds from the start."""

    kind: str
    detail: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a play."""

    seen: tuple[Seen, ...] = field(repr=False)
    incidents: tuple[Incident, ...]
    score: int

    @property
    def told(self) -> tuple[Told, ...]:
        return told(self.incidents)

    @property
    def uncertain_frames(self) -> int:
        return sum(seen.verdict.status == "uncertain" for seen in self.seen)

    @property
    def observations(self) -> tuple[Observation, ...]:
        return tuple(seen.observation for seen in self.seen)


@dataclass(slots=True)
class Theatre:
    """Plays exams to one engine."""

    engine: FaceEngine
    stage: Stage
    _exams: dict[Play, SampleExam] = field(default_factory=dict, repr=False)
    _pictures: dict[tuple[Play, int], bytes] = field(default_factory=dict, repr=False)
    _outcomes: dict[tuple[Play, tuple[float, ...]], Outcome] = field(default_factory=dict, repr=False)

    def played(self, play: Play, fps: float = 2.0, times_s: Sequence[float] | None = None) -> Outcome:
        """What comes of a play at this frame rate, or of its pictures at these times."""
        times = play.at(fps) if times_s is None else tuple(times_s)
        key = (play, times)
        if key not in self._outcomes:
            self._outcomes[key] = self.audited((t_s, self._picture(play, t_s)) for t_s in times)
        return self._outcomes[key]

    def audited(self, pictures: Iterable[tuple[float, Picture]]) -> Outcome:
        """What comes of any pictures at their times."""
        audit = Audit(self.engine, "s-1", POLICY, STARTED_AT_MS)
        seen = tuple(audit.see(Frame(number, t_s, rgb)) for number, (t_s, rgb) in enumerate(pictures))
        audit.finish()
        return Outcome(seen, tuple(audit.incidents.values()), score(audit.state, POLICY))

    def _picture(self, play: Play, t_s: float) -> Picture:
        if play not in self._exams:
            self._exams[play] = SampleExam(
                play.events,
                play.duration_s,
                seed=play.seed,
                seat=play.seat,
                liveliness=play.liveliness,
                stage=self.stage,
            )
        key = (play, round(t_s * 1000))
        if key not in self._pictures:
            self._pictures[key] = encode(self._exams[play].render(t_s), _QUALITY, _MAX_FRAME_BYTES)
        return decode_image(self._pictures[key])


def told(incidents: Iterable[Incident]) -> tuple[Told, ...]:
    """The incidents in the order in which they began."""
    ordered = sorted(incidents, key=lambda incident: incident.started_at_ms)
    return tuple(Told(str(i.kind), i.detail, _seconds(i.started_at_ms), _seconds(i.ended_at_ms)) for i in ordered)


def _seconds(at_ms: int | None) -> float:
    assert at_ms is not None
    return (at_ms - STARTED_AT_MS) / 1000
