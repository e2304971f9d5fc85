"""The functions that a template declares."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proctor_audit_local.declarations import Function
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.intrinsics import Intrinsics
from proctor_audit_local.physical import Surroundings

_USED = ("CodeUri", "Handler", "Environment", "MemorySize", "Timeout", "LoggingConfig", "FunctionName")


def functions(
    resources: Mapping[str, Any],
    defaults: Mapping[str, Any],
    *,
    intrinsics: Intrinsics,
    surroundings: Surroundings,
    folder: Path,
) -> dict[str, Function]:
    """Every AWS::Serverless::Function, by logical id.

    Args:
        resources: the template's resources.
        defaults: its Globals.Function.
        intrinsics: works out their properties.
        surroundings: what functions are called here.
        folder: folder of the template.

    Raises:
        LocalStackError: a function without code or handler, or whose folder is missing.
    """
    return {
        name: _function(name, with_defaults(defaults, resource.get("Properties", {})), intrinsics, surroundings, folder)
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def with_defaults(defaults: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """SAM's merge of Globals: objects are merged key by key, anything else is replaced by the resource's own.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
    """
    merged = dict(defaults)
    for key, value in own.items():
        default = merged.get(key)
        merged[key] = (
            with_defaults(default, value) if isinstance(default, Mapping) and isinstance(value, Mapping) else value
        )
    return merged


def _function(
    name: str, properties: Mapping[str, Any], intrinsics: Intrinsics, surroundings: Surroundings, folder: Path
) -> Function:
    used: dict[str, Any] = intrinsics.resolve({key: properties[key] for key in _USED if key in properties}, name)
    for key in ("CodeUri", "Handler"):
        if not isinstance(used.get(key), str):
            raise LocalStackError(f"The function {name} has no {key}.")
    code_folder = (folder / used["CodeUri"]).resolve()
    if not code_folder.is_dir():
        raise LocalStackError(f"The function {name} has its code in {used['CodeUri']}, and there is no such folder.")
    logging = used.get("LoggingConfig", {})
    named = {key: used[key] for key in ("FunctionName",) if key in used}
    return Function(
        name=name,
        physical_name=surroundings.reference(name, "AWS::Serverless::Function", named),
        arn=surroundings.attribute(name, "AWS::Serverless::Function", named, "Arn"),
        code_folder=code_folder,
        handler=used["Handler"],
        environment={key: _variable(value) for key, value in used.get("Environment", {}).get("Variables", {}).items()},
        memory_mb=int(used.get("MemorySize", 128)),
        timeout_s=int(used.get("Timeout", 3)),
        log_format=str(logging.get("LogFormat", "Text")),
        log_level=logging.get("ApplicationLogLevel"),
    )


def _variable(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
