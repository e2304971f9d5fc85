"""Many candidates at once, and what they ask of the stack every second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from proctor_audit_local.economics.erlang import servers_needed
from proctor_audit_local.economics.exam import CONNECTION_HOURS, Exam

MOST_LOST: Final = 1e-5
"""Of the messages, that may find no environment."""

_OPENING_FUNCTIONS: Final = 3
"""To open a session and connect: auth, authorize and connect."""

_OPENING_S: Final = 0.05
"""Assumed for each of them; auth waits for Postgres."""

_NEWS_PER_INCIDENT: Final = 2
_PUTS_PER_INCIDENT: Final = 4


@dataclass(frozen=True, slots=True)
class Crowd:
    """Candidates of the same exam in one account and region.

    Attributes:
        candidates: at once.
        exam: what each of them does.
        start_s: within which all of them connect.
    """

    candidates: float
    exam: Exam
    start_s: float

    @property
    def connects_per_s(self) -> float:
        """While the exam starts."""
        return self.candidates / self.start_s

    @property
    def reconnects_per_s(self) -> float:
        """Afterwards: the gateway ends connections."""
        return self.candidates / (CONNECTION_HOURS * 3600)

    @property
    def messages_per_s(self) -> float:
        return self.candidates * self.exam.messages_per_s

    @property
    def busy_environments(self) -> float:
        """Of the frame function, on average: Little's law."""
        return self.messages_per_s * self.exam.service_ms / 1000

    @property
    def environments(self) -> int:
        """Of the frame function, so that one message in 100,000 finds none; candidates are as good as at random."""
        return servers_needed(self.busy_environments, MOST_LOST)

    @property
    def concurrency(self) -> float:
        """Of all functions, while the last candidates connect and the others are at work."""
        return self.environments + self.connects_per_s * _OPENING_FUNCTIONS * _OPENING_S

    @property
    def invocations_per_s(self) -> float:
        """Of all functions, at that time."""
        return self.messages_per_s + self.connects_per_s * _OPENING_FUNCTIONS

    @property
    def gateway_requests_per_s(self) -> float:
        """Messages, connections and calls of the HTTP API, at that time."""
        return self.messages_per_s + 2 * self.connects_per_s

    @property
    def environments_started_per_10_s(self) -> float:
        """Of the frame function, while the exam starts."""
        return 10 * self.environments / max(self.start_s, 10)

    @property
    def writes_per_s(self) -> float:
        """DynamoDB's write units; a session that is opened writes two."""
        return self.messages_per_s * self.exam.write_units + 2 * self.connects_per_s

    @property
    def reads_per_s(self) -> float:
        """DynamoDB's read units; the authorizer reads one."""
        return self.messages_per_s * self.exam.read_units + self.connects_per_s

    @property
    def news_per_s(self) -> float:
        """Over the incident queue."""
        return self.candidates * self.exam.incidents_per_hour * _NEWS_PER_INCIDENT / 3600

    @property
    def puts_per_s(self) -> float:
        """Of evidence pictures."""
        return self.candidates * self.exam.incidents_per_hour * _PUTS_PER_INCIDENT / 3600

    @property
    def database_connections(self) -> float:
        """To Postgres: one an environment of auth, and five of incidents."""
        return self.connects_per_s * _OPENING_S + 5
