"""Frame's alias: what it points to, when that changes, and how its environments start."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.template.stack import PSEUDO_PARAMETERS, Stack, references, stack

ALIAS = "FrameAliaslive"


def _version(one: Stack) -> str:
    ((name, _),) = one.of_type("AWS::Lambda::Version").items()
    return name


def test_only_frame_has_an_alias_and_it_points_to_the_published_version(any_stack: Stack) -> None:
    (alias,) = any_stack.of_type("AWS::Lambda::Alias")
    version = _version(any_stack)

    assert alias == ALIAS
    assert any_stack.properties(alias)["FunctionVersion"] == {"Fn::GetAtt": [version, "Version"]}
    assert any_stack.properties(version)["FunctionName"] == {"Ref": "Frame"}


def test_frames_go_to_the_alias_and_the_gateway_may_invoke_it(any_stack: Stack) -> None:
    def users(kind: str) -> set[str]:
        return {name for name, found in any_stack.of_type(kind).items() if ALIAS in references(found["Properties"])}

    assert users("AWS::ApiGatewayV2::Integration") == {"GatewayFrameIntegration", "GatewayEvidenceIntegration"}
    assert users("AWS::Lambda::Permission") == {"GatewayFramePermission", "GatewayEvidencePermission"}


# A snapshot is paid for as long as its version is there.
def test_versions_that_are_replaced_go(any_stack: Stack) -> None:
    version = any_stack.resources[_version(any_stack)]

    assert version["DeletionPolicy"] == "Delete"
    assert version.get("UpdateReplacePolicy", "Delete") == "Delete"


@pytest.mark.parametrize("changed", ["Frame", "SharedLayer", "RuntimeLayer", "MediaPipeLayer"])
def test_new_code_makes_a_new_version(default_stack: Stack, changed: str) -> None:
    newer = stack({changed: "s3://artifacts/newer.zip"})

    assert _version(newer) != _version(default_stack)
    assert newer.properties(ALIAS)["FunctionVersion"] == {"Fn::GetAtt": [_version(newer), "Version"]}


def test_code_that_frame_does_not_carry_makes_none(default_stack: Stack) -> None:
    assert _version(stack({"Auth": "s3://artifacts/newer.zip"})) == _version(default_stack)


def test_a_parameter_that_changes_frames_configuration_replaces_its_version(any_stack: Stack) -> None:
    """A version's description cannot be updated, so CloudFormation publishes another one."""
    properties = any_stack.properties("Frame") | {"SnapStart": {"Ref": "SnapStart"}}
    # Concurrency is a matter of the function, not of its versions.
    properties.pop("ReservedConcurrentExecutions", None)
    configured_by = set(references(properties)) & any_stack.parameters.keys()

    assert configured_by == {"LogLevel", "SnapStart"}
    assert configured_by <= set(references(any_stack.properties(_version(any_stack))["Description"]))
    assert not configured_by & PSEUDO_PARAMETERS.keys()


@pytest.mark.parametrize(
    ("chosen", "apply_on", "provisioned"),
    [
        ({}, "PublishedVersions", None),
        ({"SnapStart": "false"}, "None", None),
        ({"SnapStart": "false", "ProvisionedConcurrency": "5"}, "None", {"Ref": "ProvisionedConcurrency"}),
    ],
)
def test_how_environments_start(chosen: dict[str, str], apply_on: str, provisioned: Any) -> None:
    found = stack(**chosen)
    concurrency = found.properties(ALIAS).get("ProvisionedConcurrencyConfig", {})

    assert found.properties("Frame")["SnapStart"] == {"ApplyOn": apply_on}
    assert concurrency.get("ProvisionedConcurrentExecutions") == provisioned
    assert found.broken_rules == []


def test_both_ways_at_once_are_refused_with_what_to_do() -> None:
    (message,) = stack(SnapStart="true", ProvisionedConcurrency="5").broken_rules

    assert "set SnapStart=false" in message


# https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html
def test_frame_keeps_to_what_snapstart_allows(default_stack: Stack) -> None:
    properties = default_stack.properties("Frame")

    assert properties["Runtime"] >= "python3.12"
    assert not {"FileSystemConfigs", "ImageConfig"} & properties.keys()
    assert properties.get("EphemeralStorage", {}).get("Size", 512) <= 512
