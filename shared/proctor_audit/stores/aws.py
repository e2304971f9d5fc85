"""boto3's clients, with limits that suit a function somebody waits for. What candidates wait for is in ``hot_path``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_dsql import AuroraDSQLClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient

# At INFO it tells where it found credentials and endpoints, once for every client.
logging.getLogger("botocore").setLevel(logging.WARNING)

_CONFIG = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3})
# Presigned links must name the region and sign the host that the browser will call.
_S3_CONFIG = _CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "path"}))


def s3_client() -> S3Client:
    """The client for evidence pictures; its links are signed for the region's own host."""
    return boto3.client("s3", config=_S3_CONFIG)


def secrets_client() -> SecretsManagerClient:
    """The client for the database's DSN."""
    return boto3.client("secretsmanager", config=_CONFIG)


def dsql_client() -> AuroraDSQLClient:
    """The client for sign-in to Aurora DSQL."""
    return boto3.client("dsql", config=_CONFIG)
