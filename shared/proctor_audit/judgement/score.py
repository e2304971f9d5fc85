"""How much of a reviewer's attention a session asks for, 0..100. It says where to look, not what a person did.

1. An incident's load is its confidence times its severity: ``confidence * (0.25 + duration_s / 20) * strength``.
   ``strength`` is 1, and for kinds whose peak says how strong it was rises to 1.5 (see ``STRENGTH``).
2. The loads of a kind add up, and count for less in a long exam: divided by the root of its length in half hours,
   never by less than 1. So seconds weigh less in three hours than in ten minutes, and a long incident still shows.
3. A kind gives ``weight * (1 - 2 ** -load)`` points: half of its weight at load 1, never more than its weight.
4. The score is the sum of the points, at most 100. Of a kind's points each incident has the part that it has of the
   kind's load.

All of it is computed from what a report shows, to the digits it shows, so that anybody can do it again: with other
weights, or without incidents that a reviewer has dismissed.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.rules import IncidentRule
from proctor_audit.values import dataclass

BASE_SEVERITY: Final = 0.25
"""What the shortest incident weighs."""

SEVERITY_UNIT_S: Final = 20.0
"""Seconds that add 1 to the severity."""

FULL_STRENGTH: Final = 1.5

STRENGTH: Final[Mapping[IncidentKind, tuple[float, float]]] = MappingProxyType(
    {
        IncidentKind.MULTIPLE_FACES: (2.0, 4.0),
        IncidentKind.LOOKING_AWAY: (30.0, 60.0),
        IncidentKind.LOOKING_DOWN: (20.0, 50.0),
        IncidentKind.EXCESSIVE_MOVEMENT: (0.3, 1.0),
        IncidentKind.TALKING: (0.5, 1.0),
    }
)
"""Peaks at which the strength is still 1, and at which it is full: faces, degrees, face widths, talking score."""

EXAM_UNIT_S: Final = 1800.0
"""Up to this length of an exam nothing is diluted."""

HIGHEST_SCORE: Final = 100

_Rules = Mapping[IncidentKind, IncidentRule]


@dataclass(frozen=True, slots=True)
class Weighed:
    """An incident as the score sees it; ``duration_s`` to a tenth, ``load`` to a thousandth."""

    id: str
    kind: IncidentKind
    duration_s: float
    load: float


@dataclass(frozen=True, slots=True)
class Contribution:
    """What all incidents of one kind add to the score; ``load`` is the sum of theirs, not diluted."""

    kind: IncidentKind
    incidents: int
    duration_s: float
    load: float
    points: float
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """The score with what it is made of.

    Attributes:
        value: 0..100.
        duration_s: the exam's length by which it was diluted, to a tenth.
        contributions: by kind, most points first.
        points: by incident; those of a kind add up to the kind's. 0 for what was dismissed.
    """

    value: int
    duration_s: float
    contributions: tuple[Contribution, ...]
    points: Mapping[str, float]


def incident_load(kind: IncidentKind, confidence: float, duration_s: float, peak: float) -> float:
    """How much one incident adds to the load of its kind, to a thousandth: what the session item holds."""
    if kind is IncidentKind.POOR_PICTURE:
        return 0.0
    severity = (BASE_SEVERITY + round(duration_s, 1) / SEVERITY_UNIT_S) * _strength(kind, peak)
    return round(confidence * severity, 3)


def points(load: float, weight: float, exam_s: float) -> float:
    """Points of a kind with this load in an exam of this length, to a tenth: saturates at ``weight``."""
    return round(float(weight * (1 - 2 ** -(load / _dilution(exam_s)))), 1)


def score_of_loads(loads: Mapping[IncidentKind, float], rules: _Rules, exam_s: float) -> int:
    """The score of loads summed by kind, in an exam that has gone on for so long."""
    return _sum(points(load, rules[kind].weight, exam_s) for kind, load in loads.items())


def weighed(incidents: Iterable[Incident]) -> list[Weighed]:
    """The incidents as the score sees them, without those that never count."""
    return [
        Weighed(i.id, i.kind, round(i.duration_s, 1), incident_load(i.kind, i.confidence, i.duration_s, i.peak))
        for i in incidents
        if i.kind is not IncidentKind.POOR_PICTURE and not i.explained
    ]


def score_of(
    incidents: Iterable[Incident], rules: _Rules, exam_s: float, dismissed: Collection[str] = frozenset()
) -> int:
    """The score of a session's incidents; see ``scored``."""
    return scored(weighed(incidents), rules, exam_s, dismissed).value


def scored(
    incidents: Sequence[Weighed], rules: _Rules, exam_s: float, dismissed: Collection[str] = frozenset()
) -> Score:
    """The score, and what each kind and each incident has in it.

    Args:
        incidents: what was confirmed, and gaps.
        rules: their weights.
        exam_s: time from the first to the newest frame.
        dismissed: ids of incidents that do not count.
    """
    by_kind: dict[IncidentKind, list[Weighed]] = {}
    for incident in incidents:
        if incident.id not in dismissed:
            by_kind.setdefault(incident.kind, []).append(incident)
    parts = [_contribution(kind, group, rules[kind].weight, exam_s) for kind, group in by_kind.items()]
    shares = {incident.id: 0.0 for incident in incidents}
    for part in parts:
        group = by_kind[part.kind]
        shares.update(zip((i.id for i in group), _shared_out(part.points, [i.load for i in group]), strict=True))
    return Score(
        value=_sum(part.points for part in parts),
        duration_s=round(exam_s, 1),
        contributions=tuple(sorted(parts, key=lambda part: (-part.points, part.kind))),
        points=shares,
    )


def _strength(kind: IncidentKind, peak: float) -> float:
    if kind not in STRENGTH:
        return 1.0
    usual, full = STRENGTH[kind]
    return 1 + (FULL_STRENGTH - 1) * min(1.0, max(0.0, (peak - usual) / (full - usual)))


def _dilution(exam_s: float) -> float:
    return math.sqrt(max(1.0, round(exam_s, 1) / EXAM_UNIT_S))


def _contribution(kind: IncidentKind, group: Sequence[Weighed], weight: float, exam_s: float) -> Contribution:
    load = round(sum(incident.load for incident in group), 3)
    return Contribution(
        kind=kind,
        incidents=len(group),
        duration_s=round(sum(incident.duration_s for incident in group), 1),
        load=load,
        points=points(load, weight, exam_s),
        weight=weight,
    )


def _sum(parts: Iterable[float]) -> int:
    # To a tenth first: the score must be the sum of what a report shows, in whatever order that is added up.
    return min(HIGHEST_SCORE, round(round(sum(parts), 1)))


def _shared_out(whole: float, loads: Sequence[float]) -> list[float]:
    """The points in tenths, by the loads; what rounding leaves over goes to whom it lacks most."""
    tenths, total = round(whole * 10), sum(loads)
    exact = [tenths * load / total if total else 0.0 for load in loads]
    floors = [math.floor(part) for part in exact]
    left_over = tenths - sum(floors)
    neediest = sorted(range(len(loads)), key=lambda i: (floors[i] - exact[i], i))[:left_over]
    return [(floor + (i in neediest)) / 10 for i, floor in enumerate(floors)]
