"""What is judged, how strictly, and with what weight: one validated value a session.

A policy travels as JSON and holds only what differs: from the defaults, then from its preset, then from what its
accommodations change. So a preset yields to an accommodation, and both to what is set outright::

    {"preset": "lenient",
     "accommodations": ["reads_aloud", "looks_down"],
     "thresholds": {"eye_aspect_ratio": 0.16},
     "incidents": {"looking_away": {"enabled": false}, "eyes_closed": {"open_after_s": 4}},
     "pace": {"interval_ms": 400, "frames_per_message": 5},
     "calibration": false,
     "earlier_pictures": 0,
     "recorded": true}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from proctor_audit.judgement.accommodations import ACCOMMODATIONS
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.overlay import difference, invalid, mapping, overlay, reject_unknown
from proctor_audit.judgement.pace import Pace
from proctor_audit.judgement.presets import PRESETS, Preset
from proctor_audit.judgement.rules import DEFAULT_RULES, IncidentRule
from proctor_audit.judgement.thresholds import Thresholds
from proctor_audit.protocol.limits import MAX_EARLIER_PICTURES
from proctor_audit.values import dataclass

__all__ = ["DEFAULT_RULES", "IncidentRule", "Pace", "Policy", "Thresholds"]

_PARTS = ("preset", "accommodations", "thresholds", "incidents", "pace", "calibration", "earlier_pictures", "recorded")


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds, one rule for each incident kind, and the pace.

    Attributes:
        thresholds: from where on a frame shows something.
        rules: when that becomes an incident.
        pace: how often frames should come.
        calibration: the candidate may be asked to follow a dot with the eyes before the exam.
        earlier_pictures: how many of the seconds before an incident the browser is asked for.
        recorded: the frames come from a recording, so their own times count, however fast they are played.
        preset: what it started from.
        accommodations: what the candidate has been allowed, in the order of ``ACCOMMODATIONS``.
    """

    thresholds: Thresholds = field(default_factory=Thresholds)
    rules: Mapping[IncidentKind, IncidentRule] = field(default_factory=lambda: DEFAULT_RULES)
    pace: Pace = field(default_factory=Pace)
    calibration: bool = True
    earlier_pictures: int = MAX_EARLIER_PICTURES
    recorded: bool = False
    preset: Preset = "standard"
    accommodations: tuple[str, ...] = ()

    @classmethod
    def from_mapping(cls, given: Any) -> Policy:
        """The defaults with what is given put over them.

        Raises:
            InvalidPolicy: ``invalid_policy`` for an unknown name, a wrong type, a value out of range, or values that
                do not go together.
        """
        given = mapping("policy", given)
        reject_unknown("policy", given, _PARTS)
        base = _baseline(_preset(given.get("preset", "standard")), _accommodations(given.get("accommodations", [])))
        policy = replace(
            base.changed(given),
            calibration=_switch(given, "calibration", default=True),
            earlier_pictures=_earlier_pictures(given),
            recorded=_switch(given, "recorded", default=False),
        )
        policy._check()
        return policy

    @classmethod
    def from_json(cls, text: str | None) -> Policy:
        """The policy of a stored text; the defaults when there is none."""
        return cls.from_mapping(json.loads(text)) if text else cls()

    def overrides(self) -> dict[str, Any]:
        """Only what differs: small, and what a report should show. ``from_mapping`` makes the same policy of it."""
        base = _baseline(self.preset, self.accommodations)
        changed: dict[str, Any] = {
            "preset": "" if self.preset == "standard" else self.preset,
            "accommodations": list(self.accommodations),
            "thresholds": difference(self.thresholds, base.thresholds),
            "incidents": {
                str(kind): changes
                for kind, rule in self.rules.items()
                if (changes := difference(rule, base.rules[kind]))
            },
            "pace": difference(self.pace, base.pace),
            "recorded": self.recorded,
        }
        told = {name: value for name, value in changed.items() if value}
        if not self.calibration:
            told["calibration"] = False
        if self.earlier_pictures != MAX_EARLIER_PICTURES:
            told["earlier_pictures"] = self.earlier_pictures
        return told

    def watches(self, kind: IncidentKind) -> bool:
        return self.rules[kind].enabled

    @property
    def calibrates(self) -> bool:
        """Whether to ask the candidate to follow a dot: what it teaches is only used to tell who looks away."""
        return self.calibration and self.watches(IncidentKind.LOOKING_AWAY)

    def reweighed(self, weights: Mapping[str, Any]) -> Policy:
        """The same with other weights for some kinds.

        Raises:
            InvalidPolicy: ``invalid_policy`` for an unknown kind or a weight out of range.
        """
        policy = self.changed({"incidents": {kind: {"weight": weight} for kind, weight in weights.items()}})
        policy._check()
        return policy

    def changed(self, given: Mapping[str, Any]) -> Policy:
        """The same with the ``thresholds``, ``incidents`` and ``pace`` of a mapping put over it."""
        incidents = mapping("incidents", given.get("incidents", {}))
        reject_unknown("incidents", incidents, self.rules)
        rules = {kind: overlay(rule, incidents.get(kind, {}), f"incidents.{kind}") for kind, rule in self.rules.items()}
        return replace(
            self,
            thresholds=overlay(self.thresholds, given.get("thresholds", {}), "thresholds"),
            rules=MappingProxyType(rules),
            pace=overlay(self.pace, given.get("pace", {}), "pace"),
        )

    def _check(self) -> None:
        """Refuse settings that do not go together."""
        if self.thresholds.pupil_straight > self.thresholds.pupil_unusual:
            raise invalid("thresholds.pupil_straight", "must not be above thresholds.pupil_unusual")
        if self.rules[IncidentKind.POOR_PICTURE].weight != 0:
            raise invalid("incidents.poor_picture.weight", "must be 0: it tells of the picture, not of the candidate")
        self.pace.check(self.rules)


@cache
def _baseline(preset: Preset, accommodations: tuple[str, ...]) -> Policy:
    """The policy in which nothing is set outright."""
    policy = Policy(preset=preset, accommodations=accommodations).changed(PRESETS[preset])
    for name in accommodations:
        policy = policy.changed({"incidents": ACCOMMODATIONS[name].incidents})
    return policy


def _switch(given: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = given.get(name, default)
    if not isinstance(value, bool):
        raise invalid(name, "must be true or false")
    return value


def _earlier_pictures(given: Mapping[str, Any]) -> int:
    value = given.get("earlier_pictures", MAX_EARLIER_PICTURES)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_EARLIER_PICTURES:
        raise invalid("earlier_pictures", f"must be a whole number from 0 to {MAX_EARLIER_PICTURES}")
    return value


def _preset(given: Any) -> Preset:
    for name in PRESETS:
        if given == name:
            return name
    raise invalid("preset", f"must be one of {', '.join(PRESETS)}")


def _accommodations(given: Any) -> tuple[str, ...]:
    """Each once, and always in the same order."""
    if not isinstance(given, list | tuple) or not all(isinstance(name, str) for name in given):
        raise invalid("accommodations", f"must be a list of names out of {', '.join(ACCOMMODATIONS)}")
    for name in given:
        if name not in ACCOMMODATIONS:
            raise invalid("accommodations", f"has no {name!r:.60}; there are {', '.join(ACCOMMODATIONS)}")
    return tuple(name for name in ACCOMMODATIONS if name in given)
