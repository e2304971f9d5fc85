"""The stack's AWS services, as an operator sees them."""

from __future__ import annotations

from typing import Any

import boto3

from proctor_audit_local.stack import LocalStack


def client_of(stack: LocalStack, service: str) -> Any:
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    return session.client(service, endpoint_url=stack.endpoint_url)  # type: ignore[call-overload]
