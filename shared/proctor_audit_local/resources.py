"""Makes the template's tables, queues, buckets and the database secret in the AWS stand-in, where they are missing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from proctor_audit_local.declarations import Bucket, Declarations, Queue, Table
from proctor_audit_local.lambda_environment import CREDENTIALS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient


class Resources:
    """Clients of the AWS stand-in, and what is made with them. Making what is there already changes nothing.

    Args:
        endpoint_url: the stand-in.
        region: AWS region.
    """

    def __init__(self, endpoint_url: str, region: str) -> None:
        session = boto3.Session(
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            region_name=region,
        )
        config = Config(retries={"total_max_attempts": 2}, connect_timeout=5, read_timeout=30)
        options: dict[str, Any] = {"endpoint_url": endpoint_url, "config": config}
        self.sqs: SQSClient = session.client("sqs", **options)
        self._dynamodb: DynamoDBClient = session.client("dynamodb", **options)
        self._s3: S3Client = session.client("s3", **options)
        self._secrets: SecretsManagerClient = session.client("secretsmanager", **options)

    def put_secret(self, name: str, text: str) -> str:
        """Store a secret.

        Returns:
            Its ARN.
        """
        try:
            return self._secrets.put_secret_value(SecretId=name, SecretString=text)["ARN"]
        except self._secrets.exceptions.ResourceNotFoundException:
            return self._secrets.create_secret(Name=name, SecretString=text)["ARN"]

    def make(self, declarations: Declarations) -> None:
        """Make every table, queue and bucket that is missing."""
        for table in declarations.tables:
            self._make_table(table)
        for queue in declarations.queues:
            self._make_queue(queue)
        for bucket in declarations.buckets:
            self._make_bucket(bucket)

    def queue_url(self, arn: str) -> str:
        """The URL of a queue."""
        return self.sqs.get_queue_url(QueueName=arn.rsplit(":", 1)[1])["QueueUrl"]

    def _make_table(self, table: Table) -> None:
        try:
            self._dynamodb.describe_table(TableName=table.name)
            return
        except self._dynamodb.exceptions.ResourceNotFoundException:
            self._dynamodb.create_table(TableName=table.name, **table.definition)
        self._dynamodb.get_waiter("table_exists").wait(TableName=table.name, WaiterConfig={"Delay": 1})
        if table.ttl_attribute is not None:
            self._dynamodb.update_time_to_live(
                TableName=table.name,
                TimeToLiveSpecification={"Enabled": True, "AttributeName": table.ttl_attribute},
            )

    def _make_queue(self, queue: Queue) -> None:
        try:
            url = self.sqs.get_queue_url(QueueName=queue.name)["QueueUrl"]
        except self.sqs.exceptions.QueueDoesNotExist:
            self.sqs.create_queue(QueueName=queue.name, Attributes=_attributes(queue.attributes))
            return
        if queue.attributes:
            self.sqs.set_queue_attributes(QueueUrl=url, Attributes=_attributes(queue.attributes))

    def _make_bucket(self, bucket: Bucket) -> None:
        names = {existing["Name"] for existing in self._s3.list_buckets()["Buckets"]}
        if bucket.name not in names:
            self._s3.create_bucket(Bucket=bucket.name)


def _attributes(attributes: Mapping[str, str]) -> dict[Any, str]:
    """Attributes as SQS takes them: the redrive policy's count has to be text there."""
    given = dict(attributes)
    if "RedrivePolicy" in given:
        policy = json.loads(given["RedrivePolicy"])
        given["RedrivePolicy"] = json.dumps({name: str(value) for name, value in policy.items()})
    return given
