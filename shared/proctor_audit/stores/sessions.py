"""Session state in DynamoDB: one small item a session, written under a condition on its version."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from proctor_audit.stores.signed_http import AwsError, JsonService
from proctor_audit.values import dataclass

_Item = dict[str, dict[str, str | bool]]


@dataclass(frozen=True, slots=True)
class SessionItem:
    """A session as the hot path knows it.

    Attributes:
        session_id: key of the item.
        tenant_id: whose it is.
        token_sha256: hash of its newest token's secret.
        expires_s: epoch second at which it is over. The item itself stays for another day, for whatever comes late.
        version: grows with every change; a write names the version it builds upon.
        policy: JSON of what differs from the default policy; None when nothing does.
        connection_id: the socket that speaks for it now, if any.
        revoked: its API key was revoked.
        state: what judgement remembers, in its own compact form; empty before the first frame.
    """

    session_id: str
    tenant_id: str
    token_sha256: bytes
    expires_s: int
    version: int = 0
    policy: str | None = None
    connection_id: str | None = None
    revoked: bool = False
    state: bytes = b""


KEPT_AFTER_END_S = 24 * 3600
"""Seconds from a session's end to the time-to-live of its item."""

_MOST_AT_ONCE = 100


class StaleVersion(Exception):
    """Somebody else changed the item first.

    Attributes:
        current: what stands there now, None if it is gone.
        repeated: it was written twice, since the first answer did not arrive: the first may have changed it.
    """

    def __init__(self, current: SessionItem | None, *, repeated: bool = False) -> None:
        super().__init__("the session item has changed since it was read")
        self.current = current
        self.repeated = repeated


