"""``proctor-audit keys``: make, list and revoke API keys."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import boto3
import click
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.table import Table

from proctor_audit.access.api_keys import Scope
from proctor_audit_local.commands.options import data_option
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.running import RunningStack

_FUNCTION = "Keys"


def _target_options(function: Any) -> Any:
    function = click.option(
        "--stack-name",
        envvar="PROCTOR_AUDIT_STACK",
        help="A stack deployed with `sam deploy`, reached with your AWS credentials. [default: the local stack]",
    )(function)
    return data_option(function)


@click.group()
def keys() -> None:
    """Make, list and revoke API keys, here or in the stack you deployed."""


@keys.command()
@click.option("--tenant", required=True, help="Who the key is for: lower-case letters, digits, hyphens.")
@click.option("--label", default="", help="A note to tell keys apart.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([str(scope) for scope in Scope]),
    multiple=True,
    help="What it may do; may be given twice. [default: both]",
)
@_target_options
def create(tenant: str, label: str, scopes: tuple[str, ...], data_dir: Path, stack_name: str | None) -> None:
    """Make a key. It is shown once and stored only as a hash."""
    request: dict[str, Any] = {"operation": "create", "tenant": tenant, "label": label}
    made = _invoke({**request, "scopes": list(scopes)} if scopes else request, data_dir, stack_name)
    click.echo(made["api_key"])
    click.echo(
        f"for tenant {made['tenant']}, may: {', '.join(made['scopes'])}. Keep it: it is not shown again.", err=True
    )


@keys.command("list")
@click.option("--tenant", help="Only this tenant's keys.")
@_target_options
def list_(tenant: str | None, data_dir: Path, stack_name: str | None) -> None:
    """List keys by their visible part; secrets are not stored."""
    answer = _invoke({"operation": "list", "tenant": tenant}, data_dir, stack_name)
    table = Table("prefix", "tenant", "label", "may", "made", "revoked", box=None, pad_edge=False)
    for key in answer["keys"]:
        table.add_row(
            key["prefix"],
            key["tenant"],
            key["label"],
            ", ".join(key["scopes"]),
            key["created_at"],
            key["revoked_at"] or "",
        )
    Console(highlight=False).print(table)


@keys.command()
@click.argument("prefix")
@_target_options
def revoke(prefix: str, data_dir: Path, stack_name: str | None) -> None:
    """Revoke the key with this PREFIX, and every open session that it bought."""
    answer = _invoke({"operation": "revoke", "prefix": prefix}, data_dir, stack_name)
    click.echo(f"{prefix} is revoked, and {answer['revoked_sessions']} open sessions with it.")


def _invoke(request: dict[str, Any], data_dir: Path, stack_name: str | None) -> dict[str, Any]:
    try:
        if stack_name:
            client, name = boto3.client("lambda"), _physical_name(stack_name)
        else:
            client, name = local_lambda_client(RunningStack.find(data_dir).lambda_url), _FUNCTION
        answer = client.invoke(FunctionName=name, Payload=json.dumps(request).encode())
    except (BotoCoreError, ClientError) as error:
        raise LocalStackError(f"The function {_FUNCTION} cannot be invoked: {error}") from None
    document: dict[str, Any] = json.load(answer["Payload"])
    if "FunctionError" in answer:
        raise LocalStackError(f"The function {_FUNCTION} failed: {document.get('errorMessage')}; see its log.")
    if "error" in document:
        raise LocalStackError(document["error"]["message"])
    return document


def _physical_name(stack_name: str) -> str:
    resource = boto3.client("cloudformation").describe_stack_resource(StackName=stack_name, LogicalResourceId=_FUNCTION)
    return resource["StackResourceDetail"]["PhysicalResourceId"]  # type: ignore[no-any-return]


def local_lambda_client(lambda_url: str) -> Any:
    """A client of the local stack's Invoke API; it takes any credentials."""
    return boto3.client(
        "lambda",
        endpoint_url=lambda_url,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 – not a secret
        config=Config(retries={"total_max_attempts": 1}, read_timeout=30),
    )
