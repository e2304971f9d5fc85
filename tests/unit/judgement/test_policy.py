"""A policy is the defaults with what is given over them, or a clear error."""

from __future__ import annotations

import json
import operator
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_audit.errors import InvalidPolicy
from proctor_audit.judgement.accommodations import ACCOMMODATIONS
from proctor_audit.judgement.kinds import BROWSER_KINDS, IncidentKind
from proctor_audit.judgement.policy import DEFAULT_RULES, IncidentRule, Pace, Policy, Thresholds
from proctor_audit.judgement.presets import PRESETS
from proctor_audit.judgement.rules import BrowserRule

GIVEN = {
    "preset": "lenient",
    "accommodations": ["reads_aloud"],
    "thresholds": {"eye_aspect_ratio": 0.16},
    "incidents": {"looking_away": {"enabled": False}, "eyes_closed": {"open_after_s": 3}},
    "pace": {"interval_ms": 400},
    "calibration": False,
    "earlier_pictures": 1,
}


def test_only_what_differs_is_kept_and_comes_back() -> None:
    policy = Policy.from_mapping(GIVEN)
    assert policy.overrides() == GIVEN
    assert Policy.from_json(json.dumps(policy.overrides())) == policy
    assert not policy.watches(IncidentKind.LOOKING_AWAY)
    assert policy.rules[IncidentKind.EYES_CLOSED].frames == Policy().rules[IncidentKind.EYES_CLOSED].frames
    assert Policy.from_mapping({}) == Policy.from_json(None) == Policy.from_json("{}") == Policy()
    assert Policy.from_mapping({"preset": "standard", "accommodations": []}) == Policy()
    assert Policy().overrides() == {}


SEEN = [kind for kind in IncidentKind if kind not in (*BROWSER_KINDS, IncidentKind.POOR_PICTURE)]

USUAL = {"open_after_s": (4.0, 600.0), "frames": (3.0, 8.0), "interval_ms": (100.0, 500.0)}
"""Limits within which a pace misses nothing; see ``test_pace``."""


def some_of(settings: type[Thresholds | IncidentRule | Pace]) -> st.SearchStrategy[dict[str, Any]]:
    values: dict[str, st.SearchStrategy[Any]] = {
        setting.name: st.floats(*USUAL.get(setting.name, (setting.metadata["low"], setting.metadata["high"])))
        if setting.metadata
        else st.booleans()
        for setting in fields(settings)
        if setting.init
    }
    return st.fixed_dictionaries({}, optional=values)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "preset": st.sampled_from(list(PRESETS)),
            "accommodations": st.lists(st.sampled_from(list(ACCOMMODATIONS))),
            "thresholds": some_of(Thresholds),
            "incidents": st.builds(
                operator.or_,
                st.dictionaries(st.sampled_from([*SEEN, IncidentKind.POOR_PICTURE]), some_of(IncidentRule)),
                st.dictionaries(st.sampled_from(BROWSER_KINDS), some_of(BrowserRule)),
            ),
            "pace": some_of(Pace),
            "calibration": st.booleans(),
            "earlier_pictures": st.integers(0, 3),
            "recorded": st.booleans(),
        },
    )
)
def test_the_short_form_means_the_same(document: dict[str, Any]) -> None:
    try:
        policy = Policy.from_mapping(document)
    except InvalidPolicy:
        return  # settings that do not go together
    assert Policy.from_mapping(json.loads(json.dumps(policy.overrides()))) == policy
    assert policy.calibration == document.get("calibration", True)
    assert policy.earlier_pictures == document.get("earlier_pictures", 3)
    # Set outright is what was given, whatever the preset and the accommodations say.
    for name, value in document.get("thresholds", {}).items():
        assert getattr(policy.thresholds, name) == value
    for kind, rule in document.get("incidents", {}).items():
        for name, value in rule.items():
            assert getattr(policy.rules[kind], name) == value


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, True),
        ({"preset": "lenient", "accommodations": [name for name in ACCOMMODATIONS if name != "looks_away"]}, True),
        ({"calibration": True, "accommodations": ["looks_away"]}, False),
        ({"incidents": {"looking_away": {"enabled": False}}}, False),
        ({"calibration": False}, False),
    ],
)
def test_only_who_is_looked_at_for_it_is_asked_to_follow_a_dot(given: dict[str, Any], asked: bool) -> None:
    assert Policy.from_mapping(given).calibrates is asked


def test_a_short_policy_stays_short() -> None:
    everything = Policy.from_mapping({"preset": "strict", "accommodations": list(ACCOMMODATIONS)})
    # Beside the state it must fit the session item.
    assert len(json.dumps(everything.overrides(), separators=(",", ":"))) <= 160


