"""What is judged, how strictly, and with what weight: one validated value a session.

A policy travels as JSON and holds only what differs from the defaults::

    {"thresholds": {"eye_aspect_ratio": 0.16},
     "incidents": {"looking_away": {"enabled": false}, "eyes_closed": {"open_after_s": 4}},
     "pace": {"interval_ms": 1000, "frames_per_message": 4},
     "recorded": true}
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from proctor_audit.errors import InvalidPolicy
from proctor_audit.judgement.kinds import DETECTED_KINDS, IncidentKind


def _setting(default: float, low: float, high: float) -> Any:
    return field(default=default, metadata={"low": low, "high": high})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The documented per-frame thresholds, and the limits below which a picture is not judged.

    Attributes:
        eye_aspect_ratio: mean of both eyes below this: eyes closed.
        pupil_straight: mean displacement of both irises, in image units, below this: ``straight``.
        pupil_unusual: above this: ``unusual``.
        face_movement: displacement of the face's centre, in image units, above this: anomaly.
        yaw_deg: a head turned further than this to either side looks away.
        brightness: mean luma below this is too dark to judge.
        contrast: standard deviation of the luma below this: the camera is covered or sees nothing.
        sharpness: below this the picture is blurred: webcams in focus lie above 0.5, a blur of 4 pixels at 0.15.
        presence: the landmark model's confidence below this: the face cannot be read.
        face_width: a face narrower than this share of the picture is too small to judge its eyes.
    """

    eye_aspect_ratio: float = _setting(0.18, 0.05, 0.35)
    pupil_straight: float = _setting(0.002, 0.0, 0.1)
    pupil_unusual: float = _setting(0.008, 0.0, 0.2)
    face_movement: float = _setting(0.05, 0.005, 1.0)
    yaw_deg: float = _setting(30.0, 10.0, 80.0)
    brightness: float = _setting(0.10, 0.0, 0.5)
    contrast: float = _setting(0.02, 0.0, 0.3)
    sharpness: float = _setting(0.17, 0.0, 0.5)
    presence: float = _setting(0.5, 0.0, 0.99)
    face_width: float = _setting(0.08, 0.0, 0.5)


