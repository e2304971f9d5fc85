"""All there is to say about one crowd, and the same as JSON."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from proctor_audit_local.economics.capacity import Capacity, Use
from proctor_audit_local.economics.crowd import Crowd
from proctor_audit_local.economics.rehearsal import Rehearsal, Scene

_QUOTAS = ("on request", "no")


@dataclass(frozen=True, slots=True)
class Outlook:
    """One crowd.

    Attributes:
        everybody: all candidates together.
        capacity: what they need.
        raised: by how many times AWS is assumed to raise what it raises on request.
        usd_per_hour: what they cost, all together.
        rehearsal: the simulation, if one was wanted.
    """

    everybody: Crowd
    capacity: Capacity
    raised: float
    usd_per_hour: float
    rehearsal: Rehearsal | None

    @property
    def candidates(self) -> int:
        return round(self.everybody.candidates)

    @property
    def first_quota(self) -> Use:
        """Of AWS's own limits that do not grow by themselves, the one that is met first."""
        return next(use for use in self.capacity.uses if use.quota.raised in _QUOTAS)

    @property
    def quotas_exceeded(self) -> tuple[Use, ...]:
        """AWS's own limits that are exceeded, but for those that grow by themselves."""
        return tuple(use for use in self.capacity.exceeded if use.quota.raised in _QUOTAS)

    @property
    def parameters_exceeded(self) -> tuple[str, ...]:
        """The stack's parameters that have to be set higher."""
        return tuple(use.quota.name for use in self.capacity.exceeded if use.quota.raised == "parameter")


def outlook_document(outlook: Outlook) -> dict[str, Any]:
    """The outlook for programs."""
    crowd, capacity = outlook.everybody, outlook.capacity
    return {
        "candidates": outlook.candidates,
        "exam": asdict(crowd.exam),
        "messages_per_s": crowd.messages_per_s,
        "service_ms_per_message": crowd.exam.service_ms,
        "environments_busy": crowd.busy_environments,
        "environments_needed": crowd.environments,
        "usd_per_hour": outlook.usd_per_hour,
        "places": capacity.places,
        "places_needed": capacity.places_needed,
        "places_needed_raised": capacity.places_needed_raised,
        "raised_times": outlook.raised,
        "start_s": crowd.start_s,
        "connected_after_s": {
            "one_place": capacity.connected_after_s(1),
            "places_needed": capacity.connected_after_s(capacity.places_needed),
            "places_needed_raised": capacity.connected_after_s(capacity.places_needed_raised, times=outlook.raised),
        },
        "limits": [_use(use) for use in capacity.uses],
        "simulation": None if outlook.rehearsal is None else _rehearsal(outlook.rehearsal),
    }


def _use(use: Use) -> dict[str, Any]:
    quota = use.quota
    return {
        "name": quota.name,
        "used": use.used,
        "quota": quota.limit,
        "share": use.share,
        "exceeded": use.exceeded,
        "enough_for_candidates": None if math.isinf(use.enough_for) else int(use.enough_for),
        "of_each": quota.scope,
        "raised": quota.raised,
        "remedy": quota.remedy,
        "page": quota.page,
    }


def _rehearsal(rehearsal: Rehearsal) -> dict[str, Any]:
    return {
        "places": rehearsal.places,
        "concurrency": rehearsal.concurrency,
        "steady": _scene(rehearsal.steady),
        "start": _scene(rehearsal.start),
    }


def _scene(scene: Scene) -> dict[str, Any]:
    outcome = scene.outcome
    p50_ms, p95_ms, p99_ms = (None if math.isnan(value) else value for value in outcome.answers_ms)
    return {
        "candidates": scene.candidates,
        "share_of_place": scene.share,
        "seconds": scene.seconds,
        "warm": scene.warm,
        "messages": outcome.messages,
        "lost": outcome.lost,
        "cold_starts": outcome.cold_starts,
        "most_busy": outcome.most_busy,
        "mean_busy": outcome.mean_busy,
        "claimed_busy": scene.claimed_busy,
        "p50_ms": p50_ms,
        "p95_ms": p95_ms,
        "p99_ms": p99_ms,
    }
