"""The database that the secret leads to."""

import os

import asyncpg
import boto3


async def connect() -> asyncpg.Connection:
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["DATABASE_SECRET_ARN"])
    return await asyncpg.connect(secret["SecretString"], timeout=5)
