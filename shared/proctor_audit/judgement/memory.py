"""What is remembered of the frames so far to judge the next one, and what a frame shows against it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Final

from proctor_audit.judgement import liveness, mouth, other_face, person
from proctor_audit.judgement.attention import Attention
from proctor_audit.judgement.liveness import Feed, Liveness
from proctor_audit.judgement.mouth import Mouth
from proctor_audit.judgement.movement import Movement, Sample, movement, remember, sample_of
from proctor_audit.judgement.other_face import OtherFace
from proctor_audit.judgement.person import BLINK_SHARE, Person
from proctor_audit.judgement.quality import BLOCKED, TOO_DARK, Problem, problem
from proctor_audit.judgement.thresholds import Thresholds
from proctor_audit.observation import Gaze, MainFace, Observation, Point
from proctor_audit.values import dataclass

_STEADY_SHARE: Final = 0.85
_SETTLED_MS: Final = 200
"""The iris of an eye that closes, or has just opened, is no measurement."""

_READABLE_CONTRAST: Final = 0.03
"""Within eyes; those of 7,900 frames of people lie above 0.05, dark lenses below."""

_GAZE_Y: Final = 0.09
_SETTLED: Final = 0.25
"""In widths of the face, from where it usually is: who keeps to that uncovers nothing behind them."""

_SIDE_VIEW_DEG: Final = 30.0
"""The area of a mouth seen more from the side than this trembles as if it spoke: by a fifth within a tenth of a
second."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Aggregates of the frames so far.

    Attributes:
        person: the usual levels of the candidate; None before their face was read.
        history: recent positions, for movement.
        closed_at_ms: when the eyes were closing or closed last.
        mouth: how it moves.
        others: faces besides the candidate's.
        liveness: of the feed.
        attention: what to look for next.
    """

    person: Person | None = None
    history: tuple[Sample, ...] = ()
    closed_at_ms: int = 0
    mouth: Mouth | None = None
    others: tuple[OtherFace, ...] = ()
    liveness: Liveness = Liveness()
    attention: Attention = Attention()

    def after_break(self) -> Memory:
        """What is left after a time without frames: who the person is, and what the pictures were."""
        kept = replace(self.liveness, anchor=None, stillness=None)
        return Memory(person=self.person, liveness=kept)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one frame shows of this person, against what is usual for them; None where it cannot be told.

    Attributes:
        problem: why nothing can be told of the candidate.
        movement: since a moment ago.
        opened: how far the eyes are open, as a share of the person's own level.
        eyes_closed: they are closing or closed, as in a blink.
        iris_offset: of the irises from their usual place, in eye widths.
        turned_deg: yaw against the usual one.
        nodded_deg: pitch against the usual one; < 0 down.
        gaze: where the eyes look.
        talking_score: 0..1.
        somebody: a second face is there, and is a person and not a picture.
        somebody_since_ms: when that face was seen first.
        feed: what the feed is, if it is not live.
        feed_since_ms: since when.
        feed_for_ms: for how long.
        nobody: no face, or only one that is a picture.
        asked: the candidate was asked to look somewhere.
    """

    problem: Problem | None = None
    movement: Movement = Movement()
    opened: float | None = None
    eyes_closed: bool | None = None
    iris_offset: Point | None = None
    turned_deg: float | None = None
    nodded_deg: float | None = None
    gaze: Gaze | None = None
    talking_score: float | None = None
    somebody: bool | None = None
    somebody_since_ms: int | None = None
    feed: Feed | None = None
    feed_since_ms: int | None = None
    feed_for_ms: int | None = None
    nobody: bool = False
    asked: bool = False


def perceive(
    memory: Memory, observation: Observation, at_ms: int, thresholds: Thresholds, target: Gaze | None = None
) -> tuple[Memory, Reading]:
    """Read a frame, and remember it.

    Args:
        memory: of the frames before.
        observation: what the frame showed.
        at_ms: its time.
        thresholds: of the session's policy.
        target: where the candidate was asked to look, when this frame is for calibration.
    """
    if _only_a_picture(memory, observation):
        memory = replace(memory, others=other_face.seen(memory.others, observation.faces, None, at_ms))
        observation = replace(observation, faces=(), face=None)
    settled = _settled(memory, observation)
    attention = memory.attention.after(observation, at_ms)
    bad = problem(observation, thresholds)
    feed = memory.liveness
    if bad is not None and (bad.reason in BLOCKED or bad is TOO_DARK):
        # Black is black: that it stays the same is no sign of a frozen feed.
        dark = replace(feed, anchor=None)
        return replace(memory, attention=attention, liveness=dark, mouth=None), Reading(problem=bad)
    if observation.fingerprint:
        feed = liveness.looked(feed, observation.fingerprint, at_ms)
    memory = replace(memory, attention=attention, liveness=feed)
    if bad is not None:
        return replace(memory, mouth=None), Reading(problem=bad, **_feed(feed, at_ms))
    memory, reading = _others(memory, observation, at_ms, settled)
    face = observation.face
    if face is None:
        nobody = replace(reading, nobody=not observation.faces, **_feed(feed, at_ms))
        return replace(memory, history=(), mouth=None), nobody
    return _face(memory, reading, observation, face, at_ms, thresholds, target)


