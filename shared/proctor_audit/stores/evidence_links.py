"""Links to evidence pictures, for reviewers, and which there are from before incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from botocore.exceptions import BotoCoreError, ClientError

from proctor_audit.observability import logger
from proctor_audit.protocol.evidence_message import EARLIER
from proctor_audit.stores.evidence import earlier_prefix, evidence_key

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

    def earlier(self, tenant_id: str, session_id: str, incident_id: str = "") -> dict[str, list[str]]:
        """By incident, the roles of the pictures from before it; of all incidents, or of one.

        Nobody notes that they came: a browser may send some, or none. Where the bucket cannot be asked, a report does
        without them.
        """
        prefix = earlier_prefix(tenant_id, session_id)
        roles: dict[str, list[str]] = {}
        pages = self._client.get_paginator("list_objects_v2")
        try:
            for page in pages.paginate(Bucket=self._bucket, Prefix=f"{prefix}{incident_id}"):
                for found in page.get("Contents", ()):
                    incident, _, seconds = found["Key"].removeprefix(prefix).removesuffix(".jpg").rpartition("-")
                    roles.setdefault(incident, []).append(f"{EARLIER}{seconds}")
        except (BotoCoreError, ClientError):
            logger.exception("pictures from before incidents could not be looked for")
        return roles
