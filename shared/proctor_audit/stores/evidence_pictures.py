"""Evidence pictures themselves, for exports that must outlast the links to them."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from botocore.exceptions import BotoCoreError, ClientError

from proctor_audit.stores.evidence import evidence_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Not more than the client keeps connections.
_AT_ONCE: Final = 10
_JPEG: Final = b"\xff\xd8\xff"


class EvidencePictures:
    """Reads pictures of a bucket.

    Args:
        client: of S3.
        bucket: name of the bucket.
    """

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def read(
        self, tenant_id: str, session_id: str, places: Iterable[tuple[str, str]], limit_bytes: int
    ) -> dict[tuple[str, str], bytes]:
        """The JPEG pictures that are there, until all together would be larger than ``limit_bytes``.

        Args:
            tenant_id: whose they are.
            session_id: of the session.
            places: incident's id and role of each, the most wanted first.
            limit_bytes: of all of them.
        """
        wanted = list(places)
        found: dict[tuple[str, str], bytes] = {}
        left = limit_bytes
        with ThreadPoolExecutor(_AT_ONCE) as executor:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                keys = [evidence_key(tenant_id, session_id, *place) for place in some]
                for place, jpeg in zip(some, executor.map(self._read, keys), strict=True):
                    if jpeg is None:
                        continue
                    if len(jpeg) > left:
                        return found
                    found[place] = jpeg
                    left -= len(jpeg)
        return found

    def _read(self, key: str) -> bytes | None:
        """None for what has expired, was never stored, or cannot be reached."""
        try:
            jpeg = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except (BotoCoreError, ClientError):
            return None
        return jpeg if jpeg.startswith(_JPEG) else None
