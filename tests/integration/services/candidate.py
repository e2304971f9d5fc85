"""A candidate's socket over real stores, with what each picture shows written down instead of seen."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import boto3
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from proctor_audit.observation import Focus, Observation
from proctor_audit.services.browsing import Browsing
from proctor_audit.services.earlier_pictures import EarlierPictures
from proctor_audit.services.live_sessions import Speaker
from proctor_audit.services.proctoring import Proctoring
from proctor_audit.stores import hot_path
from proctor_audit.stores.evidence import EvidenceStore
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionItem, SessionStore
from proctor_audit.vision import Counted, Glance, Sighting
from proctor_audit.vision.picture_quality import PictureQuality
from tests.unit.judgement.observations import CALM

SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
NOW_S = 1_763_881_200.0
JPEG = base64.b64encode(
    bytes(cv2.imencode(".jpg", np.full((48, 64, 3), 127, np.uint8))[1])  # its content is not looked at
).decode()


QUALITY = PictureQuality(brightness=0.5, contrast=0.2, sharpness=0.5, overexposed=0.0, fingerprint=(), grid=())


class Told:
    """Stands for the eyes: shows what it is told to, whatever the picture."""

    def __init__(self) -> None:
        self.shows = CALM
        self.foci: list[Focus] = []
        self.glances = 0

    def glance(self, pictures: Sequence[NDArray[np.uint8]]) -> list[Glance]:
        self.glances += len(pictures)
        return [Glance(rgb, rgb[..., 0], QUALITY, None, []) for rgb in pictures]

    def count(self, glance: Glance, focus: Focus) -> Counted:
        self.foci.append(focus)
        return Counted(glance, None, replace(self.shows, searched=focus.search))

    def read(self, pictures: Sequence[Counted]) -> list[Sighting]:
        return [Sighting(picture.observation, None) for picture in pictures]


class Clock:
    def __init__(self) -> None:
        self.now_s = NOW_S

    def __call__(self) -> float:
        return self.now_s


class Exam:
    """A candidate's socket, served by as many processes as the test wants."""

    def __init__(self, table: str, queue_url: str, bucket: str) -> None:
        self.sessions = SessionStore(hot_path.dynamodb(), table)
        self.queue_url, self.bucket = queue_url, bucket
        self.eyes, self.clock, self.seq = Told(), Clock(), 0
        self.sessions.open(SessionItem(SESSION, "acme", b"t" * 32, expires_s=int(NOW_S) + 3600))
        self.connect("first")

    def connect(self, connection_id: str) -> None:
        self.sessions.bind(SESSION, connection_id, int(self.clock.now_s))
        self.speaker = Speaker(SESSION, "acme", connection_id)

    def overtaken(self, monkeypatch: pytest.MonkeyPatch, times: int) -> list[SessionItem]:
        """The next writes lose so many races; the items that they were to build upon, one a race."""
        save, lost = self.sessions.save_state, list[SessionItem]()

        def save_late(item: SessionItem, state: bytes) -> SessionItem:
            if len(lost) < times:
                lost.append(item)
                self.sessions.bind(SESSION, "first", int(self.clock.now_s))
            return save(item, state)

        monkeypatch.setattr(self.sessions, "save_state", save_late)
        return lost

    def process(self, *, queue_url: str | None = None, bucket: str | None = None) -> Proctoring:
        queue = Queue(hot_path.sqs(), queue_url or self.queue_url)
        evidence = EvidenceStore(hot_path.s3(), bucket or self.bucket)
        return Proctoring(self.eyes, self.sessions, evidence, queue, self.clock)

    def earlier(self, process: Proctoring) -> EarlierPictures:
        return EarlierPictures(process.live, EvidenceStore(hot_path.s3(), self.bucket))

    def browser(self, *, queue_url: str | None = None) -> Browsing:
        return Browsing(self.sessions, Queue(hot_path.sqs(), queue_url or self.queue_url), self.clock)

    def tell(self, process: Browsing, *events: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps({"action": "browser", "events": events})
        reply: dict[str, Any] = json.loads(process.reply_to(self.speaker, body))
        return reply

    def ago(self, kind: str, began_s: float, lasted_s: float | None = None, **more: Any) -> dict[str, Any]:
        """An event that began so long ago."""
        lasted = {} if lasted_s is None else {"duration_ms": round(lasted_s * 1000)}
        return {"kind": kind, "at": round((self.clock.now_s - began_s) * 1000), **lasted, **more}

    def frame(self, process: Proctoring, shows: Observation = CALM, seq: int | None = None) -> dict[str, Any]:
        self.eyes.shows = shows
        self.clock.now_s += 0.5
        self.seq += 1
        number = self.seq if seq is None else seq
        body = {"action": "frame", "seq": number, "captured_at": self.clock.now_s * 1000, "image": JPEG}
        reply: dict[str, Any] = json.loads(process.reply_to(self.speaker, json.dumps(body)))
        return reply

    def batch(self, process: Proctoring, shows: Observation, frames: int, **more: Any) -> dict[str, Any]:
        """Half a second apart, all at once."""
        self.eyes.shows = shows
        self.clock.now_s += 0.5 * frames
        start_s = self.clock.now_s - 0.5 * frames
        sent = []
        for n in range(1, frames + 1):
            captured_at = (start_s + 0.5 * n) * 1000
            sent.append({"seq": self.seq + n, "captured_at": captured_at, "image": JPEG, **more})
        self.seq += frames
        body = json.dumps({"action": "frame", "frames": sent})
        reply: dict[str, Any] = json.loads(process.reply_to(self.speaker, body))
        return reply

    def queued(self) -> list[dict[str, Any]]:
        """All messages in the queue, which is empty afterwards."""
        found: list[dict[str, Any]] = []
        sqs = boto3.client("sqs")
        while messages := sqs.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=10).get("Messages"):
            for message in messages:
                found.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])
        return found


def kinds(messages: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(i["kind"], i["state"]) for message in messages for i in message["incidents"]]
