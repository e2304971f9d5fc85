"""The score as a report tells it, and the same report with another score."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import Score, Weighed, scored
from proctor_audit.reporting.wording import TITLES, summary


def score_section(score: Score, dismissed: Collection[str], frames: int, uncertain_frames: int) -> dict[str, Any]:
    """The ``score`` of a report."""
    return {
        "value": score.value,
        "summary": summary(score, frames, uncertain_frames),
        "duration_s": score.duration_s,
        "contributions": [{**asdict(part), "title": TITLES[part.kind]} for part in score.contributions],
        "dismissed": sorted(dismissed),
    }


def rescored(
    report: Mapping[str, Any], weights: Mapping[str, Any] | None = None, dismissed: Collection[str] = frozenset()
) -> dict[str, Any]:
    """The report as it would be with other weights and without some incidents; all else stays as it is.

    Args:
        report: as ``session_report`` or ``GET /sessions/{id}`` gives it.
        weights: by kind, for those that shall weigh something else than in the report's policy.
        dismissed: ids of all incidents that do not count.

    Raises:
        InvalidPolicy: ``invalid_policy`` for an unknown kind or a weight out of range.
        ValueError: if there is no incident with an id in ``dismissed``.
    """
    policy = Policy.from_mapping(report["policy"]).reweighed(weights or {})
    incidents = [
        Weighed(incident["id"], IncidentKind(incident["kind"]), incident["duration_s"], incident["load"])
        for incident in report["incidents"]
    ]
    unknown = set(dismissed) - {incident.id for incident in incidents}
    if unknown:
        raise ValueError(f"expected ids of incidents in the report, got {', '.join(sorted(unknown))}")
    # The silence at the end weighs nothing: it is no incident yet.
    silent = [
        Weighed(f"gap {n}", IncidentKind.MONITORING_GAP, gap["duration_s"], gap["load"])
        for n, gap in enumerate(report["gaps"])
        if gap["load"] > 0
    ]
    score = scored([*incidents, *silent], policy.rules, report["score"]["duration_s"], dismissed)
    quality = report["quality"]
    return {
        **report,
        "session": {**report["session"], "score": score.value},
        "score": score_section(score, dismissed, quality["frames"], quality["uncertain_frames"]),
        "incidents": [{**incident, "points": score.points[incident["id"]]} for incident in report["incidents"]],
        "gaps": [{**gap, "points": score.points.get(f"gap {n}", 0.0)} for n, gap in enumerate(report["gaps"])],
        "policy": {"preset": policy.preset, **policy.overrides()},
    }
