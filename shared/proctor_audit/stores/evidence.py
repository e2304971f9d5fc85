"""Evidence pictures in S3.

A first sign waits under ``suspicion/``, which the bucket empties after a day. Only what belongs to a confirmed
incident stands under ``evidence/``, for as long as the stack's retention says.
"""

from __future__ import annotations

from urllib.parse import quote

from proctor_audit.protocol.evidence_message import EARLIER
from proctor_audit.stores.signed_http import AwsError, Service


class EvidenceStore:
    """The bucket of evidence pictures; all of them JPEG.

    Args:
        s3: the service.
        bucket: name of the bucket.
    """

    def __init__(self, s3: Service, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def keep_suspicion(self, tenant_id: str, session_id: str, incident_id: str, jpeg: bytes) -> None:
        """Keep the picture of a first sign for a short time."""
        self._put(_suspicion_key(tenant_id, session_id, incident_id), jpeg)

    def confirm_suspicion(self, tenant_id: str, session_id: str, incident_id: str) -> None:
        """The suspicion became an incident: its first sign stays."""
        source = self._path(_suspicion_key(tenant_id, session_id, incident_id))
        target = self._path(evidence_key(tenant_id, session_id, incident_id, "first"))
        answer = self._s3.request("PUT", target, {"x-amz-copy-source": source})
        if b"<Error>" in answer.body:  # S3 may find out that it cannot copy after it has answered 200
            raise AwsError("CopyFailed", "the first sign could not be copied", answer.status)

    def keep(self, tenant_id: str, session_id: str, incident_id: str, role: str, jpeg: bytes) -> None:
        """Keep a picture of a confirmed incident."""
        self._put(evidence_key(tenant_id, session_id, incident_id, role), jpeg)

    def _put(self, key: str, jpeg: bytes) -> None:
        self._s3.request("PUT", self._path(key), {"content-type": "image/jpeg"}, jpeg)

    def _path(self, key: str) -> str:
        return quote(f"/{self._bucket}/{key}", safe="/-_.~")


def evidence_key(tenant_id: str, session_id: str, incident_id: str, role: str) -> str:
    """Where a picture of a confirmed incident stands."""
    # Those from before it stand apart: nobody notes that they came, so they are looked for.
    if role.startswith(EARLIER):
        return f"{earlier_prefix(tenant_id, session_id)}{incident_id}-{role.removeprefix(EARLIER)}.jpg"
    return f"evidence/{tenant_id}/{session_id}/{incident_id}/{role}.jpg"


def earlier_prefix(tenant_id: str, session_id: str) -> str:
    """What the keys of all a session's pictures from before its incidents begin with."""
    return f"evidence/{tenant_id}/{session_id}/earlier/"


def _suspicion_key(tenant_id: str, session_id: str, incident_id: str) -> str:
    return f"suspicion/{tenant_id}/{session_id}/{incident_id}/first.jpg"
