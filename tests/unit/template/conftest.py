"""The stacks that template.yaml can make: with its own database, with another, in a VPC, watched, kept started."""

from __future__ import annotations

import pytest

from tests.unit.template.stack import Stack, stack

SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:postgres-AbCdEf"

CHOICES = {
    "defaults": {},
    "own postgres": {"DatabaseSecretArn": SECRET_ARN},
    "own postgres in a vpc": {
        "DatabaseSecretArn": SECRET_ARN,
        "DatabaseSecretKeyArn": "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "SubnetIds": "subnet-1,subnet-2",
        "SecurityGroupIds": "sg-1",
    },
    "alarms by mail": {
        "AlarmEmail": "ops@example.com",
        "FrameReservedConcurrency": "50",
        "GatewayLogs": "create-role",
    },
    "alarms to a topic": {"AlarmTopicArn": "arn:aws:sns:eu-central-1:123456789012:ops", "GatewayLogs": "role-exists"},
    "kept started": {"SnapStart": "false", "ProvisionedConcurrency": "5"},
    "emulator": {"DatabaseSecretArn": SECRET_ARN, "RouteResponses": "false", "GatewayLogs": "off"},
}


@pytest.fixture(scope="session")
def stacks() -> dict[str, Stack]:
    return {name: stack(**chosen) for name, chosen in CHOICES.items()}


@pytest.fixture(params=CHOICES)
def any_stack(request: pytest.FixtureRequest, stacks: dict[str, Stack]) -> Stack:
    return stacks[request.param]


@pytest.fixture
def default_stack(stacks: dict[str, Stack]) -> Stack:
    return stacks["defaults"]
