"""Which pictures of a source to send, and when: pure, so that a film and a camera are paced alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from proctor_audit.client.frame import Frame, message_bytes
from proctor_audit.protocol.limits import MAX_FRAMES_PER_MESSAGE, MAX_WEBSOCKET_FRAME_BYTES


class Pacer:
    """Takes frames at the interval that was asked for, and gathers them into messages.

    Times are the frames' own. Of the frames a source gives, the one nearest to its time is taken, so that the interval
    holds on the average however the source's own spacing divides it.

    Args:
        pace: of the last reply; see ``ask``.
        max_message_bytes: a message has fewer frames than asked for when they would not fit; one always does.
        every: take every frame, whatever interval is asked for.
    """

    def __init__(
        self, pace: Mapping[str, int], *, max_message_bytes: int = MAX_WEBSOCKET_FRAME_BYTES, every: bool = False
    ) -> None:
        self._max_message_bytes = max_message_bytes
        self._every = every
        self._waiting: list[Frame] = []
        self._sizes: list[int] = []
        self._offered_ms: int | None = None
        self._due_ms = 0.0
        """When the frame taken last was due; what it came too late or too early is made up for by the next."""
        self.ask(pace)

    def ask(self, pace: Mapping[str, int]) -> None:
        """Go on as a reply's ``pace`` asks."""
        self._interval_ms = pace["interval_ms"]
        self._frames = pace["frames_per_message"]

    def offer(self, frame: Frame) -> bool:
        """Take the frame, if its time has come."""
        if not self._every and not self._comes(frame.captured_at_ms):
            return False
        image = frame.encoded()
        self._waiting.append(replace(frame, image=image))
        self._sizes.append(len(image))
        # Whoever cannot send for a while goes on with what is new.
        del self._waiting[:-MAX_FRAMES_PER_MESSAGE], self._sizes[:-MAX_FRAMES_PER_MESSAGE]
        return True

    @property
    def waiting(self) -> int:
        """Frames taken that are in no message yet."""
        return len(self._waiting)

    @property
    def full(self) -> bool:
        """Whether a message should be sent: it has the frames asked for, or another would not fit."""
        if not self._waiting:
            return False
        one_more = [*self._sizes, max(self._sizes)]
        return self.waiting >= self._frames or message_bytes(one_more) > self._max_message_bytes

    def message(self) -> list[Frame]:
        """What to send next, oldest first: all that waits, as far as it fits."""
        count = self.waiting
        while count > 1 and message_bytes(self._sizes[:count]) > self._max_message_bytes:
            count -= 1
        frames = self._waiting[:count]
        del self._waiting[:count], self._sizes[:count]
        return frames

    def _comes(self, at_ms: int) -> bool:
        before_ms, self._offered_ms = self._offered_ms, at_ms
        if before_ms is None or at_ms < before_ms:
            # The first, or the first after a clock was set back.
            self._due_ms = at_ms
            return True
        due_ms = self._due_ms + self._interval_ms
        if at_ms < due_ms - min(at_ms - before_ms, self._interval_ms) / 2:
            return False
        self._due_ms = due_ms if at_ms - due_ms < self._interval_ms else at_ms
        return True
