"""template.yaml as CloudFormation sees it: SAM's macros expanded, one set of parameters chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

PROJECT = Path(__file__).parents[3]

FUNCTIONS = [
    "Keys",
    "Auth",
    "Authorize",
    "Browser",
    "Connect",
    "Disconnect",
    "Fallback",
    "Frame",
    "Incidents",
    "Migrate",
    "Reports",
    "Site",
]
REGION = "eu-central-1"
PSEUDO_PARAMETERS = {
    "AWS::AccountId": "123456789012",
    "AWS::NotificationARNs": [],
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackId": f"arn:aws:cloudformation:{REGION}:123456789012:stack/exam/1",
    "AWS::StackName": "exam",
    "AWS::URLSuffix": "amazonaws.com",
}
NO_VALUE = {"Ref": "AWS::NoValue"}
_SUBSTITUTION = re.compile(r"\$\{([^!}]+)\}")

Resource = dict[str, Any]


@dataclass(frozen=True)
class Stack:
    """The resources and outputs that CloudFormation would make; every ``Fn::If`` is decided.

    Attributes:
        resources: logical id → resource, without those whose condition is false.
        broken_rules: what CloudFormation answers instead of making anything.
        outputs: likewise.
        parameters: values of the parameters, defaults included.
    """

    resources: dict[str, Resource]
    broken_rules: list[str]
    outputs: dict[str, Any]
    parameters: dict[str, Any]

    def of_type(self, kind: str) -> dict[str, Resource]:
        return {name: found for name, found in self.resources.items() if found["Type"] == kind}

    def properties(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.resources[name].get("Properties", {})
        return found

    def environment(self, function: str) -> dict[str, Any]:
        found: dict[str, Any] = self.properties(function)["Environment"]["Variables"]
        return found

    def functions_in(self, node: Any) -> set[str]:
        """The functions that something refers to, by themselves or by an alias."""
        names = set(references(node))
        for name in names & self.of_type("AWS::Lambda::Alias").keys():
            names.add(self.properties(name)["FunctionName"]["Ref"])
        return names & self.of_type("AWS::Lambda::Function").keys()

    def role_of(self, function: str) -> str:
        name: str = self.properties(function)["Role"]["Fn::GetAtt"][0]
        return name

    def statements_of(self, function: str) -> list[dict[str, Any]]:
        """All IAM statements of the function's role, those of its managed policies included."""
        role = self.properties(self.role_of(function))
        documents = [policy["PolicyDocument"] for policy in role.get("Policies", [])]
        documents += [self.properties(arn["Ref"])["PolicyDocument"] for arn in role.get("ManagedPolicyArns", [])]
        return [statement for document in documents for statement in document["Statement"]]

    @cached_property
    def dependencies(self) -> dict[str, set[str]]:
        """Logical id → the resources that must be made before it."""
        found = {}
        for name, resource in self.resources.items():
            waits_for = resource.get("DependsOn", [])
            names = {waits_for} if isinstance(waits_for, str) else set(waits_for)
            names |= set(references(resource.get("Properties", {})))
            found[name] = names & self.resources.keys()
        return found


def references(node: Any) -> Iterator[str]:
    """Every name that a ``Ref``, ``Fn::GetAtt`` or ``Fn::Sub`` under ``node`` points to."""
    if isinstance(node, list):
        for value in node:
            yield from references(value)
    elif isinstance(node, dict):
        if isinstance(node.get("Ref"), str):
            yield node["Ref"]
        if "Fn::GetAtt" in node:
            target = node["Fn::GetAtt"]
            yield target.split(".")[0] if isinstance(target, str) else target[0]
        if "Fn::Sub" in node:
            text, named = node["Fn::Sub"] if isinstance(node["Fn::Sub"], list) else (node["Fn::Sub"], {})
            yield from (name.split(".")[0] for name in _SUBSTITUTION.findall(text) if name not in named)
        for value in node.values():
            yield from references(value)


def actions_of(statement: dict[str, Any]) -> set[str]:
    return set(as_list(statement["Action"]))


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def stack(archives: Mapping[str, str] = MappingProxyType({}), /, **chosen: Any) -> Stack:
    """The stack that these parameters make; the others keep their defaults.

    Args:
        archives: logical id → where the code of a function or a layer lies, if it matters.
        chosen: the parameters.
    """
    source = yaml_parse((PROJECT / "template.yaml").read_text("utf-8"))
    for name, resource in source["Resources"].items():
        for uri in {"CodeUri", "ContentUri"} & resource.get("Properties", {}).keys():
            resource["Properties"][uri] = archives.get(name, "s3://artifacts/archive.zip")
    parameters = {name: declared.get("Default") for name, declared in source["Parameters"].items()} | chosen
    with pytest.MonkeyPatch.context() as patch:
        # SAM asks the region for the partition, nothing else.
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        transformed = transform(deepcopy(source), dict(chosen), NoManagedPolicies())
    choice = _Choice(transformed.get("Conditions", {}), parameters)
    return Stack(
        resources=choice.kept(transformed["Resources"]),
        broken_rules=choice.broken(transformed.get("Rules", {})),
        outputs=choice.kept(transformed.get("Outputs", {})),
        parameters=parameters,
    )


class NoManagedPolicies:
    """SAM's policy templates are not used, so it needs no list of AWS's managed policies."""

    def load(self) -> dict[str, str]:
        return {}


class _Choice:
    """Decides conditions for one set of parameters."""

    def __init__(self, conditions: dict[str, Any], parameters: dict[str, Any]) -> None:
        self._conditions = conditions
        self._parameters = parameters

    def kept(self, section: dict[str, Any]) -> dict[str, Any]:
        return {
            name: self._decided(item)
            for name, item in section.items()
            if "Condition" not in item or self._holds({"Condition": item["Condition"]})
        }

    def broken(self, rules: dict[str, Any]) -> list[str]:
        """The descriptions of assertions that do not hold."""
        return [
            assertion["AssertDescription"]
            for rule in rules.values()
            if "RuleCondition" not in rule or self._holds(rule["RuleCondition"])
            for assertion in rule["Assertions"]
            if not self._holds(assertion["Assert"])
        ]

    def _decided(self, node: Any) -> Any:
        if isinstance(node, list):
            return [value for value in map(self._decided, node) if value != NO_VALUE]
        if not isinstance(node, dict):
            return node
        if "Fn::If" in node:
            condition, then, otherwise = node["Fn::If"]
            return self._decided(then if self._holds({"Condition": condition}) else otherwise)
        return {key: value for key, value in ((k, self._decided(v)) for k, v in node.items()) if value != NO_VALUE}

    def _holds(self, expression: dict[str, Any]) -> bool:
        ((operator, operand),) = expression.items()
        if operator == "Condition":
            return self._holds(self._conditions[operand])
        if operator == "Fn::Equals":
            left, right = (self._text(side) for side in operand)
            return left == right
        results = [self._holds(inner) for inner in operand]
        return {"Fn::And": all(results), "Fn::Or": any(results), "Fn::Not": not results[0]}[operator]

    def _text(self, side: Any) -> str:
        if isinstance(side, dict) and "Ref" in side:
            value = self._parameters[side["Ref"]]
            return ",".join(value) if isinstance(value, list) else str(value)
        if isinstance(side, dict) and "Fn::Join" in side:
            separator, items = side["Fn::Join"]
            return str(separator).join(self._text(items).split(","))
        return str(side)
