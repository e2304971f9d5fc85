"""``proctor-audit report``."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console

from proctor_audit.client import get_report
from proctor_audit_local.commands.options import api_options, chosen_api
from proctor_audit_local.rendering import show_report


@click.command()
@click.argument("session_id", metavar="SESSION")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@api_options
def report(session_id: str, as_json: bool, data_dir: Path, api_url: str | None, api_key: str | None) -> None:
    """Show the report of a session in the terminal."""
    api = chosen_api(data_dir, api_url, api_key)
    document = get_report(api.url, api.key, session_id)
    if as_json:
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        show_report(Console(highlight=False), document)
