"""Sessions that a process remembers."""

from __future__ import annotations

import pytest

from proctor_audit.judgement.state import SessionState, encode
from proctor_audit.services.session_cache import LiveSession, unpacked
from proctor_audit.stores.sessions import SessionItem

ITEM = SessionItem("5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11", "acme", b"t" * 32, expires_s=2_000_000_000)


@pytest.mark.parametrize(("state", "seq"), [(b"", -1), (encode(SessionState(seq=17)), 17), (b"of another version", -1)])
def test_a_state_that_cannot_be_read_begins_anew(state: bytes, seq: int) -> None:
    item = SessionItem(ITEM.session_id, ITEM.tenant_id, ITEM.token_sha256, ITEM.expires_s, state=state)
    assert unpacked(item).state.seq == seq


@pytest.mark.parametrize(
    ("shared", "first_seq", "current"),
    [(False, 99, True), (True, 18, True), (True, 17, True), (True, 19, False), (True, None, True)],
)
def test_where_others_judge_too_only_what_follows_on_is_current(
    shared: bool, first_seq: int | None, current: bool
) -> None:
    known = unpacked(SessionItem(ITEM.session_id, "acme", b"", 0, state=encode(SessionState(seq=17))), shared=shared)
    assert isinstance(known, LiveSession)
    assert known.may_be_current(first_seq) is current
