"""CloudFormation's intrinsic functions, worked out over a parsed template."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.physical import Surroundings

_SUBSTITUTED = re.compile(r"\$\{(!?)([^}]+)\}")
# Stands for AWS::NoValue: the key or the list item that it is given to goes away.
NO_VALUE = object()


class Intrinsics:
    """Resolves values of one template.

    Args:
        template: the parsed template.
        parameters: values of parameters, defaults included.
        surroundings: what resources are called here.
    """

    def __init__(
        self, template: Mapping[str, Any], parameters: Mapping[str, str | list[str]], surroundings: Surroundings
    ) -> None:
        self._resources: Mapping[str, Any] = template.get("Resources", {})
        self._conditions: Mapping[str, Any] = template.get("Conditions", {})
        self._mappings: Mapping[str, Any] = template.get("Mappings", {})
        self._parameters = parameters
        self._surroundings = surroundings
        self._pseudo = surroundings.pseudo_parameters()
        self._functions: dict[str, Callable[[Any, str], Any]] = {
            "Ref": lambda argument, where: self._reference(str(argument), where),
            "Fn::GetAtt": self._attribute,
            "Fn::Sub": self._substitute,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::FindInMap": self._find_in_map,
            "Fn::If": self._choose,
            "Fn::Equals": lambda argument, where: len({_text(self.resolve(item, where)) for item in argument}) == 1,
            "Fn::Not": lambda argument, where: not self._truth(argument[0], where),
            "Fn::And": lambda argument, where: all(self._truth(item, where) for item in argument),
            "Fn::Or": lambda argument, where: any(self._truth(item, where) for item in argument),
        }

    def resolve(self, value: Any, where: str) -> Any:
        """The value with every intrinsic function in it worked out.

        Args:
            value: a part of the template.
            where: the resource that it belongs to, for errors.

        Raises:
            LocalStackError: an unknown function, parameter, condition or resource.
        """
        if isinstance(value, Mapping):
            if len(value) == 1:
                (name, argument) = next(iter(value.items()))
                if name in self._functions:
                    return self._functions[name](argument, where)
                if str(name).startswith("Fn::"):
                    raise LocalStackError(f"{where} uses {name}, which the local stack does not know.")
            resolved = {key: self.resolve(item, where) for key, item in value.items()}
            return {key: item for key, item in resolved.items() if item is not NO_VALUE}
        if isinstance(value, list):
            items = [self.resolve(item, where) for item in value]
            return [item for item in items if item is not NO_VALUE]
        return value

    def holds(self, condition: str, where: str) -> bool:
        """Whether a condition of the template is true."""
        if condition not in self._conditions:
            raise LocalStackError(f"{where} asks for the condition {condition}, which the template does not have.")
        return self._truth(self._conditions[condition], f"the condition {condition}")

    def _truth(self, value: Any, where: str) -> bool:
        if isinstance(value, Mapping) and set(value) == {"Condition"}:
            return self.holds(value["Condition"], where)
        return bool(self.resolve(value, where))

    def _reference(self, name: str, where: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        if name in self._pseudo:
            return self._pseudo[name]
        if name in self._parameters:
            return self._parameters[name]
        # SAM's `Function.Alias`: here there is only the one version.
        logical_id = name.removesuffix(".Alias")
        kind, properties = self._resource(logical_id, where)
        if logical_id != name:
            return self._surroundings.attribute(logical_id, kind, properties, "Arn")
        return self._surroundings.reference(logical_id, kind, properties)

    def _attribute(self, argument: Any, where: str) -> str:
        logical_id, name = argument.split(".", 1) if isinstance(argument, str) else argument
        kind, properties = self._resource(logical_id, where)
        return self._surroundings.attribute(logical_id, kind, properties, name)

    def _resource(self, logical_id: str, where: str) -> tuple[str, dict[str, Any]]:
        """Type and naming properties of a resource."""
        resource = self._resources.get(logical_id)
        if resource is None:
            raise LocalStackError(f"{where} refers to {logical_id}, which the template does not have.")
        named = {key: value for key, value in (resource.get("Properties") or {}).items() if key.endswith("Name")}
        return resource["Type"], self.resolve(named, logical_id)

    def _substitute(self, argument: Any, where: str) -> str:
        text, extra = (argument, {}) if isinstance(argument, str) else argument

        def replacement(match: re.Match[str]) -> str:
            literal, name = match.groups()
            if literal:
                return f"${{{name}}}"
            if name in extra:
                return _text(self.resolve(extra[name], where))
            if "." in name and not name.endswith(".Alias"):
                return _text(self._attribute(name, where))
            return _text(self._reference(name, where))

        return _SUBSTITUTED.sub(replacement, text)

    def _join(self, argument: Any, where: str) -> str:
        separator, items = argument
        return str(separator).join(_text(item) for item in self.resolve(items, where))

    def _select(self, argument: Any, where: str) -> Any:
        index, items = self.resolve(argument, where)
        return items[int(index)]

    def _split(self, argument: Any, where: str) -> list[str]:
        separator, text = self.resolve(argument, where)
        return _text(text).split(separator)

    def _find_in_map(self, argument: Any, where: str) -> Any:
        name, first, second = self.resolve(argument, where)
        try:
            return self._mappings[name][first][second]
        except KeyError as error:
            raise LocalStackError(
                f"{where} looks for {name}/{first}/{second}, which Mappings does not have."
            ) from error

    def _choose(self, argument: Any, where: str) -> Any:
        condition, when_true, when_false = argument
        return self.resolve(when_true if self.holds(condition, where) else when_false, where)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(_text(item) for item in value)
    return str(value)
