"""``proctor-audit analyze``."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--files-from",
    metavar="FILE",
    # Names of files are bytes, whatever they were meant to say.
    type=click.File("r", "utf-8", errors="surrogateescape"),
    help="Read names, one a line; - for stdin.",
)
@click.option("--fps", type=click.FloatRange(0.25, 1000), help="Judge at most so many frames a second. [default: all]")
@click.option(
    "--as-sent",
    metavar="FORMAT:QUALITY:WIDTH",
    help="Judge pictures as a client sends them, for example webp:60:320 or jpeg:60:320. [default: as they are]",
)
@click.option("--policy", "policy_file", metavar="FILE.json", type=_FILE, help="Judge by this policy.")
@click.option("--jsonl", "jsonl_file", metavar="OUT.jsonl", type=_FILE, help="Write every finding as a JSON line.")
@click.option("--report", "html_file", metavar="OUT.html", type=_FILE, help="Write a report to read and to keep.")
@click.option("--json", "json_file", metavar="OUT.json", type=_FILE, help="Write the reports as JSON.")
def analyze(
    files: tuple[Path, ...],
    files_from: TextIO | None,
    fps: float | None,
    as_sent: str | None,
    policy_file: Path | None,
    jsonl_file: Path | None,
    html_file: Path | None,
    json_file: Path | None,
) -> None:
    """Audit recorded FILES here, with exactly the code that judges live exams.

    FILES are videos, pictures and sound, and folders of them. Each file is an exam of its own. No stack has to run, and
    nothing leaves this machine. The exit status is 1 if a file could not be read; the others are audited all the same.

    \b
    Examples:
      proctor-audit analyze exam.mp4
      proctor-audit analyze recordings/ --report audit.html
      proctor-audit analyze exam.webm --fps 2 --jsonl findings.jsonl
      proctor-audit analyze exam.mp4 --policy lenient.json --json report.json
      proctor-audit analyze exam.webm --as-sent jpeg:40:240
      find . -name '*.mkv' | proctor-audit analyze --files-from -
    """  # noqa: D301 - a backspace keeps click from wrapping
    # Loaded late: eyes and ears take half a second that other verbs need not wait for.
    from proctor_audit_local.analysis.run import Outputs, run_analysis
    from proctor_audit_local.media import ImageForm

    listed = [Path(line) for name in files_from or () if (line := name.rstrip("\r\n"))]
    if not files and not listed:
        raise click.UsageError("Name videos, pictures, sound or folders of them.")
    try:
        form = None if as_sent is None else ImageForm.parse(as_sent)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint="--as-sent") from None
    run_analysis([*files, *listed], fps, form, policy_file, Outputs(jsonl_file, html_file, json_file))
