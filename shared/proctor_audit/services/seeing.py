"""The frames of a message, from encoded pictures to what they show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from numpy import uint8
from numpy.typing import NDArray

from proctor_audit.errors import ProctorAuditError
from proctor_audit.judgement.state import SessionState
from proctor_audit.observation import Focus
from proctor_audit.protocol.frames import FrameRequest, RefusedFrame
from proctor_audit.values import dataclass
from proctor_audit.vision import Counted, Glance, Sighting, decode_image


class Engine(Protocol):
    """What makes sightings of pictures, in three steps."""

    def glance(self, pictures: Sequence[NDArray[uint8]]) -> list[Glance]: ...

    def count(self, glance: Glance, focus: Focus) -> Counted: ...

    def read(self, pictures: Sequence[Counted]) -> list[Sighting]: ...


@dataclass(frozen=True, slots=True)
class DecodedFrame:
    """A frame of a message with its pixels."""

    request: FrameRequest
    rgb: NDArray[uint8]


@dataclass(frozen=True, slots=True)
class GlancedFrame:
    """A frame of a message whose picture has been glanced at."""

    request: FrameRequest
    glance: Glance


@dataclass(frozen=True, slots=True)
class SeenFrame:
    """A frame of a message with what vision made of it."""

    request: FrameRequest
    rgb: NDArray[uint8]
    sighting: Sighting


def glance_at(engine: Engine, items: Sequence[FrameRequest | RefusedFrame]) -> list[GlancedFrame | RefusedFrame]:
    """Decode the pictures and do what can be done before it is known what to look for."""
    decoded = [_decoded(item) for item in items]
    glances = iter(engine.glance([picture.rgb for picture in decoded if isinstance(picture, DecodedFrame)]))
    return [
        GlancedFrame(picture.request, next(glances)) if isinstance(picture, DecodedFrame) else picture
        for picture in decoded
    ]


def _decoded(item: FrameRequest | RefusedFrame) -> DecodedFrame | RefusedFrame:
    if isinstance(item, RefusedFrame):
        return item
    try:
        return DecodedFrame(item, decode_image(item.image))
    except ProctorAuditError as error:
        error.details["seq"] = item.seq
        return RefusedFrame(error)


def see_all(
    engine: Engine, frames: Sequence[GlancedFrame | RefusedFrame], state: SessionState, now_ms: int
) -> list[SeenFrame | RefusedFrame]:
    """What the frames of a message show.

    Args:
        engine: sees.
        frames: of the message.
        state: of the session before the message.
        now_ms: when the message arrived, epoch milliseconds.
    """
    pictures = [frame for frame in frames if isinstance(frame, GlancedFrame)]
    sightings = iter(engine.read(_counted(engine, pictures, state, now_ms)))
    return [
        SeenFrame(frame.request, frame.glance.rgb, next(sightings)) if isinstance(frame, GlancedFrame) else frame
        for frame in frames
    ]


def _counted(engine: Engine, frames: Sequence[GlancedFrame], state: SessionState, now_ms: int) -> list[Counted]:
    """In their order: what one frame shows decides what is looked for in the next."""
    attention = state.memory.attention
    counted = []
    for frame in frames:
        captured_at_ms = frame.request.captured_at_ms
        at_ms = now_ms if captured_at_ms is None else captured_at_ms + state.clock_offset_ms
        picture = engine.count(frame.glance, attention.focus(at_ms))
        attention = attention.after(picture.observation, at_ms)
        counted.append(picture)
    return counted
