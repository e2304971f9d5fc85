"""Evidence pictures in S3.

A first sign waits under ``suspicion/``, which the bucket empties after a day. Only what belongs to a confirmed
incident stands under ``evidence/``, for as long as the stack's retention says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LINK_LIFETIME_S = 300
_CONTENT_TYPE = "image/jpeg"


class EvidenceStore:
    """The bucket of evidence pictures; all of them JPEG."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep_suspicion(self, tenant_id: str, session_id: str, incident_id: str, jpeg: bytes) -> None:
        """Keep the picture of a first sign for a short time."""
        self._put(_suspicion_key(tenant_id, session_id, incident_id), jpeg)

    def confirm_suspicion(self, tenant_id: str, session_id: str, incident_id: str) -> None:
        """The suspicion became an incident: its first sign stays."""
        self._client.copy_object(
            Bucket=self._bucket,
            Key=evidence_key(tenant_id, session_id, incident_id, "first"),
            CopySource={"Bucket": self._bucket, "Key": _suspicion_key(tenant_id, session_id, incident_id)},
        )

    def keep(self, tenant_id: str, session_id: str, incident_id: str, role: str, jpeg: bytes) -> None:
        """Keep a picture of a confirmed incident."""
        self._put(evidence_key(tenant_id, session_id, incident_id, role), jpeg)

    def link(self, tenant_id: str, session_id: str, incident_id: str, role: str) -> str:
        """A link to a picture that works for ``LINK_LIFETIME_S`` seconds and needs no sign-in."""
        return self._client.generate_presigned_url(
            "get_object",
            Params={"Bucket": self._bucket, "Key": evidence_key(tenant_id, session_id, incident_id, role)},
            ExpiresIn=LINK_LIFETIME_S,
        )

    def _put(self, key: str, jpeg: bytes) -> None:
        self._client.put_object(Bucket=self._bucket, Key=key, Body=jpeg, ContentType=_CONTENT_TYPE)


def evidence_key(tenant_id: str, session_id: str, incident_id: str, role: str) -> str:
    """Where a picture of a confirmed incident stands."""
    return f"evidence/{tenant_id}/{session_id}/{incident_id}/{role}.jpg"


def _suspicion_key(tenant_id: str, session_id: str, incident_id: str) -> str:
    return f"suspicion/{tenant_id}/{session_id}/{incident_id}/first.jpg"
