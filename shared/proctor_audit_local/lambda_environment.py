"""The environment variables of a function: the template's, Lambda's own, and where the services are here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from proctor_audit_local.child_process import basic_environment
from proctor_audit_local.declarations import Function

# The folder that this package and proctor_audit are imported from; on AWS a layer brings it.
SHARED_FOLDER = Path(__file__).resolve().parents[1]
# The account owner's at MiniStack, which checks the signatures of presigned links.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}

# An exam on this machine can be tried; the template itself takes nothing without TLS.
EXAM_ORIGINS = "http://127.0.0.1:* http://localhost:*"


def lambda_environment(
    function: Function, *, region: str, endpoint_urls: Mapping[str, str], addresses: Mapping[str, str]
) -> dict[str, str]:
    """Everything that the function's process sees of the environment.

    Args:
        function: what the template declares.
        region: AWS region.
        endpoint_urls: where the services are: ``AWS_ENDPOINT_URL`` and its kin.
        addresses: public addresses as the template builds them, and what they are here.

    Returns:
        The variables. The template's own win, except that public addresses in them are turned into local ones, that
        pictures are not said to be deleted, and that exams on this machine may be framed.
    """
    given = {name: with_local_addresses(value, addresses) for name, value in function.environment.items()}
    if "EVIDENCE_RETENTION_DAYS" in given:
        # No bucket here forgets anything.
        given["EVIDENCE_RETENTION_DAYS"] = ""
    if "EXAM_ORIGINS" in given:
        given["EXAM_ORIGINS"] = f"{given['EXAM_ORIGINS']} {EXAM_ORIGINS}".strip()
    return basic_environment() | _set_by_lambda(function, region) | CREDENTIALS | dict(endpoint_urls) | given


def with_local_addresses(text: str, addresses: Mapping[str, str]) -> str:
    """The text with public addresses in it replaced by local ones."""
    for public, local in addresses.items():
        text = text.replace(public, local)
    return text


def _set_by_lambda(function: Function, region: str) -> dict[str, str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime."""
    variables = {
        "_HANDLER": function.handler,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.12",
        "AWS_LAMBDA_FUNCTION_NAME": function.physical_name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": function.log_format,
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.physical_name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "LAMBDA_TASK_ROOT": str(function.code_folder),
        "LAMBDA_RUNTIME_DIR": str(function.code_folder),
        "TZ": ":UTC",
        "PYTHONPATH": str(SHARED_FOLDER),
        # Instance metadata is Amazon's; nothing here may look for it.
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    if function.log_level is not None:
        variables["AWS_LAMBDA_LOG_LEVEL"] = function.log_level
    return variables
