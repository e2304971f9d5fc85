"""The ``proctor-audit`` command."""

from __future__ import annotations

import click
from dotenv import find_dotenv, load_dotenv
from rich.console import Console

from proctor_audit import __version__
from proctor_audit.errors import ProctorAuditError
from proctor_audit_local.commands.analyze import analyze
from proctor_audit_local.commands.capacity import capacity
from proctor_audit_local.commands.cost import cost
from proctor_audit_local.commands.demo import demo
from proctor_audit_local.commands.invite import invite
from proctor_audit_local.commands.keys import keys
from proctor_audit_local.commands.local import local
from proctor_audit_local.commands.replay import replay
from proctor_audit_local.commands.report import report
from proctor_audit_local.errors import LocalStackError

INTERRUPTED = 130
"""Exit status after Ctrl-C, as of a shell's."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="proctor-audit")
def group() -> None:
    """Real-time proctoring of online exams: run it here, or talk to the stack you deployed."""


for command in (local, demo, replay, invite, analyze, keys, report, cost, capacity):
    group.add_command(command)


def run() -> int:
    """Run the command; what a person can mend is told in one sentence.

    Returns:
        The exit status.
    """
    load_dotenv(find_dotenv(usecwd=True))
    try:
        group(prog_name="proctor-audit", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (ProctorAuditError, LocalStackError, ConnectionError) as error:
        message = error.message if hasattr(error, "message") else str(error)
        Console(stderr=True, highlight=False).print(f"proctor-audit: {message}", style="red", markup=False)
        return 1
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    return 0
