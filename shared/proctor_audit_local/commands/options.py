"""Options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.running import DEFAULT_DATA_DIR, RunningStack

_Function = TypeVar("_Function", bound=Callable[..., Any])


def data_option(function: _Function) -> _Function:
    """``--data``: the folder of the local stack."""
    return click.option(
        "--data",
        "data_dir",
        type=click.Path(file_okay=False, path_type=Path),
        default=DEFAULT_DATA_DIR,
        show_default=True,
        envvar="PROCTOR_AUDIT_DATA",
        help="Folder of the local stack's data; survives restarts.",
    )(function)


def api_options(function: _Function) -> _Function:
    """``--api-url`` and ``--api-key``: a deployed stack instead of the local one."""
    function = click.option(
        "--api-url",
        envvar="PROCTOR_AUDIT_API_URL",
        help="HTTP API of a deployed stack (its output HttpApiUrl). [default: the running local stack]",
    )(function)
    function = click.option(
        "--api-key",
        envvar="PROCTOR_AUDIT_API_KEY",
        help="API key; better given as PROCTOR_AUDIT_API_KEY. [default: the local stack's]",
    )(function)
    return data_option(function)


@dataclass(frozen=True, slots=True)
class Api:
    """An HTTP API and a key for it."""

    url: str
    key: str


def chosen_api(data_dir: Path, api_url: str | None, api_key: str | None) -> Api:
    """The API that the options name, or the running local stack's.

    Raises:
        LocalStackError: if neither is there, or a URL comes without a key.
    """
    if api_url and not api_key:
        raise LocalStackError("A deployed stack needs an API key: set PROCTOR_AUDIT_API_KEY or give --api-key.")
    if api_url and api_key:
        return Api(api_url, api_key)
    running = RunningStack.find(data_dir)
    return Api(running.http_url, api_key or running.api_key)
