"""Session items under conditional writes: of two writers one wins, and the loser learns what stands there."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest

from proctor_audit.stores import hot_path
from proctor_audit.stores.sessions import SessionItem, SessionStore, StaleVersion
from proctor_audit.stores.signed_http import AwsError

ITEM = SessionItem("5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11", "acme", b"t" * 32, expires_s=2_000_000_000)


@pytest.fixture
def store(sessions_table: str) -> SessionStore:
    return SessionStore(hot_path.dynamodb(), sessions_table)


def test_open_and_get(store: SessionStore) -> None:
    assert store.get(ITEM.session_id) is None
    opened = store.open(dataclasses.replace(ITEM, policy='{"pace":{}}'))
    assert store.get(ITEM.session_id) == opened == dataclasses.replace(ITEM, version=1, policy='{"pace":{}}')


def test_opening_again_renews_the_token_and_keeps_the_state(store: SessionStore) -> None:
    store.save_state(store.open(ITEM), b"what is known")
    store.bind(ITEM.session_id, "connection", 0)
    again = store.open(dataclasses.replace(ITEM, token_sha256=b"n" * 32))
    assert (again.token_sha256, again.state, again.connection_id) == (b"n" * 32, b"what is known", "connection")


def test_another_tenant_cannot_open_the_session(store: SessionStore) -> None:
    store.open(ITEM)
    with pytest.raises(AwsError, match="ConditionalCheckFailedException"):
        store.open(dataclasses.replace(ITEM, tenant_id="other"))


def test_the_loser_of_a_race_gets_what_stands_there(store: SessionStore) -> None:
    before = store.open(ITEM)
    winner = store.save_state(before, b"first")
    with pytest.raises(StaleVersion) as lost:
        store.save_state(before, b"second")
    assert lost.value.current == winner
    assert store.save_state(winner, b"second").state == b"second"


def test_many_writers_none_lost(store: SessionStore) -> None:
    """Forty increments by eight writers at once: every one counts exactly once."""
    store.open(ITEM)
    store.save_state(store.get(ITEM.session_id) or ITEM, b"0")

    def increment(_: int) -> None:
        item = store.get(ITEM.session_id)
        while item is not None:
            try:
                store.save_state(item, b"%d" % (int(item.state) + 1))
                return
            except StaleVersion as stale:
                item = stale.current

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(increment, range(40)))
    item = store.get(ITEM.session_id)
    assert item is not None
    assert item.state == b"40"


def test_a_newer_connection_takes_over(store: SessionStore) -> None:
    store.open(ITEM)
    assert store.bind(ITEM.session_id, "old", now_s=0) is None
    assert store.bind(ITEM.session_id, "new", now_s=0) == "old"
    item = store.get(ITEM.session_id)
    assert item is not None
    assert item.connection_id == "new"
    with pytest.raises(StaleVersion):
        store.release(ITEM.session_id, "old", b"", item.version)
    store.release(ITEM.session_id, "new", b"left", item.version)
    released = store.get(ITEM.session_id)
    assert released is not None
    assert (released.connection_id, released.state) == (None, b"left")


@pytest.mark.parametrize("case", ["gone", "expired", "revoked"])
def test_no_connection_for_a_session_that_is_not_open(store: SessionStore, case: str) -> None:
    if case != "gone":
        store.open(ITEM)
    if case == "revoked":
        assert store.revoke(ITEM.session_id)
    with pytest.raises(StaleVersion):
        store.bind(ITEM.session_id, "c", now_s=ITEM.expires_s if case == "expired" else 0)


def test_revoking_is_seen_by_the_next_write_and_ends_with_a_new_token(store: SessionStore) -> None:
    before = store.open(ITEM)
    assert store.revoke(ITEM.session_id)
    with pytest.raises(StaleVersion) as lost:
        store.save_state(before, b"x")
    assert lost.value.current is not None
    assert lost.value.current.revoked
    assert not store.open(ITEM).revoked
    assert not store.revoke("5f1f3f06-0000-0000-0000-000000000000")


def test_an_item_that_is_gone_is_told_as_gone(store: SessionStore, sessions_table: str) -> None:
    before = store.open(ITEM)
    boto3.client("dynamodb").delete_item(TableName=sessions_table, Key={"session_id": {"S": ITEM.session_id}})
    with pytest.raises(StaleVersion) as lost:
        store.save_state(before, b"x")
    assert lost.value.current is None