class SessionStore:
    """The table of session items.

    Args:
        dynamodb: the service.
        table: name of the table.
    """

    def __init__(self, dynamodb: JsonService, table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def get(self, session_id: str) -> SessionItem | None:
        """The item as it stands now; None when there is none."""
        answer = self._dynamodb.call(
            "GetItem", {"TableName": self._table, "Key": {"session_id": {"S": session_id}}, "ConsistentRead": True}
        )
        return _from_item(answer["Item"]) if "Item" in answer else None

    def get_many(self, session_ids: list[str]) -> dict[str, SessionItem]:
        """The items of these sessions, as far as they are there; a moment old perhaps."""
        found: dict[str, SessionItem] = {}
        for start in range(0, len(session_ids), _MOST_AT_ONCE):
            keys: Any = [{"session_id": {"S": session_id}} for session_id in session_ids[start : start + _MOST_AT_ONCE]]
            while keys:
                answer = self._dynamodb.call("BatchGetItem", {"RequestItems": {self._table: {"Keys": keys}}})
                items = [_from_item(item) for item in answer["Responses"].get(self._table, [])]
                found |= {item.session_id: item for item in items}
                keys = answer.get("UnprocessedKeys", {}).get(self._table, {}).get("Keys")
        return found

    def open(self, item: SessionItem) -> SessionItem:
        """Create the item, or give the existing one a new token, expiry and policy; its state stays as it is.

        Returns:
            The item as it now stands.
        """
        names = {"#version": "version", "#policy": "policy", "#state": "state"}
        values: _Item = {
            ":tenant": {"S": item.tenant_id},
            ":token": _binary(item.token_sha256),
            ":ends": {"N": str(item.expires_s)},
            ":expires": {"N": str(item.expires_s + KEPT_AFTER_END_S)},
            ":policy": {"S": item.policy or ""},
            ":empty": _binary(b""),
            ":one": {"N": "1"},
        }
        answer = self._dynamodb.call(
            "UpdateItem",
            {
                "TableName": self._table,
                "Key": {"session_id": {"S": item.session_id}},
                "UpdateExpression": "SET tenant_id = :tenant, token_sha256 = :token, ends = :ends, expires = :expires, "
                "#policy = :policy, #state = if_not_exists(#state, :empty) ADD #version :one REMOVE revoked",
                "ConditionExpression": "attribute_not_exists(session_id) OR tenant_id = :tenant",
                "ExpressionAttributeNames": names,
                "ExpressionAttributeValues": values,
                "ReturnValues": "ALL_NEW",
            },
        )
        return _from_item(answer["Attributes"])

    def bind(self, session_id: str, connection_id: str, now_s: int) -> str | None:
        """Let this socket speak for the session.

        Returns:
            The connection that spoke for it before, if there was one.

        Raises:
            StaleVersion: if the session is gone, revoked or over.
        """
        before = self._change(
            session_id,
            "SET connection_id = :connection ADD #version :one",
            "attribute_exists(session_id) AND attribute_not_exists(revoked) AND ends > :now",
            {":connection": {"S": connection_id}, ":one": {"N": "1"}, ":now": {"N": str(now_s)}},
            returned="ALL_OLD",
        )
        return before.connection_id if before else None

    def release(self, session_id: str, connection_id: str, state: bytes, expected_version: int) -> None:
        """The socket is gone: unbind it and store the state it leaves.

        Raises:
            StaleVersion: if the item has changed since ``expected_version``, or another socket took over.
        """
        self._change(
            session_id,
            "SET #state = :state ADD #version :one REMOVE connection_id",
            "#version = :expected AND connection_id = :connection",
            {
                ":state": _binary(state),
                ":expected": {"N": str(expected_version)},
                ":connection": {"S": connection_id},
                ":one": {"N": "1"},
            },
        )

    def save_state(self, item: SessionItem, state: bytes) -> SessionItem:
        """Store a new state if the item still is what it was.

        Returns:
            The item as it now stands.

        Raises:
            StaleVersion: with what stands there instead.
        """
        saved = replace(item, state=state, version=item.version + 1)
        try:
            self._change(
                item.session_id,
                "SET #state = :state ADD #version :one",
                "#version = :expected",
                {":state": _binary(state), ":expected": {"N": str(item.version)}, ":one": {"N": "1"}},
            )
        except StaleVersion as stale:
            if not (stale.repeated and stale.current == saved):
                raise
            # The answer to the first attempt was lost on its way; the second met what the first had written.
        return saved

    def revoke(self, session_id: str) -> bool:
        """Refuse the session's token and its frames from now on; False when there is no such session."""
        try:
            self._change(
                session_id,
                "SET revoked = :yes ADD #version :one",
                "attribute_exists(session_id)",
                {":yes": {"BOOL": True}, ":one": {"N": "1"}},
            )
        except StaleVersion:
            return False
        return True

    def _change(
        self, session_id: str, update: str, condition: str, values: _Item, *, returned: str = "NONE"
    ) -> SessionItem | None:
        """One conditional write; returns the item as it was before if ``returned`` is ``ALL_OLD``."""
        names = {name: name[1:] for name in ("#state", "#version") if name in update or name in condition}
        try:
            answer = self._dynamodb.call(
                "UpdateItem",
                {
                    "TableName": self._table,
                    "Key": {"session_id": {"S": session_id}},
                    "UpdateExpression": update,
                    "ConditionExpression": condition,
                    "ExpressionAttributeNames": names,
                    "ExpressionAttributeValues": values,
                    "ReturnValues": returned,
                    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                },
            )
        except AwsError as error:
            if error.code != "ConditionalCheckFailedException":
                raise
            current = error.document.get("Item")
            raise StaleVersion(_from_item(current) if current else None, repeated=error.repeated) from None
        return _from_item(answer["Attributes"]) if "Attributes" in answer else None


def _binary(value: bytes) -> dict[str, str | bool]:
    return {"B": base64.b64encode(value).decode("ascii")}


def _from_item(item: Mapping[str, Any]) -> SessionItem:
    return SessionItem(
        session_id=item["session_id"]["S"],
        tenant_id=item["tenant_id"]["S"],
        token_sha256=base64.b64decode(item["token_sha256"]["B"]),
        expires_s=int(item["ends"]["N"]),
        version=int(item["version"]["N"]),
        policy=item["policy"]["S"] or None,
        connection_id=item["connection_id"]["S"] if "connection_id" in item else None,
        revoked="revoked" in item,
        state=base64.b64decode(item["state"]["B"]),
    )
