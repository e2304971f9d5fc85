from __future__ import annotations

import pytest

from tests.unit.template.stack import FUNCTIONS, Stack, references

# Who runs these sees them fail: a deploy, an operator.
ALARMED = set(FUNCTIONS) - {"Migrate", "Keys"}


def _watched(stack: Stack, metric: str) -> set[str]:
    """The resources whose ``metric`` some alarm looks at."""
    return {
        name
        for alarm in stack.of_type("AWS::CloudWatch::Alarm").values()
        if alarm["Properties"]["MetricName"] == metric
        for name in references(alarm["Properties"]["Dimensions"])
    }


@pytest.mark.parametrize(
    ("metric", "resources"),
    [
        ("Errors", ALARMED),
        ("Throttles", {"Auth", "Authorize", "Connect", "Frame"}),
        ("Duration", {"Frame"}),
        ("ApproximateAgeOfOldestMessage", {"IncidentQueue"}),
        ("ApproximateNumberOfMessagesVisible", {"IncidentDeadLetters"}),
        ("ApproximateNumberOfMessagesNotVisible", {"IncidentQueue"}),
        ("5xx", {"HttpApi"}),
        ("ExecutionError", {"Gateway"}),
    ],
)
def test_somebody_is_told(any_stack: Stack, metric: str, resources: set[str]) -> None:
    assert _watched(any_stack, metric) == resources


def test_every_alarm_goes_where_it_is_asked_to(any_stack: Stack) -> None:
    parameters = any_stack.parameters
    target = None
    if parameters["AlarmTopicArn"]:
        target = [{"Ref": "AlarmTopicArn"}]
    elif parameters["AlarmEmail"]:
        target = [{"Ref": "AlarmTopic"}]

    for alarm in any_stack.of_type("AWS::CloudWatch::Alarm").values():
        assert alarm["Properties"].get("AlarmActions") == target
        assert alarm["Properties"]["TreatMissingData"] == "notBreaching"
        assert alarm["Properties"]["AlarmDescription"]
