"""The frames of a message, from encoded pictures to what they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from numpy import uint8
from numpy.typing import NDArray

from proctor_audit.errors import ProctorAuditError
from proctor_audit.judgement.state import SessionState
from proctor_audit.observation import Focus
from proctor_audit.protocol.frames import FrameRequest, RefusedFrame
from proctor_audit.vision import Glance, Sighting, decode_image


class Engine(Protocol):
    """What makes a sighting of a picture."""

    def glance(self, rgb: NDArray[uint8]) -> Glance: ...

    def look(self, glance: Glance, focus: Focus) -> Sighting: ...


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


def glance_at(engine: Engine, item: FrameRequest | RefusedFrame) -> GlancedFrame | RefusedFrame:
    """Decode a frame's picture and do what can be done before it is known what to look for."""
    if isinstance(item, RefusedFrame):
        return item
    try:
        return GlancedFrame(item, engine.glance(decode_image(item.image)))
    except ProctorAuditError as error:
        error.details["seq"] = item.seq
        return RefusedFrame(error)


def see_all(
    engine: Engine,
    items: Sequence[FrameRequest | RefusedFrame],
    glanced: Sequence[GlancedFrame | RefusedFrame],
    state: SessionState,
    now_ms: int,
) -> list[SeenFrame | RefusedFrame]:
    """Look at the frames in their order: what one shows decides what is looked for in the next.

    Args:
        engine: sees.
        items: the frames of the message.
        glanced: the first of them, as far as they have been glanced at already.
        state: of the session before the message.
        now_ms: when the message arrived, epoch milliseconds.
    """
    attention = state.memory.attention
    seen: list[SeenFrame | RefusedFrame] = []
    for n, item in enumerate(items):
        frame = glanced[n] if n < len(glanced) else glance_at(engine, item)
        if isinstance(frame, GlancedFrame):
            captured_at_ms = frame.request.captured_at_ms
            at_ms = now_ms if captured_at_ms is None else captured_at_ms + state.clock_offset_ms
            sighting = engine.look(frame.glance, attention.focus(at_ms))
            attention = attention.after(sighting.observation, at_ms)
            seen.append(SeenFrame(frame.request, frame.glance.rgb, sighting))
        else:
            seen.append(frame)
    return seen
