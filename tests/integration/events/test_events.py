"""Every recorded event, through the real handler, on the real stores."""

from __future__ import annotations

import re

import pytest

from tests.integration.events.cases import CASES
from tests.integration.events.story import EVENTS, Outcome, differences, event_names, function_of


def test_every_event_has_an_expectation_and_the_other_way_round() -> None:
    assert event_names() == sorted(CASES)


def test_the_table_of_the_folder_names_every_event_and_its_function() -> None:
    rows = re.findall(r"^\| `(.+?)` \| `(.+?)` \| .+ \|$", (EVENTS / "README.md").read_text("utf-8"), re.MULTILINE)

    assert rows == [(f"{name}.json", function_of(name)) for name in event_names()]


@pytest.mark.parametrize("name", event_names())
def test_an_event_names_no_machine(name: str) -> None:
    assert not re.search(r"127\.0\.0\.1|localhost|file:", (EVENTS / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_event(outcomes: dict[str, Outcome], name: str) -> None:
    assert differences(name, outcomes[name]) == []