@pytest.mark.parametrize("kind", SEEN)
def test_lenient_waits_longer_and_weighs_less_and_strict_the_other_way(kind: IncidentKind) -> None:
    lenient, standard, strict = (Policy.from_mapping({"preset": name}).rules[kind] for name in PRESETS)
    assert lenient.open_after_s > standard.open_after_s >= strict.open_after_s
    assert lenient.weight < standard.weight < strict.weight
    assert (lenient.open_after_s, lenient.weight) == (2 * standard.open_after_s, standard.weight / 2)
    # Longer than a blink, and never by fewer frames: one bad frame accuses nobody.
    assert strict.open_after_s >= min(1.0, standard.open_after_s) >= 0.5
    assert lenient.frames == standard.frames == strict.frames >= 3
    assert strict.forget == standard.forget


@pytest.mark.parametrize("kind", BROWSER_KINDS)
def test_what_the_browser_tells_follows_the_presets_too(kind: IncidentKind) -> None:
    lenient, standard, strict = (Policy.from_mapping({"preset": name}).rules[kind] for name in PRESETS)
    assert (lenient.open_after_s, lenient.weight) == (2 * standard.open_after_s, standard.weight / 2)
    assert standard.open_after_s >= strict.open_after_s >= min(1.0, standard.open_after_s)
    assert strict.weight == 1.5 * standard.weight


def test_of_what_the_browser_tells_only_what_has_a_meaning_can_be_set() -> None:
    rule = {"enabled": False, "open_after_s": 0, "weight": 7}
    policy = Policy.from_mapping({"incidents": {"tab_hidden": rule}})
    assert policy.overrides() == {"incidents": {"tab_hidden": rule}}
    for name in ("frames", "close_after_s", "cooldown_s", "forget"):
        with pytest.raises(InvalidPolicy, match=f"has no setting '{name}'"):
            Policy.from_mapping({"incidents": {"clipboard": {name: 5}}})


def test_presets_let_go_further_or_less_far_and_judge_the_same_pictures() -> None:
    lenient, standard, strict = (Policy.from_mapping({"preset": name}).thresholds for name in PRESETS)
    differ = {f.name for f in fields(Thresholds) if getattr(lenient, f.name) != getattr(strict, f.name)}
    assert differ == {"yaw_deg", "gaze_shift", "pitch_down_deg", "movement_face_widths", "talking_score"}
    for name in differ:
        assert getattr(lenient, name) > getattr(standard, name) > getattr(strict, name), name
    # Honest people's eyes wander by 0.05 of an eye's width.
    assert strict.gaze_shift > 0.05


def test_the_standard_is_the_defaults() -> None:
    assert Policy.from_mapping({"preset": "standard"}) == Policy()
    assert Policy().rules == DEFAULT_RULES


@pytest.mark.parametrize(
    ("name", "relieved"),
    [
        ("reads_aloud", {"talking"}),
        ("has_tic", {"excessive_movement", "unusual_pupil_movement"}),
        ("looks_down", {"looking_down"}),
        ("looks_away", {"looking_away"}),
        ("closes_eyes", {"eyes_closed"}),
        ("assistant_present", {"multiple_faces"}),
        ("leaves_seat", {"face_absent"}),
    ],
)
@pytest.mark.parametrize("preset", list(PRESETS))
def test_an_accommodation_relieves_what_it_says_and_nothing_else(preset: str, name: str, relieved: set[str]) -> None:
    before = Policy.from_mapping({"preset": preset})
    after = Policy.from_mapping({"preset": preset, "accommodations": [name]})
    assert {kind for kind in IncidentKind if after.rules[kind] != before.rules[kind]} == relieved
    assert (after.thresholds, after.pace) == (before.thresholds, before.pace)
    for kind in map(IncidentKind, relieved):
        assert not after.watches(kind) or after.rules[kind].open_after_s > before.rules[kind].open_after_s
    assert ACCOMMODATIONS[name].sentence.endswith(".")


def test_every_accommodation_goes_with_every_other() -> None:
    changed = [
        (kind, setting)
        for accommodation in ACCOMMODATIONS.values()
        for kind, rule in accommodation.incidents.items()
        for setting in rule
    ]
    assert len(set(changed)) == len(changed)
    there_and_back = [["looks_down", "has_tic", "looks_down"], ["has_tic", "looks_down"]]
    assert len({Policy.from_mapping({"accommodations": names}).accommodations for names in there_and_back}) == 1


