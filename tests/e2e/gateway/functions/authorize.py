"""Decides by the token's text."""

from typing import Any

from records import record  # type: ignore[import-not-found]


def _policy(effect: str, resource: str, context: dict[str, Any]) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {
        "principalId": "candidate",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }


def handler(event: dict[str, Any], _: object) -> Any:
    record("authorize", event)
    arn = event["methodArn"]
    token = event["queryStringParameters"]["token"]
    if token == "unauthorized":
        raise PermissionError("Unauthorized")
    if token == "crash":
        raise ValueError("no such token")
    answers = {
        "deny": _policy("Deny", arn, {}),
        "elsewhere": _policy("Allow", arn.replace("$connect", "other"), {}),
        "wide": _policy("Allow", "arn:aws:execute-api:*:*:*/v1/*", {}),
        "heavy": _policy("Allow", arn, {"much": "x" * 8192}),
        "nested": _policy("Allow", arn, {"nested": {"a": 1}}),
        "nonsense": "yes",
    }
    return answers.get(token, _policy("Allow", arn, {"session_id": "s-1", "number": 7, "flag": True}))
