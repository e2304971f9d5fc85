"""Every setting, kind, preset and accommodation stands in the reference as it stands in the code."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest

from proctor_audit.judgement.accommodations import ACCOMMODATIONS
from proctor_audit.judgement.kinds import BROWSER_KINDS, IncidentKind
from proctor_audit.judgement.policy import DEFAULT_RULES, IncidentRule, Pace, Policy, Thresholds
from proctor_audit.judgement.presets import PRESETS
from proctor_audit.judgement.rules import BrowserRule
from proctor_audit.judgement.score import BASE_SEVERITY, EXAM_UNIT_S, FULL_STRENGTH, SEVERITY_UNIT_S, STRENGTH
from proctor_audit.reporting.wording import TITLES
from proctor_audit.services.opening import for_client
from tests.unit.protocol.openapi.reference import SCHEMAS, accepts, assert_answers, refused

CONTRACT = {
    IncidentKind.FACE_ABSENT,
    IncidentKind.MULTIPLE_FACES,
    IncidentKind.EYES_CLOSED,
    IncidentKind.EXCESSIVE_MOVEMENT,
    IncidentKind.UNUSUAL_PUPIL_MOVEMENT,
}
"""Kinds that one frame can show by the documented thresholds."""


@pytest.mark.parametrize(
    ("schema", "settings"),
    [("Thresholds", Thresholds), ("IncidentRule", IncidentRule), ("BrowserRule", BrowserRule), ("PacePolicy", Pace)],
)
def test_every_setting_of_the_policy(schema: str, settings: type[Thresholds | IncidentRule | Pace]) -> None:
    documented = SCHEMAS[schema]["properties"]
    assert documented.keys() == {setting.name for setting in fields(settings) if setting.init}
    for setting in (setting for setting in fields(settings) if setting.init):
        told = documented[setting.name]
        assert told["description"]
        assert (told.get("minimum"), told.get("maximum")) == (setting.metadata.get("low"), setting.metadata.get("high"))
        assert schema in ("IncidentRule", "BrowserRule") or told["default"] == setting.default


def test_every_kind_of_incident() -> None:
    rules = SCHEMAS["IncidentRules"]["properties"]
    defaults = {
        kind: {setting.name: getattr(rule, setting.name) for setting in fields(rule) if setting.init}
        for kind, rule in DEFAULT_RULES.items()
    }
    assert {kind: rule["default"] for kind, rule in rules.items()} == defaults
    assert {kind["const"]: kind["title"] for kind in SCHEMAS["IncidentKind"]["oneOf"]} == TITLES
    anomalies = SCHEMAS["FrameReply"]["properties"]["anomalies"]["items"]["enum"]
    assert set(anomalies) == CONTRACT
    for told in (rules, *(kind["description"] for kind in SCHEMAS["IncidentKind"]["oneOf"])):
        named = re.findall(r"`thresholds\.(\w+)`", str(told))
        assert set(named) <= {setting.name for setting in fields(Thresholds)}


def test_every_preset_and_accommodation() -> None:
    policy = SCHEMAS["Policy"]["properties"]
    assert {preset["const"] for preset in policy["preset"]["oneOf"]} == PRESETS.keys()
    assert all(preset["description"] for preset in policy["preset"]["oneOf"])
    assert policy["preset"]["default"] == Policy().preset
    told = {one["const"]: one["description"] for one in policy["accommodations"]["items"]["oneOf"]}
    assert told == {name: accommodation.sentence for name, accommodation in ACCOMMODATIONS.items()}
    sections = {"preset", "accommodations", "thresholds", "incidents", "pace"}
    assert policy.keys() == sections | {"calibration", "earlier_pictures", "recorded"}
    for setting in policy.keys() - sections:
        assert policy[setting]["default"] == getattr(Policy(), setting)


@pytest.mark.parametrize("keep_days", [None, 90])
def test_what_the_browser_is_told_of_a_policy(keep_days: int | None) -> None:
    for watched in (True, False):
        rules = {kind: {"enabled": watched} for kind in (*BROWSER_KINDS, IncidentKind.LOOKING_AWAY)}
        assert_answers(for_client(Policy.from_mapping({"incidents": rules}), keep_days), "ClientPolicy")
    assert not accepts(
        "ClientPolicy", {"incidents": {"talking": {"enabled": False}}, "calibration": True, "keep_days": 1}
    )


def test_the_loads_of_incidents_are_told_as_they_are_computed() -> None:
    told = SCHEMAS["Incident"]["properties"]["load"]["description"]
    assert f"{BASE_SEVERITY} + `duration_s` / {SEVERITY_UNIT_S:g}" in told
    numbers = set(re.findall(r"\d+(?:\.\d+)?", told.replace("a whole face's width", "1 face width")))
    assert {f"{peak:g}" for peaks in STRENGTH.values() for peak in peaks} <= numbers
    assert FULL_STRENGTH == 1.5, "half as much again"
    assert EXAM_UNIT_S == 1800, "half hours"


@pytest.mark.parametrize(
    "wrong",
    [
        {"preset": "harsh"},
        {"preset": None},
        {"accommodations": "has_tic"},
        {"accommodations": ["sings"]},
        {"accommodations": [1]},
        {"incidents": {"poor_picture": {"weight": 1}}},
        {"thresholds": {"yaw_deg": 500}},
        {"incidents": {"cheating": {}}},
        {"pace": {"interval_s": 1}},
        {"calibration": "no"},
        {"calibration": None},
        {"earlier_pictures": 4},
        {"earlier_pictures": -1},
        {"earlier_pictures": 1.5},
        {"earlier_pictures": True},
        {"x": 1},
    ],
)
def test_wrong_policies(wrong: dict[str, Any]) -> None:
    assert refused(Policy.from_mapping, wrong)
    assert not accepts("Policy", wrong)


@pytest.mark.parametrize("preset", list(PRESETS))
def test_right_policies(preset: str) -> None:
    for right in (
        {"preset": preset, "accommodations": list(ACCOMMODATIONS)},
        {"preset": preset, "accommodations": ["has_tic", "has_tic"], "incidents": {"poor_picture": {"weight": 0}}},
        {"preset": preset, **PRESETS["strict"]},
        {"preset": preset, "calibration": False},
        {"preset": preset, "earlier_pictures": 0},
        {"preset": preset, "earlier_pictures": 2.0},
    ):
        assert not refused(Policy.from_mapping, right)
        assert accepts("Policy", right)
