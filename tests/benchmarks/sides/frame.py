"""The frame function's work without the network, and its models by themselves: see ``tests.benchmarks.frame``."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit.services.live_sessions import Speaker
from proctor_audit.services.proctoring import Proctoring
from proctor_audit.stores.evidence import EvidenceStore
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore
from proctor_audit.stores.signed_http import Answer, CredentialSource, JsonService, Service
from proctor_audit.vision import FaceEngine, decode_image
from proctor_audit.vision.graphs import DetectionGraph, MeshGraph, image_packet
from proctor_audit.vision.region import Region
from tests.benchmarks.memory_aws import CONNECTION, TENANT, MemoryAws, frame_event
from tests.benchmarks.sides.serving import serve
from tests.benchmarks.sides.stopwatch import timed_ms

_CREDENTIALS: Final = {"AWS_ACCESS_KEY_ID": "benchmark", "AWS_SECRET_ACCESS_KEY": "benchmark"}
_FACE: Final = Region(0.46, 0.42, 0.375, 0.5, 0.0)
"""Where the mesh looks when the function did not look for one: it costs the same wherever it looks."""

_WEBP_QUALITY: Final = 50
"""As clients send it: sample_exam.film.SENT_QUALITY, which is not in the layers."""

Run = Callable[[], object]


class Wire(Service):
    """A service without a network: requests are made and signed as ever, and answered from memory."""

    def __init__(self, name: str, aws: MemoryAws) -> None:
        super().__init__(name, "us-east-1", f"http://{name}.invalid", CredentialSource(_CREDENTIALS))
        self._aws = aws

    def _exchanged(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        return Answer(*self._aws.answer(method, headers.get("x-amz-target", ""), body))


class FrameFunction:
    """functions/frame/app.py with a clock that is set and services in memory."""

    def __init__(self) -> None:
        self.aws = MemoryAws()
        self.now_s = 0.0
        self._proctoring = Proctoring(
            FaceEngine(),
            SessionStore(JsonService(Wire("dynamodb", self.aws), "DynamoDB_20120810"), "sessions"),
            EvidenceStore(Wire("s3", self.aws), "evidence"),
            Queue(JsonService(Wire("sqs", self.aws), "AmazonSQS"), "incidents"),
            lambda: self.now_s,
        )

    def handle(self, event: dict[str, Any]) -> dict[str, Any]:
        request = event["requestContext"]
        identity = request["authorizer"]
        speaker = Speaker(identity["session_id"], identity["tenant_id"], request["connectionId"])
        assert (speaker.tenant_id, speaker.connection_id) == (TENANT, CONNECTION)
        return {"statusCode": 200, "body": self._proctoring.reply_to(speaker, event.get("body"))}


class Recorder:
    """Notes which models a piece of work runs, and on what."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.regions: list[Region] = []

    def __enter__(self) -> Recorder:
        detect, landmarks = DetectionGraph.detect, MeshGraph.landmarks

        def noted_detect(graph: DetectionGraph, image: Any) -> Any:
            self.runs.append(partial(detect, graph, image))
            return detect(graph, image)

        def noted_landmarks(graph: MeshGraph, image: Any, region: Region) -> Any:
            self.runs.append(partial(landmarks, graph, image, region))
            self.regions.append(region)
            return landmarks(graph, image, region)

        self._replaced = (detect, landmarks)
        DetectionGraph.detect = noted_detect  # type: ignore[method-assign, assignment]
        MeshGraph.landmarks = noted_landmarks  # type: ignore[method-assign, assignment]
        return self

    def __exit__(self, *_: object) -> None:
        DetectionGraph.detect, MeshGraph.landmarks = self._replaced  # type: ignore[method-assign]


class FrameSide:
    """Times a message's work against its parts, one after the other."""

    def __init__(self) -> None:
        self._function = FrameFunction()
        self._detector, self._mesh = DetectionGraph(short_range=True, min_score=0.5), MeshGraph()
        self._parts: dict[int, dict[str, Run]] = {}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Handle message ``number`` of session ``round``; times of all parts, ``[wall, CPU]`` in milliseconds."""
        if request["number"] == 0:
            self._function.aws.open_session(str(request["round"]))
        self._function.now_s = request["at_s"]
        event = frame_event(str(request["round"]), request["body"])
        if request["number"] not in self._parts:
            with Recorder() as recorder:
                reply = self._function.handle(event)
            self._parts[request["number"]] = self._parts_of(request["body"], recorder)
            return {"faces": _faces(reply), "models_run": len(recorder.runs)}
        replies: list[dict[str, Any]] = []
        work: dict[str, Run] = {"frame": lambda: replies.append(self._function.handle(event))}
        work |= self._parts[request["number"]]
        # Who comes first finds the caches cold: everybody does in turn.
        names = list(work)
        first = request["round"] % len(names)
        times = {name: timed_ms(work[name]) for name in names[first:] + names[:first]}
        return {**times, "faces": _faces(replies[0])}

    def _parts_of(self, body: str, recorder: Recorder) -> dict[str, Run]:
        images = [base64.b64decode(frame["image"]) for frame in json.loads(body)["frames"]]
        pictures = [decode_image(image) for image in images]
        as_webp = [_webp(rgb) for rgb in pictures]
        regions = recorder.regions if len(recorder.regions) == len(images) else [_FACE] * len(images)

        def models() -> None:
            for rgb, region in zip(pictures, regions, strict=True):
                image = image_packet(rgb)
                self._detector.detect(image)
                self._mesh.landmarks(image, region)

        return {
            "models": models,
            "own_models": lambda: [run() for run in recorder.runs],
            "decoding": lambda: [decode_image(image) for image in images],
            "decoding_webp": lambda: [decode_image(image) for image in as_webp],
        }


def _webp(rgb: NDArray[np.uint8]) -> bytes:
    setting = [cv2.IMWRITE_WEBP_QUALITY, _WEBP_QUALITY]
    return cv2.imencode(".webp", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), setting)[1].tobytes()


def _faces(reply: dict[str, Any]) -> list[int]:
    """How many faces every frame of the message showed; an error in it ends the run."""
    return [frame["metrics"]["faces"] for frame in json.loads(reply["body"])["results"]]


def main() -> None:
    """Serve until there are no more requests."""
    cv2.setNumThreads(1)
    serve(FrameSide().answer)


if __name__ == "__main__":
    main()
