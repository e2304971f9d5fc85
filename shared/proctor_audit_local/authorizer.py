"""What an authorizer's answer means.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proctor_audit_local.invocation import Outcome

CONTEXT_LIMIT_BYTES = 8 * 1024


@dataclass(frozen=True)
class Decision:
    """Whether a client may connect.

    Attributes:
        status: 200, or the status that refuses it: 401, 403 or 500.
        context: what later events carry in ``requestContext.authorizer``.
    """

    status: int
    context: Mapping[str, str | int]


REFUSED = Decision(403, {})
UNAUTHORIZED = Decision(401, {})
# API Gateway does not tell a client what is wrong with its own authorizer.
BROKEN = Decision(500, {})


def decide(outcome: Outcome, resource: str, *, latency_ms: int) -> Decision:
    """Read an authorizer's answer.

    Args:
        outcome: what the function answered.
        resource: ARN that its policy has to allow.
        latency_ms: how long it took; API Gateway tells later functions.
    """
    if outcome.failed:
        return UNAUTHORIZED if outcome.error_message == "Unauthorized" else BROKEN
    answer = outcome.answer()
    if not isinstance(answer, Mapping) or not isinstance(answer.get("principalId"), str):
        return BROKEN
    statements = _statements(answer.get("policyDocument"))
    context = _context(answer.get("context"))
    if statements is None or context is None:
        return BROKEN
    if not _allowed(statements, resource):
        return REFUSED
    return Decision(200, {**context, "principalId": answer["principalId"], "integrationLatency": latency_ms})


def _context(given: Any) -> dict[str, str] | None:
    """The context with every value as text; None when API Gateway would not take it."""
    if given is None:
        return {}
    if not isinstance(given, Mapping) or len(json.dumps(given).encode()) > CONTEXT_LIMIT_BYTES:
        return None
    if not all(isinstance(value, str | int | float | bool) for value in given.values()):
        return None
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}


def _statements(policy: Any) -> list[Mapping[str, Any]] | None:
    statements = policy.get("Statement") if isinstance(policy, Mapping) else None
    if isinstance(statements, Mapping):
        statements = [statements]
    if not isinstance(statements, list) or not all(isinstance(statement, Mapping) for statement in statements):
        return None
    return statements


def _allowed(statements: list[Mapping[str, Any]], resource: str) -> bool:
    """A Deny that applies wins; without an Allow that applies, nothing is allowed."""
    effects = [
        statement.get("Effect")
        for statement in statements
        if _matches(statement.get("Action"), "execute-api:Invoke") and _matches(statement.get("Resource"), resource)
    ]
    return "Allow" in effects and "Deny" not in effects


def _matches(patterns: Any, text: str) -> bool:
    several = patterns if isinstance(patterns, list) else [patterns]
    return any(_matches_one(pattern, text) for pattern in several if isinstance(pattern, str))


def _matches_one(pattern: str, text: str) -> bool:
    """IAM's wildcards: ``*`` for any text, ``?`` for one character."""
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    # Actions, unlike resources, are compared without regard to case.
    flags = re.IGNORECASE if pattern.lower().startswith("execute-api:") else re.NOFLAG
    return re.fullmatch(expression, text, flags) is not None
