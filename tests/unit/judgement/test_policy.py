"""A policy is the defaults with what is given over them, or a clear error."""

from __future__ import annotations

import json
from typing import Any

import pytest

from proctor_audit.errors import InvalidPolicy
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy

GIVEN = {
    "thresholds": {"eye_aspect_ratio": 0.16},
    "incidents": {"looking_away": {"enabled": False}, "eyes_closed": {"open_after_s": 4}},
    "pace": {"interval_ms": 1000},
}


def test_only_what_differs_is_kept_and_comes_back() -> None:
    policy = Policy.from_mapping(GIVEN)
    assert policy.overrides() == GIVEN
    assert Policy.from_json(json.dumps(policy.overrides())) == policy
    assert not policy.watches(IncidentKind.LOOKING_AWAY)
    assert policy.rules[IncidentKind.EYES_CLOSED].weight == Policy().rules[IncidentKind.EYES_CLOSED].weight
    assert Policy.from_mapping({}) == Policy.from_json(None) == Policy.from_json("{}") == Policy()
    assert Policy().overrides() == {}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"tresholds": {}}, "'tresholds'"),
        ({"thresholds": []}, "thresholds must be an object"),
        ({"thresholds": {"eye_aspect_ratio": "0.2"}}, "a number from 0.05 to 0.35"),
        ({"thresholds": {"eye_aspect_ratio": True}}, "a number from 0.05 to 0.35"),
        ({"thresholds": {"eye_aspect_ratio": float("nan")}}, "a number from 0.05 to 0.35"),
        ({"thresholds": {"eye_aspect_ratio": 0.9}}, "a number from 0.05 to 0.35"),
        ({"thresholds": {"eye_aspect_ratio": 10**400}}, "a number from 0.05 to 0.35"),
        ({"thresholds": {"pupil_straight": 0.05}}, "pupil_straight must not be above"),
        ({"incidents": {"cheated": {}}}, "'cheated'"),
        ({"incidents": {"eyes_closed": {"enabled": 1}}}, "true or false"),
        ({"incidents": {"eyes_closed": {"open_after_s": 0}}}, "from 0.5 to 120"),
        ({"incidents": "none"}, "incidents must be an object"),
        ({"pace": {"frames_per_message": 99}}, "from 1 to 8"),
        ({"pace": {"interval_ms": 4000}}, "too long beside gaps of 10 s"),
        ({"recorded": 1}, "recorded must be true or false"),
        ([], "policy must be an object"),
    ],
)
def test_what_is_wrong_is_told(given: Any, told: str) -> None:
    with pytest.raises(InvalidPolicy) as error:
        Policy.from_mapping(given)
    assert error.value.code == "invalid_policy"
    assert told in error.value.message