@dataclass(frozen=True, slots=True)
class IncidentRule:
    """When a sign becomes an incident, and what the incident weighs.

    Attributes:
        enabled: False: not looked for.
        open_after_s: seconds of evidence that confirm it.
        close_after_s: seconds without the sign that end it.
        cooldown_s: a sign that comes back within this time of the end, and is confirmed, continues the same incident.
        frames: fewest frames that must show it, however slowly they come.
        forget: seconds of evidence lost for each second without the sign, while not yet confirmed.
        weight: most points that all incidents of this kind together can add to the score.
    """

    enabled: bool = True
    open_after_s: float = _setting(2.0, 0.5, 120.0)
    close_after_s: float = _setting(1.5, 0.5, 60.0)
    cooldown_s: float = _setting(5.0, 0.0, 600.0)
    frames: float = _setting(3, 3, 100)
    forget: float = _setting(1.0, 0.1, 10.0)
    weight: float = _setting(20.0, 0.0, 100.0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a quiet candidate's client should send frames, and how many in one message."""

    interval_ms: float = _setting(500, 100, 4000)
    frames_per_message: float = _setting(4, 1, 8)

    def message(self, watched: bool) -> dict[str, int]:
        """The ``pace`` of a reply: frames one by one while something is being watched, else in batches."""
        return {
            "interval_ms": round(self.interval_ms),
            "frames_per_message": 1 if watched else round(self.frames_per_message),
        }


DEFAULT_RULES: Mapping[IncidentKind, IncidentRule] = MappingProxyType(
    {
        IncidentKind.FACE_ABSENT: IncidentRule(open_after_s=2.0, weight=30.0),
        IncidentKind.MULTIPLE_FACES: IncidentRule(open_after_s=1.0, weight=40.0),
        # At two frames a second five are two seconds; at fewer, blinks could meet three frames in a row.
        IncidentKind.EYES_CLOSED: IncidentRule(open_after_s=2.0, frames=5, forget=2.0, weight=15.0),
        IncidentKind.LOOKING_AWAY: IncidentRule(open_after_s=2.0, weight=20.0),
        # Movement comes and goes within a second, so its evidence is forgotten half as fast as it gathers.
        IncidentKind.EXCESSIVE_MOVEMENT: IncidentRule(open_after_s=2.5, close_after_s=2.0, forget=0.5, weight=10.0),
        IncidentKind.UNUSUAL_PUPIL_MOVEMENT: IncidentRule(open_after_s=4.0, close_after_s=2.5, forget=0.7, weight=10.0),
        IncidentKind.MONITORING_GAP: IncidentRule(open_after_s=10.0, weight=15.0),
    }
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Thresholds, one rule for each incident kind, and the pace.

    ``recorded``: the frames come from a recording, so their own times count, however fast they are played.
    """

    thresholds: Thresholds = field(default_factory=Thresholds)
    rules: Mapping[IncidentKind, IncidentRule] = field(default_factory=lambda: DEFAULT_RULES)
    pace: Pace = field(default_factory=Pace)
    recorded: bool = False

    @classmethod
    def from_mapping(cls, given: Any) -> Policy:
        """The defaults with what is given put over them.

        Raises:
            InvalidPolicy: ``invalid_policy`` for an unknown name, a wrong type or a value out of range.
        """
        given = _mapping("policy", given)
        _reject_unknown("policy", given, ("thresholds", "incidents", "pace", "recorded"))
        thresholds = _overlay(Thresholds(), given.get("thresholds", {}), "thresholds")
        pace = _overlay(Pace(), given.get("pace", {}), "pace")
        incidents = _mapping("incidents", given.get("incidents", {}))
        _reject_unknown("incidents", incidents, tuple(DEFAULT_RULES))
        rules = {
            kind: _overlay(rule, incidents.get(kind, {}), f"incidents.{kind}") for kind, rule in DEFAULT_RULES.items()
        }
        if thresholds.pupil_straight > thresholds.pupil_unusual:
            raise InvalidPolicy(
                "invalid_policy",
                "thresholds.pupil_straight must not be above thresholds.pupil_unusual.",
                field="thresholds.pupil_straight",
            )
        gap = rules[IncidentKind.MONITORING_GAP]
        message_s = pace.interval_ms * pace.frames_per_message / 1000
        if gap.enabled and message_s > 0.8 * gap.open_after_s:
            raise InvalidPolicy(
                "invalid_policy",
                f"pace lets {message_s:g} s pass between messages: too long beside gaps of {gap.open_after_s:g} s.",
                field="pace",
            )
        recorded = given.get("recorded", False)
        if not isinstance(recorded, bool):
            raise InvalidPolicy("invalid_policy", "recorded must be true or false.", field="recorded")
        return cls(thresholds, MappingProxyType(rules), pace, recorded)

    @classmethod
    def from_json(cls, text: str | None) -> Policy:
        """The policy of a stored text; the defaults when there is none."""
        return cls.from_mapping(json.loads(text)) if text else cls()

    def overrides(self) -> dict[str, Any]:
        """Only what differs from the defaults: small, and what a report should show."""
        changed: dict[str, Any] = {
            "thresholds": _difference(self.thresholds, Thresholds()),
            "incidents": {
                str(kind): difference
                for kind, rule in self.rules.items()
                if (difference := _difference(rule, DEFAULT_RULES[kind]))
            },
            "pace": _difference(self.pace, Pace()),
            "recorded": self.recorded,
        }
        return {name: value for name, value in changed.items() if value}

    def watches(self, kind: IncidentKind) -> bool:
        return self.rules[kind].enabled


_Settings = TypeVar("_Settings", Thresholds, IncidentRule, Pace)


def _overlay(base: _Settings, given: Any, where: str) -> _Settings:
    given = _mapping(where, given)
    fields = {f.name: f for f in dataclasses.fields(base)}
    _reject_unknown(where, given, tuple(fields))
    values: dict[str, Any] = {name: _checked(f"{where}.{name}", value, fields[name]) for name, value in given.items()}
    return dataclasses.replace(base, **values)


def _checked(where: str, value: Any, setting: dataclasses.Field[Any]) -> float | bool:
    if not setting.metadata:
        if isinstance(value, bool):
            return value
        raise InvalidPolicy("invalid_policy", f"{where} must be true or false.", field=where)
    low, high = setting.metadata["low"], setting.metadata["high"]
    # NaN, the infinities and integers too large for a float are all outside.
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise InvalidPolicy("invalid_policy", f"{where} must be a number from {low:g} to {high:g}.", field=where)
    return value


def _mapping(where: str, given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise InvalidPolicy("invalid_policy", f"{where} must be an object.", field=where)
    return given


def _reject_unknown(where: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in given:
        if name not in known:
            raise InvalidPolicy(
                "invalid_policy",
                f"{where} has no setting {name!r:.60}; it has {', '.join(known)}.",
                field=where,
            )


def _difference(settings: Any, default: Any) -> dict[str, Any]:
    return {
        f.name: getattr(settings, f.name)
        for f in dataclasses.fields(default)
        if getattr(settings, f.name) != getattr(default, f.name)
    }


assert set(DEFAULT_RULES) == {*DETECTED_KINDS, IncidentKind.MONITORING_GAP}
