"""Signed as botocore signs, whatever is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.stores.signed_http import Credentials
from proctor_audit.stores.signed_http.signature import signed_headers

NOW = datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC)
REGION = "eu-central-1"


def by_botocore(
    method: str, path: str, headers: dict[str, str], body: bytes, service: str, credentials: Credentials
) -> str:
    request = AWSRequest(method=method, url=f"https://{headers['host']}{path}", headers=headers, data=body)
    request.context["timestamp"] = NOW.strftime("%Y%m%dT%H%M%SZ")
    request.context["payload_signing_enabled"] = True
    keys = BotocoreCredentials(
        credentials.access_key_id, credentials.secret_access_key, credentials.session_token or None
    )
    signer = S3SigV4Auth if service == "s3" else SigV4Auth
    signer(keys, service, REGION).add_auth(request)
    return str(request.headers["Authorization"])


@pytest.fixture(autouse=True)
def _stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    # Versions of botocore differ in where they take the time from.
    import botocore.auth

    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: NOW.replace(tzinfo=None))


CASES = [
    ("POST", "/", {"host": "dynamodb.eu-central-1.amazonaws.com", "x-amz-target": "T.GetItem"}, b"{}", "dynamodb"),
    ("POST", "/", {"host": "127.0.0.1:4566", "content-type": "application/x-amz-json-1.0"}, b"", "sqs"),
    (
        "DELETE",
        "/v1/@connections/L0SM9cOFvHcCIhw%3D",
        {"host": "abc.execute-api.eu-central-1.amazonaws.com"},
        b"",
        "execute-api",
    ),
    ("PUT", quote("/bucket/evidence/a cme+ü/é~.jpg"), {"host": "s3.eu-central-1.amazonaws.com"}, b"\xff\xd8", "s3"),
    ("PUT", "/bucket/key", {"host": "s3", "x-amz-copy-source": "/bucket/other%20key"}, b"", "s3"),
]


@pytest.mark.parametrize("token", ["", "FwoGZXIvYXdzE//////////wEaD+token=="])
@pytest.mark.parametrize(("method", "path", "headers", "body", "service"), CASES)
def test_as_botocore_signs(
    method: str, path: str, headers: dict[str, str], body: bytes, service: str, token: str
) -> None:
    credentials = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token)
    signed = signed_headers(
        method, path, headers, body, credentials=credentials, region=REGION, service=service, now=NOW
    )
    assert signed["authorization"] == by_botocore(method, path, headers, body, service, credentials)
    assert headers.items() <= signed.items()


@given(st.binary(max_size=400), st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40))
def test_every_body_and_secret_counts(body: bytes, secret: str) -> None:
    def signature(body: bytes, secret: str) -> str:
        credentials = Credentials("AKIDEXAMPLE", secret)
        headers = {"host": "dynamodb"}
        return signed_headers(
            "POST", "/", headers, body, credentials=credentials, region=REGION, service="dynamodb", now=NOW
        )["authorization"]

    assert signature(body, secret) != signature(body + b" ", secret)
    assert signature(body, secret) != signature(body, secret + "x")


def test_secrets_are_not_shown() -> None:
    assert "wJalr" not in repr(Credentials("AKIDEXAMPLE", "wJalr", "wJalr"))
