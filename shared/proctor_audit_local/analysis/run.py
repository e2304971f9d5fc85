"""Audits many files, writes what was asked for, and tells what was found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from proctor_audit.judgement.policy import Policy
from proctor_audit.vision import FaceEngine
from proctor_audit.voice import silero
from proctor_audit_local.analysis.auditor import Auditor
from proctor_audit_local.analysis.outputs import Outputs
from proctor_audit_local.analysis.progress import analysis_progress
from proctor_audit_local.analysis.table import Row, table
from proctor_audit_local.errors import LocalStackError, UnreadableMedia
from proctor_audit_local.media import ImageForm, found_files

__all__ = ["Outputs", "run_analysis"]

_COLUMNS_ELSEWHERE: Final = 160
"""Width of the table where there is no terminal to fit."""


class Findings:
    """What has been found so far."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.reports: list[dict[str, Any]] = []
        self.warnings: list[str] = []
        self.unread: list[str] = []


def run_analysis(
    paths: Sequence[Path], fps: float | None, form: ImageForm | None, policy_file: Path | None, outputs: Outputs
) -> None:
    """Audit files and print the table. Interrupted, it writes and tells what it has.

    Args:
        paths: files and folders.
        fps: judge at most so many frames a second; None: all.
        form: judge pictures as a client that sends them so; None: as they are.
        policy_file: JSON of a policy; None: the defaults.
        outputs: what to write.

    Raises:
        LocalStackError: if something cannot be written, or, at the end, if a file could not be read.
        InvalidPolicy: if the policy is none.
    """
    policy = recorded_policy(policy_file)
    files = found_files(paths)
    outputs.check(files)
    findings = Findings()
    with outputs.lines() as lines:
        auditor = Auditor(FaceEngine(), silero, policy, fps, form, lines, pictures=outputs.reports)
        try:
            _audit_all(auditor, files, outputs, findings)
        finally:
            outputs.write_reports(findings.reports, datetime.now(UTC))
            _tell(findings)
    if findings.unread:
        raise LocalStackError(f"{len(findings.unread)} of {len(files)} files could not be read.")


def recorded_policy(path: Path | None) -> Policy:
    """The policy in a file, for recordings: their own times count.

    Raises:
        LocalStackError: if the file cannot be read or is no JSON.
        InvalidPolicy: if it is no policy.
    """
    given: Any = {}
    if path is not None:
        try:
            given = json.loads(path.read_text("utf-8"))
        except OSError as error:
            raise LocalStackError(f"The policy {path} cannot be read: {error.strerror}.") from None
        except ValueError as error:
            raise LocalStackError(f"The policy {path} is no JSON: {error}.") from None
    return Policy.from_mapping({**given, "recorded": True} if isinstance(given, dict) else given)


def _audit_all(auditor: Auditor, files: Sequence[Path], outputs: Outputs, findings: Findings) -> None:
    with analysis_progress(Console(stderr=True, highlight=False), len(files)) as progress:
        for path in files:
            progress.begin(path)
            try:
                recording = auditor.audit(path, progress.watch)
            except UnreadableMedia as error:
                findings.unread.append(error.message)
                continue
            report = recording.report(auditor.policy, datetime.now(UTC))
            findings.rows.append(Row.of(recording, report))
            findings.warnings += [f"{path}: {warning}." for warning in recording.warnings]
            if outputs.reports:
                findings.reports.append(report)
            if recording.interrupted:
                raise KeyboardInterrupt


def _tell(findings: Findings) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_COLUMNS_ELSEWHERE)
    if findings.rows:
        console.print(table(findings.rows))
    for warning in findings.warnings:
        console.print(warning, style="yellow", markup=False, soft_wrap=True)
    for unread in findings.unread:
        console.print(unread, style="red", markup=False, soft_wrap=True)
