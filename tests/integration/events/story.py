"""Plays all recorded events, one after the other, in the order of the table: later ones build upon earlier ones."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tests.integration.events.cases import CASES, MAKES_THE_SCHEMA
from tests.integration.events.matching import mismatches
from tests.integration.events.world import Stored, World

EVENTS: Final = Path(__file__).parents[3] / "events"

Invoke = Callable[[str, Any], Awaitable[Any]]
"""Calls a function by its logical id with an event and gives its answer; of a failed one its error."""


@dataclass(frozen=True)
class Outcome:
    """What became of an event: the function's answer, and what is new or different in the stores."""

    answer: Any
    changes: Stored


def function_of(name: str) -> str:
    """Logical id of the function that an event is for: the first word of its name."""
    return name.split("_")[0].capitalize()


def event_names() -> list[str]:
    return sorted(path.stem for path in EVENTS.glob("*.json"))


async def play(world: World, invoke: Invoke) -> dict[str, Outcome]:
    """Let the functions have all events.

    Returns:
        Name of the event → what became of it.
    """
    outcomes: dict[str, Outcome] = {}
    before = await world.look()
    for name in [name for name in CASES if name in event_names()]:
        event = _reachable(json.loads((EVENTS / f"{name}.json").read_text("utf-8")), world)
        answer = await invoke(function_of(name), event)
        after = await world.look()
        outcomes[name] = Outcome(_parsed(answer), _changes(before, after))
        if name == MAKES_THE_SCHEMA:
            await world.seed()
            after = await world.look()
        before = after
    return outcomes


def differences(name: str, outcome: Outcome) -> list[str]:
    """Where what became of an event is not as the table says."""
    case = CASES[name]
    unnamed = {part: rows for part, rows in outcome.changes.items() if part not in case.stored}
    return [
        *mismatches(case.answer, outcome.answer, "answer"),
        *mismatches(case.stored, outcome.changes, "stored"),
        *(f"stored.{part}: nothing was to change, but there is {rows!r:.600}" for part, rows in unnamed.items()),
    ]


def _reachable(event: Any, world: World) -> Any:
    """The event, with CloudFormation's address leading here."""
    if "ResponseURL" not in event:
        return event
    return event | {"ResponseURL": world.receiver.url + urlsplit(event["ResponseURL"]).path}


def _parsed(answer: Any) -> Any:
    """The answer with the JSON in its body parsed; other text stays as it is."""
    try:
        return answer | {"body": json.loads(answer["body"])}
    except (LookupError, TypeError, ValueError):
        return answer


def _changes(before: Stored, after: Stored) -> Stored:
    for part in ("keys", "sessions", "incidents", "reviews", "items", "pictures"):
        assert len(after[part]) >= len(before[part]), f"something is gone from {part}: {before[part]}"
    new = {part: [row for row in rows if row not in before[part]] for part, rows in after.items()}
    # What came is new even if the same came before.
    new |= {part: after[part] for part in ("queue", "dead_letters", "calls")}
    return {part: rows for part, rows in new.items() if rows}
