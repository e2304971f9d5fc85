"""The address by which a candidate comes to the candidate page."""

from __future__ import annotations

import base64
import json
from typing import Any

from proctor_audit.client.api import SessionAccess


def candidate_page(api_url: str, access: SessionAccess, **invitation: Any) -> str:
    """The address of the candidate page for a session; hand it to the candidate and to nobody else: it holds the token.

    What it holds stands in the fragment, which no browser sends, so that it reaches no log.

    Args:
        api_url: the stack's HTTP API, which serves the page.
        access: what ``get_auth`` gave.
        **invitation: further fields as the README lists them, such as ``exam``, ``candidate``, ``exam_url``,
            ``return_url``, ``contact`` or ``fullscreen``.

    Example::

        candidate_page(api_url, access, exam="Algebra I", candidate="Ada", contact="exams@example.org")
    """
    told = {
        "url": access.websocket_url,
        "token": access.token,
        "next_seq": access.next_seq,
        "policy": dict(access.client),
        **invitation,
    }
    text = json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()
    return f"{api_url.rstrip('/')}/exam#{base64.urlsafe_b64encode(text).decode('ascii').rstrip('=')}"
