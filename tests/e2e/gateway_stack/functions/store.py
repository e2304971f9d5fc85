"""Puts a thing into every store."""

import json
import os
from typing import Any

import boto3

dynamodb = boto3.client("dynamodb")
sqs = boto3.client("sqs")
s3 = boto3.client("s3")


def handler(event: dict[str, Any], _: object) -> dict[str, Any]:
    name = json.loads(event["body"])["name"]
    dynamodb.put_item(TableName=os.environ["ITEMS_TABLE"], Item={"id": {"S": name}})
    s3.put_object(Bucket=os.environ["FILES_BUCKET"], Key=name, Body=name.encode())
    sqs.send_message(QueueUrl=os.environ["JOBS_QUEUE_URL"], MessageBody=json.dumps({"id": name}))
    return {"statusCode": 200, "body": json.dumps({"stored": name})}
