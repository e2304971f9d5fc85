"""``proctor-audit invite``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from proctor_audit.client import candidate_page, get_auth
from proctor_audit_local.commands.options import api_options, chosen_api
from proctor_audit_local.errors import LocalStackError


@click.command()
@click.argument("candidate_id", metavar="CANDIDATE")
@click.option("--exam", "exam_id", default="try-out", show_default=True, help="Exam to file the session under.")
@click.option("--exam-url", help="The exam itself, to be shown in the page; its site must be in ExamOrigins.")
@click.option("--return-url", help="Where the candidate goes afterwards.")
@click.option("--contact", help="Whom the candidate can ask; stands in the consent.")
@click.option("--organisation", help="Who holds the exam; stands in the consent.")
@click.option("--fullscreen", is_flag=True, help="Ask for full screen when the exam begins.")
@click.option("--policy", help='The session\'s policy as JSON, such as \'{"preset": "lenient"}\'.')
@api_options
def invite(
    candidate_id: str,
    exam_id: str,
    policy: str | None,
    data_dir: Path,
    api_url: str | None,
    api_key: str | None,
    **invitation: Any,
) -> None:
    """Open a session for a CANDIDATE and print their page's address. It holds their token: give it to nobody else."""
    chosen = _parsed(policy)
    api = chosen_api(data_dir, api_url, api_key)
    access = get_auth(api.url, api.key, exam_id, candidate_id, policy=chosen)
    given = {name: value for name, value in invitation.items() if value}
    click.echo(candidate_page(api.url, access, exam=exam_id, candidate=candidate_id, **given))


def _parsed(policy: str | None) -> dict[str, Any] | None:
    if policy is None:
        return None
    try:
        parsed = json.loads(policy)
    except ValueError as error:
        raise LocalStackError(f"The policy is not JSON: {error}.") from None
    if not isinstance(parsed, dict):
        raise LocalStackError("The policy must be a JSON object.")
    return parsed
