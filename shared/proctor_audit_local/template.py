"""template.yaml → what the local stack has to run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from samtranslator.yaml_helper import yaml_parse

from proctor_audit_local.declarations import Declarations
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.intrinsics import Intrinsics
from proctor_audit_local.parameters import parameter_values
from proctor_audit_local.physical import Surroundings
from proctor_audit_local.template_apis import http_api, queue_sources, websocket_api
from proctor_audit_local.template_functions import functions
from proctor_audit_local.template_storage import buckets, queues, tables


class Template:
    """A SAM template, parsed once.

    Args:
        path: the template file. Code folders in it are relative to its folder.

    Raises:
        LocalStackError: no such file, or not a template.
    """

    def __init__(self, path: Path) -> None:
        try:
            body = yaml_parse(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise LocalStackError(f"The template {path} cannot be read: {error.strerror}.") from error
        except yaml.YAMLError as error:
            raise LocalStackError(f"The template {path} is not YAML: {error}") from error
        if not isinstance(body, dict) or not isinstance(body.get("Resources"), dict):
            raise LocalStackError(f"The template {path} has no Resources.")
        self.path = path
        self._body: dict[str, Any] = body

    @property
    def parameters(self) -> frozenset[str]:
        """Names of the parameters that it declares."""
        return frozenset(self._body.get("Parameters", {}))

    def declarations(self, surroundings: Surroundings, overrides: Mapping[str, str]) -> Declarations:
        """Everything that the local stack runs, with all values worked out.

        Args:
            surroundings: what resources are called here.
            overrides: values of parameters, instead of their defaults.

        Raises:
            LocalStackError: the template uses something that the local stack does not know.
        """
        parameters = parameter_values(self._body.get("Parameters", {}), overrides)
        intrinsics = Intrinsics(self._body, parameters, surroundings)
        resources = {
            logical_id: resource
            for logical_id, resource in self._body["Resources"].items()
            if "Condition" not in resource or intrinsics.holds(resource["Condition"], logical_id)
        }
        found = functions(
            resources,
            self._body.get("Globals", {}).get("Function", {}),
            intrinsics=intrinsics,
            surroundings=surroundings,
            folder=self.path.parent,
        )
        return Declarations(
            functions=found,
            websocket_api=websocket_api(resources, found, intrinsics),
            http_api=http_api(resources, found, intrinsics),
            queue_sources=queue_sources(resources, found, intrinsics),
            tables=tables(resources, intrinsics),
            queues=queues(resources, intrinsics),
            buckets=buckets(resources, intrinsics),
            outputs=self._outputs(intrinsics),
        )

    def _outputs(self, intrinsics: Intrinsics) -> dict[str, str]:
        return {
            name: str(intrinsics.resolve(output["Value"], f"the output {name}"))
            for name, output in self._body.get("Outputs", {}).items()
            if "Condition" not in output or intrinsics.holds(output["Condition"], f"the output {name}")
        }
