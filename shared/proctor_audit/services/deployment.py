"""Answers CloudFormation, which waits for a custom resource."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any

from proctor_audit.observability import logger

_TIMEOUT_S = 10
_PHYSICAL_ID = "proctor-audit-schema"


def answer_cloudformation(event: dict[str, Any], work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do the work unless the stack is being deleted, and tell CloudFormation how it went.

    See the CloudFormation user guide, "Custom resource response objects".
    """
    result: dict[str, Any] = {}
    status, reason = "SUCCESS", ""
    if event["RequestType"] != "Delete":
        try:
            result = work()
        except Exception as error:
            # Told rather than raised: without an answer the deployment would hang for an hour.
            logger.exception("the schema could not be brought up to date")
            status, reason = "FAILED", f"{type(error).__name__}: {error}"[:500]
    response = {
        "Status": status,
        "Reason": reason,
        "PhysicalResourceId": _PHYSICAL_ID,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "Data": {"applied": json.dumps(result.get("applied", []))},
    }
    request = urllib.request.Request(  # noqa: S310 – CloudFormation's own presigned address
        event["ResponseURL"], data=json.dumps(response).encode(), method="PUT", headers={"content-type": ""}
    )
    with urllib.request.urlopen(request, timeout=_TIMEOUT_S):  # noqa: S310
        return result