def test_a_preset_yields_to_an_accommodation_and_both_to_what_is_set_outright() -> None:
    absent = {"preset": "strict", "accommodations": ["leaves_seat", "reads_aloud"]}
    rules = Policy.from_mapping(absent).rules
    assert (rules[IncidentKind.FACE_ABSENT].open_after_s, rules[IncidentKind.FACE_ABSENT].weight) == (300.0, 45.0)
    outright = {"face_absent": {"open_after_s": 60}, "talking": {"enabled": True}}
    policy = Policy.from_mapping({**absent, "incidents": outright})
    assert policy.rules[IncidentKind.FACE_ABSENT].open_after_s == 60
    assert policy.watches(IncidentKind.TALKING)
    assert policy.overrides()["incidents"] == outright


def test_other_weights_and_all_else_the_same() -> None:
    policy = Policy.from_mapping(GIVEN).reweighed({"talking": 33, "multiple_faces": 0})
    assert (policy.rules[IncidentKind.TALKING].weight, policy.rules[IncidentKind.MULTIPLE_FACES].weight) == (33, 0)
    assert not policy.watches(IncidentKind.TALKING)
    assert policy.thresholds == Policy.from_mapping(GIVEN).thresholds
    for wrong in ({"talking": 101}, {"humming": 1}, {"talking": "much"}, {"poor_picture": 5}):
        with pytest.raises(InvalidPolicy):
            policy.reweighed(wrong)


@pytest.mark.parametrize(
    ("given", "field", "told"),
    [
        ({"tresholds": {}}, "policy", "'tresholds'; it has preset, accommodations, thresholds"),
        ({"thresholds": []}, "thresholds", "thresholds must be an object"),
        ({"thresholds": {"eye_aspect_ratio": "0.2"}}, "thresholds.eye_aspect_ratio", "a number from 0.05 to 0.35"),
        ({"thresholds": {"eye_aspect_ratio": True}}, "thresholds.eye_aspect_ratio", "a number from 0.05 to 0.35"),
        ({"thresholds": {"gaze_shift": float("nan")}}, "thresholds.gaze_shift", "a number from 0.03 to 0.3"),
        ({"thresholds": {"talking_score": 1}}, "thresholds.talking_score", "a number from 0.1 to 0.95"),
        ({"thresholds": {"yaw_deg": 10**400}}, "thresholds.yaw_deg", "a number from 10 to 80"),
        ({"thresholds": {"pupil_straight": 0.05}}, "thresholds.pupil_straight", "must not be above"),
        ({"incidents": {"cheated": {}}}, "incidents", "'cheated'"),
        ({"incidents": {"eyes_closed": {"enabled": 1}}}, "incidents.eyes_closed.enabled", "true or false"),
        ({"incidents": {"talking": {"open_after_s": 0}}}, "incidents.talking.open_after_s", "from 0.5 to 600"),
        ({"incidents": {"talking": {"frames": 2}}}, "incidents.talking.frames", "from 3 to 100"),
        ({"incidents": {"poor_picture": {"weight": 1}}}, "incidents.poor_picture.weight", "must be 0"),
        ({"incidents": "none"}, "incidents", "incidents must be an object"),
        ({"pace": {"frames_per_message": 99}}, "pace.frames_per_message", "from 1 to 8"),
        ({"pace": {"interval_ms": 4000}}, "pace.interval_ms", "from 100 to 2000"),
        ({"pace": {"doubtful_interval_ms": 50}}, "pace.doubtful_interval_ms", "from 100 to 2000"),
        ({"pace": {"interval_ms": 2000, "frames_per_message": 5}}, "pace", "too long beside gaps of 10 s"),
        ({"preset": "strict", "pace": {"interval_ms": 1600}}, "pace", "too long beside gaps of 7.5 s"),
        ({"recorded": 1}, "recorded", "recorded must be true or false"),
        ({"preset": "harsh"}, "preset", "must be one of lenient, standard, strict"),
        ({"preset": ["strict"]}, "preset", "must be one of lenient, standard, strict"),
        ({"preset": None}, "preset", "must be one of lenient, standard, strict"),
        ({"accommodations": ["sings"]}, "accommodations", "has no 'sings'; there are reads_aloud, has_tic, looks_down"),
        ({"accommodations": "has_tic"}, "accommodations", "must be a list of names out of reads_aloud, has_tic"),
        ({"accommodations": [["has_tic"]]}, "accommodations", "must be a list of names"),
        ([], "policy", "policy must be an object"),
    ],
)
def test_what_is_wrong_is_told(given: Any, field: str, told: str) -> None:
    with pytest.raises(InvalidPolicy) as error:
        Policy.from_mapping(given)
    assert (error.value.code, error.value.details["field"]) == ("invalid_policy", field)
    assert told in error.value.message
