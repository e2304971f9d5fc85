"""What goes back to the client over the socket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from proctor_audit.errors import ProctorAuditError

FRAME_ACTION = "frame"
EVIDENCE_ACTION = "evidence"
BROWSER_ACTION = "browser"
ACTIONS = (FRAME_ACTION, EVIDENCE_ACTION, BROWSER_ACTION)
"""Every action that a client may send; template.yaml has a route for each."""


def error_reply(error: ProctorAuditError) -> dict[str, Any]:
    """``{"type": "error", "error": {"code", "message", …}}``."""
    return {"type": "error", "error": error.payload()}


def message_reply(results: Sequence[dict[str, Any]], *, batch: bool) -> str:
    """The text of the one reply to a message: its only result, or all of them in order."""
    document = {"type": "frames", "results": list(results)} if batch else results[0]
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)
