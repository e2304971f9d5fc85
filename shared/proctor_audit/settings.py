"""The environment of the functions, read once into typed values. Nothing else reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from proctor_audit.values import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What template.yaml tells a function; empty where a function has no business with it.

    Attributes:
        sessions_table: DynamoDB table of session state.
        incident_queue_url: SQS queue that incidents go out by.
        dead_letter_queue_url: where messages go that can never be recorded.
        evidence_bucket: S3 bucket of evidence pictures.
        database_secret_arn: Secrets Manager secret whose text is the DSN of a PostgreSQL database.
        database_endpoint: host of an Aurora DSQL cluster; used when there is no secret.
        websocket_url: what clients connect to.
        evidence_retention_days: after which evidence pictures are deleted; see ``keep_days``.
        exam_origins: sites whose exams the candidate page may show in a frame; see ``framed_origins``.
    """

    sessions_table: str = ""
    incident_queue_url: str = ""
    dead_letter_queue_url: str = ""
    evidence_bucket: str = ""
    database_secret_arn: str = ""
    database_endpoint: str = ""
    websocket_url: str = ""
    evidence_retention_days: str = ""
    exam_origins: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read ``SESSIONS_TABLE``, ``INCIDENT_QUEUE_URL``, … as template.yaml sets them."""
        return cls(**{name: environment.get(name.upper(), "") for name in cls.__slots__})

    @property
    def keep_days(self) -> int | None:
        """Days that evidence pictures are kept; None where nothing deletes them."""
        return int(self.evidence_retention_days) if self.evidence_retention_days else None

    @property
    def framed_origins(self) -> tuple[str, ...]:
        """Origins out of a text in which spaces or commas stand between them."""
        return tuple(self.exam_origins.replace(",", " ").split())
