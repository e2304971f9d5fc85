"""What `sam validate --lint` misses: names that point nowhere, and circles."""

from __future__ import annotations

from graphlib import TopologicalSorter

from tests.unit.template.stack import PSEUDO_PARAMETERS, Stack, references


def test_every_reference_points_to_something_that_is_made(any_stack: Stack) -> None:
    known = any_stack.resources.keys() | any_stack.parameters.keys() | PSEUDO_PARAMETERS.keys()

    used = {name: set(references(item)) for name, item in (any_stack.resources | any_stack.outputs).items()}

    assert {name: names - known for name, names in used.items() if names - known} == {}


def test_every_parameter_is_used(stacks: dict[str, Stack]) -> None:
    used = {
        reference
        for one in stacks.values()
        for item in (one.resources | one.outputs).values()
        for reference in references(item)
    }
    decided = {"DeletionProtection", "GatewayLogs", "RouteResponses", "AlarmEmail", "AlarmTopicArn"}

    assert stacks["defaults"].parameters.keys() - used - decided == set()


def test_no_resource_waits_for_itself(any_stack: Stack) -> None:
    order = list(TopologicalSorter(any_stack.dependencies).static_order())

    assert set(order) == any_stack.resources.keys()


def test_code_that_talks_to_postgres_follows_its_migration(any_stack: Stack) -> None:
    order = list(TopologicalSorter(any_stack.dependencies).static_order())

    for function in ("Keys", "Auth", "Incidents", "Reports"):
        assert order.index("Migrate") < order.index("Schema") < order.index(function)
