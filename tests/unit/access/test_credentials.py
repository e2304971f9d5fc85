"""API keys and tokens: enough random bits, stored as hashes, refused when anything is wrong."""

from __future__ import annotations

import dataclasses
import math
from datetime import UTC, datetime

import pytest

from proctor_audit.access.api_keys import (
    ApiKeyRecord,
    Scope,
    check_api_key,
    checked_tenant,
    new_api_key,
    prefix_of,
    sha256_of,
)
from proctor_audit.access.tokens import check_token, new_token, parse_token
from proctor_audit.errors import AccessDenied, InvalidMessage, SessionUnavailable

SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
KEY = new_api_key()
RECORD = ApiKeyRecord(
    prefix=prefix_of(KEY) or "",
    key_sha256=sha256_of(KEY),
    tenant_id="acme",
    label="",
    scopes=frozenset({Scope.SESSIONS}),
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
)


def test_a_key_has_more_than_128_random_bits_and_a_prefix() -> None:
    keys = {new_api_key() for _ in range(200)}
    assert len(keys) == 200
    prefix, secret = KEY.split("_", 2)[1:]
    assert prefix_of(KEY) == prefix
    assert len(secret) * math.log2(64) >= 128


def test_what_is_stored_does_not_hold_the_secret() -> None:
    assert KEY.split("_", 2)[2] not in repr(RECORD)


@pytest.mark.parametrize(
    ("key", "record", "scope", "code"),
    [
        (KEY, None, Scope.SESSIONS, "invalid_api_key"),
        (new_api_key(), RECORD, Scope.SESSIONS, "invalid_api_key"),
        (KEY + "x", RECORD, Scope.SESSIONS, "invalid_api_key"),
        ("", None, Scope.SESSIONS, "invalid_api_key"),
        (KEY, dataclasses.replace(RECORD, revoked_at=RECORD.created_at), Scope.SESSIONS, "api_key_revoked"),
        (KEY, RECORD, Scope.REVIEW, "missing_scope"),
    ],
)
def test_refused_keys(key: str, record: ApiKeyRecord | None, scope: Scope, code: str) -> None:
    with pytest.raises(AccessDenied) as error:
        check_api_key(key, record, scope)
    assert error.value.code == code


def test_the_right_key_is_let_in() -> None:
    assert check_api_key(KEY, RECORD, Scope.SESSIONS) is RECORD


@pytest.mark.parametrize("text", ["", "pa_short_x", "Bearer x", "pa_" + "a" * 10 + "_" + "ü" * 43, KEY + "\n"])
def test_what_is_no_key_has_no_prefix(text: str) -> None:
    assert prefix_of(text) is None


@pytest.mark.parametrize("name", ["", "Acme", "a/b", "../x", "-a", "a-", "a" * 65, None, 3, "acme\n"])
def test_tenants_that_could_not_stand_in_a_path(name: object) -> None:
    with pytest.raises(InvalidMessage):
        checked_tenant(name)


def test_a_token_opens_its_session_only() -> None:
    text, stored = new_token(SESSION)
    token = parse_token(text)
    assert token.session_id == SESSION
    check_token(token, stored, expires_s=100, revoked=False, now_s=99.9)
    other, _ = new_token(SESSION)
    for wrong, revoked, now_s, code in [
        (parse_token(other), False, 0.0, "invalid_token"),
        (token, True, 0.0, "session_revoked"),
        (token, False, 100.0, "session_expired"),
    ]:
        with pytest.raises(SessionUnavailable) as error:
            check_token(wrong, stored, expires_s=100, revoked=revoked, now_s=now_s)
        assert error.value.code == code


@pytest.mark.parametrize("text", ["", ".", SESSION, f"{SESSION}.short", f"{SESSION.upper()}.{'a' * 43}", "a" * 4000])
def test_what_is_no_token(text: str) -> None:
    with pytest.raises(AccessDenied) as error:
        parse_token(text)
    assert error.value.code == "invalid_token"
