"""The `frame` route: webcam frames in, verdicts out."""

from __future__ import annotations

from typing import Any

from proctor_audit.services.proctoring import Proctoring, Speaker
from proctor_audit.settings import Settings
from proctor_audit.stores.aws import dynamodb_client, s3_client, sqs_client
from proctor_audit.stores.evidence import EvidenceStore
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore
from proctor_audit.vision import FaceEngine

settings = Settings.from_environment()
proctoring = Proctoring(
    FaceEngine(),
    SessionStore(dynamodb_client(), settings.sessions_table),
    EvidenceStore(s3_client(), settings.evidence_bucket),
    Queue(sqs_client(), settings.incident_queue_url),
)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    request = event["requestContext"]
    identity = request["authorizer"]
    speaker = Speaker(identity["session_id"], identity["tenant_id"], request["connectionId"])
    return {"statusCode": 200, "body": proctoring.reply_to(speaker, event.get("body"))}
