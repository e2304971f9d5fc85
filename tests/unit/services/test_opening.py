"""What the candidate's browser is told of a policy."""

from __future__ import annotations

from typing import Any

import pytest

from proctor_audit.judgement.kinds import BROWSER_KINDS
from proctor_audit.judgement.policy import Policy
from proctor_audit.services.opening import for_client
from proctor_audit.settings import Settings

OFF = {"enabled": False}


@pytest.mark.parametrize(
    ("given", "incidents", "calibration"),
    [
        ({}, {}, True),
        ({"preset": "strict", "calibration": False}, {}, False),
        ({"incidents": {"clipboard": OFF, "talking": OFF, "tab_hidden": {"weight": 1}}}, {"clipboard": OFF}, True),
        ({"incidents": dict.fromkeys(BROWSER_KINDS, OFF)}, {str(kind): OFF for kind in BROWSER_KINDS}, True),
        ({"accommodations": ["looks_away"]}, {}, False),
    ],
)
def test_it_is_told_what_it_need_not_watch(given: Any, incidents: Any, calibration: bool) -> None:
    told = for_client(Policy.from_mapping(given), 30)
    assert told == {"incidents": incidents, "calibration": calibration, "keep_days": 30}


@pytest.mark.parametrize(("days", "told"), [("90", 90), ("", None)])
def test_how_long_pictures_are_kept(days: str, told: int | None) -> None:
    settings = Settings.from_environment({"EVIDENCE_RETENTION_DAYS": days})
    assert for_client(Policy(), settings.keep_days)["keep_days"] == told
