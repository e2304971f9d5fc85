"""The names, addresses and ARNs that resources have on this machine: what Ref and GetAtt answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from proctor_audit_local.errors import LocalStackError

ACCOUNT_ID = "000000000000"


@dataclass(frozen=True)
class Surroundings:
    """Where the stack believes to be.

    Attributes:
        stack_name: first part of the names of resources that have no name of their own.
        region: AWS region.
        aws_url: address of the AWS stand-in, for queue URLs.
    """

    stack_name: str
    region: str
    aws_url: str
    account_id: str = ACCOUNT_ID

    def pseudo_parameters(self) -> dict[str, str]:
        return {
            "AWS::Region": self.region,
            "AWS::AccountId": self.account_id,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": self.stack_name,
            "AWS::StackId": self.arn("cloudformation", f"stack/{self.stack_name}/local"),
        }

    def arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account_id}:{resource}"

    def api_id(self, logical_id: str) -> str:
        """Ten characters, as API Gateway gives, and the same on every start."""
        return hashlib.blake2s(f"{self.stack_name}/{logical_id}".encode()).hexdigest()[:10]

    def reference(self, logical_id: str, kind: str, properties: Mapping[str, Any]) -> str:
        """What ``Ref`` gives for a resource."""
        return self._attributes(logical_id, kind, properties)["Ref"]

    def attribute(self, logical_id: str, kind: str, properties: Mapping[str, Any], name: str) -> str:
        """What ``Fn::GetAtt`` gives for a resource.

        Raises:
            LocalStackError: the local stack does not know the attribute.
        """
        attributes = self._attributes(logical_id, kind, properties)
        if name not in attributes:
            raise LocalStackError(f"The local stack does not know the attribute {name} of {logical_id} ({kind}).")
        return attributes[name]

    def _attributes(self, logical_id: str, kind: str, properties: Mapping[str, Any]) -> dict[str, str]:
        name = f"{self.stack_name}-{logical_id}"
        by_kind: dict[str, Callable[[], dict[str, str]]] = {
            "AWS::Serverless::Function": lambda: self._function(str(properties.get("FunctionName", name))),
            "AWS::DynamoDB::Table": lambda: self._table(str(properties.get("TableName", name))),
            "AWS::SQS::Queue": lambda: self._queue(str(properties.get("QueueName", name))),
            "AWS::S3::Bucket": lambda: self._bucket(str(properties.get("BucketName", name.lower()))),
        }
        if kind in by_kind:
            return by_kind[kind]()
        if kind in ("AWS::Serverless::WebSocketApi", "AWS::Serverless::HttpApi"):
            return {"Ref": self.api_id(logical_id)}
        # Roles, log groups and the like: they are named in places that have no meaning here.
        return {"Ref": name, "Arn": self.arn("local", name)}

    def _function(self, name: str) -> dict[str, str]:
        return {"Ref": name, "Arn": self.arn("lambda", f"function:{name}")}

    def _table(self, name: str) -> dict[str, str]:
        return {"Ref": name, "Arn": self.arn("dynamodb", f"table/{name}")}

    def _queue(self, name: str) -> dict[str, str]:
        url = f"{self.aws_url}/{self.account_id}/{name}"
        return {"Ref": url, "QueueUrl": url, "QueueName": name, "Arn": self.arn("sqs", name)}

    def _bucket(self, name: str) -> dict[str, str]:
        return {"Ref": name, "Arn": f"arn:aws:s3:::{name}", "DomainName": f"{name}.s3.amazonaws.com"}
