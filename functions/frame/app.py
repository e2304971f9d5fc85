"""The `frame` route: webcam frames in, verdicts out; and `evidence`: pictures from before an incident."""

from __future__ import annotations

from typing import Any

from proctor_audit.protocol.replies import EVIDENCE_ACTION
from proctor_audit.services.earlier_pictures import EarlierPictures
from proctor_audit.services.live_sessions import Speaker
from proctor_audit.services.proctoring import Proctoring
from proctor_audit.settings import Settings
from proctor_audit.stores import hot_path
from proctor_audit.stores.evidence import EvidenceStore
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore
from proctor_audit.vision import FaceEngine

settings = Settings.from_environment()
evidence = EvidenceStore(hot_path.s3(), settings.evidence_bucket)
proctoring = Proctoring(
    FaceEngine(),
    SessionStore(hot_path.dynamodb(), settings.sessions_table),
    evidence,
    Queue(hot_path.sqs(), settings.incident_queue_url),
)
earlier = EarlierPictures(proctoring.live, evidence)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    request = event["requestContext"]
    identity = request["authorizer"]
    speaker = Speaker(identity["session_id"], identity["tenant_id"], request["connectionId"])
    service = earlier if request["routeKey"] == EVIDENCE_ACTION else proctoring
    return {"statusCode": 200, "body": service.reply_to(speaker, event.get("body"))}
