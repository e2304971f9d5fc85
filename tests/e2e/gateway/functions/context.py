"""Tells what Lambda tells it."""

import os
from pathlib import Path
from typing import Any


def handler(_: dict[str, Any], context: Any) -> dict[str, Any]:
    names = ("function_name", "invoked_function_arn", "memory_limit_in_mb", "function_version", "log_group_name")
    return {name: getattr(context, name) for name in names} | {
        "aws_request_id": context.aws_request_id,
        "trace_id": os.environ["_X_AMZN_TRACE_ID"],
        "folder": str(Path.cwd()),
        "task_root": os.environ["LAMBDA_TASK_ROOT"],
        "environment": dict(os.environ),
    }
