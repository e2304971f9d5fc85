"""A first explainable score: how much of a reviewer's attention a session asks for, 0..100.

For each kind, incidents add up to a load: confidence times (0.25 + duration / 20 s). A kind contributes
``weight * (1 - 2 ** -load)`` points: half of its weight at load 1, never more than its weight. The score
is the sum of the contributions, at most 100. It says where to look, not what a person did.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import IncidentRule

_BASE_LOAD = 0.25
_LOAD_UNIT_S = 20.0
_HIGHEST_SCORE = 100


@dataclass(frozen=True, slots=True)
class Contribution:
    """What all incidents of one kind add to the score."""

    kind: IncidentKind
    incidents: int
    duration_s: float
    points: float
    weight: float


def incident_load(confidence: float, duration_s: float) -> float:
    """How much one incident adds to the load of its kind, to a thousandth: what the session item holds."""
    return round(confidence * (_BASE_LOAD + duration_s / _LOAD_UNIT_S), 3)


def points(load: float, weight: float) -> float:
    """Points of a kind with this load, to a tenth: saturates at ``weight``."""
    return round(float(weight * (1 - 2**-load)), 1)


def score_of_loads(loads: Mapping[IncidentKind, float], rules: Mapping[IncidentKind, IncidentRule]) -> int:
    """The score of loads summed by kind."""
    total = sum(points(load, rules[kind].weight) for kind, load in loads.items())
    # To a tenth first: the score must be the sum of what a report shows, in whatever order that is added up.
    return min(_HIGHEST_SCORE, round(round(total, 1)))


def contributions(incidents: Iterable[Incident], rules: Mapping[IncidentKind, IncidentRule]) -> list[Contribution]:
    """What each kind adds, most first."""
    parts = [
        Contribution(
            kind=kind,
            incidents=len(group),
            duration_s=round(sum(i.duration_s for i in group), 1),
            points=points(load_of(group), rules[kind].weight),
            weight=rules[kind].weight,
        )
        for kind, group in _by_kind(incidents).items()
    ]
    return sorted(parts, key=lambda part: (-part.points, part.kind))


def load_of(incidents: Iterable[Incident]) -> float:
    """The load of incidents of one kind."""
    return round(sum(incident_load(i.confidence, i.duration_s) for i in incidents), 3)


def score_of(incidents: Iterable[Incident], rules: Mapping[IncidentKind, IncidentRule]) -> int:
    """The score of a session's incidents."""
    return score_of_loads({kind: load_of(group) for kind, group in _by_kind(incidents).items()}, rules)


def _by_kind(incidents: Iterable[Incident]) -> dict[IncidentKind, list[Incident]]:
    by_kind: dict[IncidentKind, list[Incident]] = {}
    for incident in incidents:
        by_kind.setdefault(incident.kind, []).append(incident)
    return by_kind