def _readable_eyes(face: MainFace) -> bool:
    """Whether there are eyes to be read, and no dark lenses."""
    return face.eye_contrast >= _READABLE_CONTRAST


def _only_a_picture(memory: Memory, observation: Observation) -> bool:
    """Whether the candidate has left, and the only face is the one on the wall that was beside them."""
    if len(observation.faces) != 1 or memory.attention.candidate is None:
        return False
    box, candidate = observation.faces[0], memory.attention.candidate
    if math.dist(box.centre, candidate) <= box.width:
        return False
    return any(face.somebody is False and face.looks_like(box) for face in memory.others)


def _settled(memory: Memory, observation: Observation) -> bool:
    """Whether the candidate sits where they have been sitting, and others were looked for before."""
    known, searched = memory.person, memory.attention.searched_at_ms is not None
    if known is None or not known.learned or not searched or observation.face is None:
        return False
    return math.dist(observation.face.centre, known.place) < _SETTLED * known.size


def _others(memory: Memory, observation: Observation, at_ms: int, settled: bool) -> tuple[Memory, Reading]:
    if len(observation.faces) < 2:
        return memory, Reading(somebody=False if observation.searched else None)
    own, *boxes = observation.faces
    others = other_face.seen(memory.others, boxes, own.centre, at_ms, settled=settled)
    somebody, since_ms = other_face.somebody(others, at_ms)
    return replace(memory, others=others), Reading(somebody=somebody, somebody_since_ms=since_ms)


def _face(
    memory: Memory,
    reading: Reading,
    observation: Observation,
    face: MainFace,
    at_ms: int,
    thresholds: Thresholds,
    target: Gaze | None,
) -> tuple[Memory, Reading]:
    known = memory.person or person.first_seen(face, observation.brightness, at_ms)
    asked = target is not None and person.can_be_asked(memory.person)
    if target is not None and asked:
        known = person.shown_target(known, face, target, at_ms)
    else:
        known = person.learned(known, face, observation.brightness, at_ms)
    readable = _readable_eyes(face)
    opened = known.opened(face)
    closing = opened < BLINK_SHARE
    closed_at_ms = at_ms if closing else memory.closed_at_ms
    steady = readable and opened >= _STEADY_SHARE and at_ms - closed_at_ms >= _SETTLED_MS
    offset = known.iris_offset(face)

    moved = Movement()
    history: tuple[Sample, ...] = ()
    # With two faces in view the largest may be now the one, now the other: that is no movement.
    if len(observation.faces) == 1:
        sample = sample_of(face, at_ms, steady)
        moved, history = movement(memory.history, sample), remember(memory.history, sample)
    from_the_side = abs(known.turned_deg(face)) > _SIDE_VIEW_DEG
    talking = None if from_the_side else mouth.moved(memory.mouth, face.mouth_area, at_ms)
    feed = memory.liveness
    if readable:
        feed = liveness.faced(feed, (opened, face.iris_shift[0], face.head_pose.yaw_deg, face.mouth_area), at_ms)
    looking = readable and not closing
    reading = replace(
        reading,
        movement=moved,
        asked=asked,
        opened=opened if readable else None,
        eyes_closed=closing if readable else None,
        iris_offset=offset if looking else None,
        turned_deg=known.turned_deg(face),
        nodded_deg=known.nodded_deg(face),
        gaze=_gaze(offset, thresholds) if looking else None,
        talking_score=talking.talking_score if talking and memory.mouth else None,
        **_feed(feed, at_ms),
    )
    memory = replace(memory, person=known, history=history, closed_at_ms=closed_at_ms, mouth=talking, liveness=feed)
    return memory, reading


def _gaze(offset: Point, thresholds: Thresholds) -> Gaze:
    """Sideways looks go before up and down, which the lids hide."""
    x, y = offset
    if abs(x) > thresholds.gaze_shift:
        return "right" if x > 0 else "left"
    if abs(y) > _GAZE_Y:
        return "down" if y > 0 else "up"
    return "centre"


def _feed(feed: Liveness, at_ms: int) -> dict[str, Any]:
    since_ms = feed.since_ms(at_ms)
    return {
        "feed": feed.feed(at_ms),
        "feed_since_ms": since_ms,
        "feed_for_ms": None if since_ms is None else at_ms - since_ms,
    }
