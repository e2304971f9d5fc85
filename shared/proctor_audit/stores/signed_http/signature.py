"""AWS Signature Version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from proctor_audit.values import dataclass

_ALGORITHM: Final = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who signs; ``session_token`` is empty for long-lived keys."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)


def signed_headers(
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    credentials: Credentials,
    region: str,
    service: str,
    now: datetime,
) -> dict[str, str]:
    """The headers of a request with those added that sign it.

    Args:
        method: of the request.
        path: encoded as it is sent. There is no query string.
        headers: lower-case names; ``host`` among them.
        body: what is sent.
        credentials: who signs.
        region: of the service.
        service: its signing name.
        now: the time, UTC.
    """
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(body).hexdigest()
    signing = dict(headers) | {"x-amz-date": stamp}
    if service == "s3":
        signing["x-amz-content-sha256"] = digest
    if credentials.session_token:
        signing["x-amz-security-token"] = credentials.session_token
    names = sorted(signing)
    # All services but S3 sign the path as if it were still to be encoded.
    signed_path = path if service == "s3" else quote(path, safe="/-_.~")
    canonical = "\n".join(
        (method, signed_path, "", *(f"{name}:{signing[name].strip()}" for name in names), "", ";".join(names), digest)
    )
    scope = f"{stamp[:8]}/{region}/{service}/aws4_request"
    to_sign = "\n".join((_ALGORITHM, stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = _signing_key(credentials.secret_access_key, stamp[:8], region, service)
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    signing["authorization"] = (
        f"{_ALGORITHM} Credential={credentials.access_key_id}/{scope}, "
        f"SignedHeaders={';'.join(names)}, Signature={signature}"
    )
    return signing


@lru_cache(maxsize=8)
def _signing_key(secret: str, day: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
