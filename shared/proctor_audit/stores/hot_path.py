"""The services that the functions call while a candidate waits, as AWS's own environment variables place them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from proctor_audit.stores.signed_http import CredentialSource, JsonService, Service


def dynamodb(environment: Mapping[str, str] = os.environ) -> JsonService:
    """DynamoDB: session state."""
    return JsonService(_service("dynamodb", environment), "DynamoDB_20120810")


def sqs(environment: Mapping[str, str] = os.environ) -> JsonService:
    """SQS: the incident queue and its dead letters."""
    return JsonService(_service("sqs", environment), "AmazonSQS")


def s3(environment: Mapping[str, str] = os.environ) -> Service:
    """S3: evidence pictures."""
    return _service("s3", environment)


def connections(environment: Mapping[str, str] = os.environ) -> Service:
    """``@connections`` of the WebSocket API; ``AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI`` says where its stage is."""
    endpoint_url = environment["AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"]
    return Service("execute-api", _region(environment), endpoint_url, _credentials(environment))


_OWN: Final = CredentialSource()
"""One for all services of the process: in functions restored from a snapshot each source asks an endpoint."""


def _credentials(environment: Mapping[str, str]) -> CredentialSource:
    return _OWN if environment is os.environ else CredentialSource(environment)


def _service(name: str, environment: Mapping[str, str]) -> Service:
    """``AWS_REGION``, ``AWS_ENDPOINT_URL_<NAME>``, ``AWS_ENDPOINT_URL``: as boto3 reads them."""
    region = _region(environment)
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    elsewhere = environment.get(f"AWS_ENDPOINT_URL_{name.upper()}") or environment.get("AWS_ENDPOINT_URL")
    endpoint_url = elsewhere or f"https://{name}.{region}.{suffix}"
    return Service(name, region, endpoint_url, _credentials(environment))


def _region(environment: Mapping[str, str]) -> str:
    return environment.get("AWS_REGION") or environment["AWS_DEFAULT_REGION"]
