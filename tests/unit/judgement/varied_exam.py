"""An hour of exam in which much happens, and the largest item that its session ever is in the store."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from typing import Final

from proctor_audit.judgement.browser import judge_events
from proctor_audit.judgement.judge import Sight, judge
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState, encode
from proctor_audit.observation import Gaze, Observation
from proctor_audit.protocol.browser_events import DETAILS, KINDS, BrowserEvent
from proctor_audit.stores.sessions import SessionItem
from tests.unit.judgement.observations import DARK, face_box, main_face, observation

SESSION: Final = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
T0: Final = 1_763_881_200_000
_SCENES: Final = ("calm", "calm", "calm", "nobody", "others", "others", "closed", "away", "down", "talking", "dark")
_TARGETS: Final[tuple[Gaze, ...]] = ("centre", "left", "right", "up", "down")
_FRAMES: Final = 2_400
_ROOM: Final = tuple(min(max(round(random.Random(part).gauss(34, 10)), 1), 62) for part in range(32))


@dataclass(frozen=True, slots=True)
class Hour:
    """What came of it.

    Attributes:
        largest_item_bytes: of the session's item, as DynamoDB counts them.
        kinds: of the incidents that were told.
    """

    largest_item_bytes: int
    kinds: frozenset[IncidentKind]


def varied_exam() -> Hour:
    """An hour at frame intervals of 0.1 to 2.9 s; the item has a policy, and incidents that wait for the queue."""
    rng = random.Random(7)
    policy = json.dumps({"preset": "strict", "accommodations": ["reads_aloud"]}, separators=(",", ":"))
    item = SessionItem(SESSION, "university-of-somewhere", b"t" * 32, T0 // 1000, 1, policy, "L0SM9cOFvHcCIhw=")
    state, largest, scene, at_ms = SessionState(), 0, "calm", T0
    begun: dict[str, BrowserEvent] = {}
    kinds: set[IncidentKind] = set()
    for seq in range(_FRAMES):
        if rng.random() < 0.15:
            scene = rng.choice(_SCENES)
        at_ms += rng.randrange(100, 2_900)
        target = rng.choice(_TARGETS) if seq < 20 else None
        sight = Sight(seq, at_ms, _lively(rng, scene), target)
        state = judge(SESSION, state, [sight], Policy(), at_ms + rng.randrange(300)).state
        browsed = state.delivered()
        if told := _told(rng, begun, at_ms):
            browsed = judge_events(SESSION, browsed, told, Policy(), at_ms + rng.randrange(300)).state
        # Two messages, each with a write of its own.
        for written in (state, browsed):
            kinds |= {incident.kind for incident in written.outbox}
            largest = max(largest, _item_bytes(replace(item, state=encode(written))))
        state = browsed.delivered()
    return Hour(largest, frozenset(kinds))


def _lively(rng: random.Random, scene: str) -> Observation:
    """A frame of which every number is another one, as in a real exam."""
    if scene == "dark":
        return DARK
    fingerprint = tuple(rng.randrange(64) for _ in range(8))
    face = main_face(
        at=(0.5 + rng.gauss(0, 0.05), 0.45 + rng.gauss(0, 0.03)),
        width=0.25 + rng.gauss(0, 0.02),
        eye_aspect_ratio=0.1 if scene == "closed" or rng.random() < 0.05 else 0.27 + rng.gauss(0, 0.03),
        iris_shift=(rng.gauss(0, 0.04), -0.075 + rng.gauss(0, 0.03)),
        yaw_deg=rng.gauss(45 if scene == "away" else 0, 6),
        pitch_deg=rng.gauss(-30 if scene == "down" else 0, 4),
        mouth_area=abs(rng.gauss(0, 0.06 if scene == "talking" else 0.01)),
    )
    seen = observation(
        None if scene == "nobody" else face,
        brightness=0.5 + rng.gauss(0, 0.02),
        fingerprint=fingerprint,
        searched=rng.random() < 0.5,
    )
    seen = replace(seen, grid=tuple(level + rng.randrange(-1, 2) for level in _ROOM))
    if scene != "others":
        return seen
    others = [face_box(rng.uniform(0.1, 0.8), 0.1, rng.uniform(0.05, 0.15)) for _ in range(rng.randrange(5))]
    return replace(seen, faces=(*seen.faces, *others))


def _told(rng: random.Random, begun: dict[str, BrowserEvent], now_ms: int) -> list[BrowserEvent]:
    """What the browser tells: now and then something begins, and what has begun ends."""
    told = []
    for kind, event in list(begun.items()):
        if rng.random() < 0.2:
            told.append(replace(begun.pop(kind), duration_ms=now_ms - event.at_ms))
    if rng.random() < 0.05:
        kind = rng.choice(KINDS)
        event = BrowserEvent(kind, now_ms - rng.randrange(400), None, rng.choice(DETAILS.get(kind, ("",))))
        told.append(event)
        if kind not in ("clipboard", "page_left"):
            begun[kind] = event
    return told


def _item_bytes(item: SessionItem) -> int:
    """Size of the stored item, by DynamoDB's rules: names and values, up to 21 bytes a number."""
    texts = ("session_id", item.session_id, "tenant_id", item.tenant_id)
    maybe = ("policy", item.policy or "", "connection_id", item.connection_id or "")
    numbers = ("ends", "expires", "version")
    binary = len("token_sha256state") + len(item.token_sha256) + len(item.state)
    return sum(map(len, (*texts, *maybe))) + sum(len(name) + 8 for name in numbers) + binary
