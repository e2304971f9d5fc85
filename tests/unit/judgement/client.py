"""A client that does what replies ask for, without a network: each message is judged as soon as it is full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from proctor_audit.client import Frame, Pacer
from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.judge import Sight, judge
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState
from proctor_audit.observation import Observation

T0 = 1_763_881_200_000
CAMERA_FPS = 20

Scene = Callable[[float], Observation]


@dataclass(slots=True)
class Followed:
    """What came of a scene."""

    state: SessionState = field(default_factory=SessionState)
    messages: list[int] = field(default_factory=list)
    changes: list[Incident] = field(default_factory=list)
    paces: list[tuple[int, int]] = field(default_factory=list)

    @property
    def opened(self) -> set[str]:
        return {change.kind for change in self.changes if change.state == "opened"}

    @property
    def frames(self) -> int:
        return sum(self.messages)


def follow(scene: Scene, duration_s: float, policy: Policy | None = None) -> Followed:
    """Show a scene to a camera whose pictures are sent at the pace that the replies ask for.

    Args:
        scene: what is to be seen at a time, in seconds.
        duration_s: of the exam.
        policy: of the session.
    """
    policy, done, seq = policy or Policy(), Followed(), 0
    pacer = Pacer(policy.pace.message("quiet"))
    for number in range(round(duration_s * CAMERA_FPS)):
        pacer.offer(Frame(b"picture", T0 + round(1000 * number / CAMERA_FPS)))
        while pacer.full:
            times_ms = [frame.captured_at_ms for frame in pacer.message()]
            sights = [Sight(seq + i, at_ms, scene((at_ms - T0) / 1000)) for i, at_ms in enumerate(times_ms)]
            judgement = judge("s-1", done.state, sights, policy, times_ms[-1] + 40)
            seq += len(sights)
            done.state = judgement.state.delivered()
            done.messages.append(len(sights))
            done.changes += [change for frame in judgement.frames for change in frame.changes]
            done.paces.append((judgement.pace["interval_ms"], judgement.pace["frames_per_message"]))
            pacer.ask(judgement.pace)
    return done
