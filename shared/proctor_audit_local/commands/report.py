"""``proctor-audit report``."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from proctor_audit.client import get_report
from proctor_audit.reporting.html import report_html
from proctor_audit.reporting.pictures import Place, with_pictures
from proctor_audit.reporting.scoring import rescored
from proctor_audit_local.commands.options import Api, api_options, chosen_api
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.evidence_pictures import fetch_pictures, picture_links
from proctor_audit_local.rendering import show_report


@click.command()
@click.argument("session_id", metavar="SESSION")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option(
    "--html",
    "html_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report as one HTML file that holds its evidence pictures and needs nothing else.",
)
@click.option(
    "--weight",
    "weights",
    metavar="KIND=POINTS",
    multiple=True,
    help="Score as if a kind weighed this; may be repeated.",
)
@click.option("--without", metavar="INCIDENT", multiple=True, help="Score without this incident; may be repeated.")
@api_options
def report(
    session_id: str,
    as_json: bool,
    html_file: Path | None,
    weights: tuple[str, ...],
    without: tuple[str, ...],
    data_dir: Path,
    api_url: str | None,
    api_key: str | None,
) -> None:
    """Show the report of a session in the terminal, as JSON, or as an HTML file to keep and to print.

    The score can be tried with other weights and without incidents; what is stored stays as it is.
    """
    api = chosen_api(data_dir, api_url, api_key)
    document = get_report(api.url, api.key, session_id)
    if weights or without:
        document = _rescored(document, weights, without)
    if html_file is not None:
        _write_html(html_file, api, session_id, document)
    if as_json:
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    elif html_file is None:
        show_report(Console(highlight=False), document)


def _rescored(document: dict[str, Any], weights: tuple[str, ...], without: tuple[str, ...]) -> dict[str, Any]:
    try:
        wanted = {kind: float(points) for kind, points in (weight.split("=", 1) for weight in weights)}
    except ValueError:
        raise click.BadParameter("give a kind and a number, as in --weight talking=5", param_hint="--weight") from None
    already = document["score"].get("dismissed", ())
    try:
        return rescored(document, wanted, {*already, *without})
    except ValueError as error:
        raise click.BadParameter(f"{error}; --json shows their ids", param_hint="--without") from None


def _write_html(path: Path, api: Api, session_id: str, document: dict[str, Any]) -> None:
    # What is told goes to the other stream, so that --json can be piped.
    console = Console(stderr=True, highlight=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            wanted = picture_links(document)
            pictures = _pictures(console, api, session_id, wanted)
            file.write(report_html([with_pictures(document, pictures)], generated_at=datetime.now(UTC)))
    except OSError as error:
        raise LocalStackError(f"The report cannot be written to {path}: {error.strerror}.") from None
    missing = len(wanted) - len(pictures)
    told = f"{path}: {len(pictures)} evidence pictures in it"
    console.print(f"{told}, {missing} could not be fetched." if missing else f"{told}.", markup=False)


def _pictures(console: Console, api: Api, session_id: str, wanted: dict[Place, str]) -> dict[Place, bytes]:
    columns = (TextColumn("evidence pictures"), BarColumn(20), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not wanted) as progress:
        task = progress.add_task("", total=len(wanted))
        pictures = fetch_pictures(wanted, lambda: progress.advance(task))
        if len(pictures) < len(wanted):
            # Links work for some minutes only: those of a long report may have run out meanwhile.
            fresh = picture_links(get_report(api.url, api.key, session_id))
            again = {place: fresh[place] for place in wanted.keys() - pictures.keys() if place in fresh}
            pictures |= fetch_pictures(again, lambda: None)
    return pictures
