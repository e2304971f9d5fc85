"""The one logger. It tells changes, not frames, and never tokens, keys or pictures."""

from __future__ import annotations

from aws_lambda_powertools import Logger

logger = Logger(service="proctor-audit", utc=True)
