"""The tables, queues and buckets that a template declares."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from proctor_audit_local.declarations import Bucket, Queue, Table
from proctor_audit_local.intrinsics import Intrinsics

_TABLE_KEYS = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes", "LocalSecondaryIndexes")
_QUEUE_KEYS = (
    "VisibilityTimeout",
    "MessageRetentionPeriod",
    "DelaySeconds",
    "ReceiveMessageWaitTimeSeconds",
    "MaximumMessageSize",
    "RedrivePolicy",
)


def tables(resources: Mapping[str, Any], intrinsics: Intrinsics) -> tuple[Table, ...]:
    """Every DynamoDB table."""
    return tuple(
        Table(
            name=intrinsics.resolve({"Ref": logical_id}, logical_id),
            definition={key: properties[key] for key in _TABLE_KEYS if key in properties},
            ttl_attribute=_ttl_attribute(properties),
        )
        for logical_id, properties in _of_type("AWS::DynamoDB::Table", resources, intrinsics)
    )


def queues(resources: Mapping[str, Any], intrinsics: Intrinsics) -> tuple[Queue, ...]:
    """Every SQS queue, those first that others send their dead letters to."""
    found = [
        Queue(
            name=intrinsics.resolve({"Fn::GetAtt": [logical_id, "QueueName"]}, logical_id),
            arn=intrinsics.resolve({"Fn::GetAtt": [logical_id, "Arn"]}, logical_id),
            attributes={key: _attribute(properties[key]) for key in _QUEUE_KEYS if key in properties},
        )
        for logical_id, properties in _of_type("AWS::SQS::Queue", resources, intrinsics)
    ]
    return tuple(sorted(found, key=lambda queue: "RedrivePolicy" in queue.attributes))


def buckets(resources: Mapping[str, Any], intrinsics: Intrinsics) -> tuple[Bucket, ...]:
    """Every S3 bucket."""
    return tuple(
        Bucket(name=intrinsics.resolve({"Ref": logical_id}, logical_id))
        for logical_id, resource in resources.items()
        if resource["Type"] == "AWS::S3::Bucket"
    )


def _of_type(
    kind: str, resources: Mapping[str, Any], intrinsics: Intrinsics
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for logical_id, resource in resources.items():
        if resource["Type"] == kind:
            yield logical_id, intrinsics.resolve(resource.get("Properties") or {}, logical_id)


def _ttl_attribute(properties: Mapping[str, Any]) -> str | None:
    specification = properties.get("TimeToLiveSpecification", {})
    enabled = str(specification.get("Enabled", False)).lower() == "true"
    return str(specification["AttributeName"]) if enabled else None


def _attribute(value: Any) -> str:
    return json.dumps(value) if isinstance(value, Mapping) else str(value)
