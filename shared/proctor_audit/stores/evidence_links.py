"""Links to evidence pictures, for reviewers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proctor_audit.stores.evidence import evidence_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

LINK_LIFETIME_S: Final = 300


class EvidenceLinks:
    """Makes links to the pictures of a bucket.

    Args:
        client: of S3; its links are signed for the host that it calls.
        bucket: name of the bucket.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def link(self, tenant_id: str, session_id: str, incident_id: str, role: str) -> str:
        """A link to a picture that works for ``LINK_LIFETIME_S`` seconds and needs no sign-in."""
        return self._client.generate_presigned_url(
            "get_object",
            Params={"Bucket": self._bucket, "Key": evidence_key(tenant_id, session_id, incident_id, role)},
            ExpiresIn=LINK_LIFETIME_S,
        )
