"""The pages that the ``site`` function serves, as they lie in ``shared/web``."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any

import proctor_audit

_ROOT = Path(proctor_audit.__file__).parents[1] / "web"
_PAGES = {
    "/docs": "docs/index.html",
    "/docs/docs.css": "docs/docs.css",
    "/docs/docs.js": "docs/docs.js",
    "/openapi.json": "openapi.json",
}
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"  # noqa: E501
_HEADERS = {
    "cache-control": "public, max-age=300",
    "content-security-policy": _POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def page(raw_path: str, stage: str) -> dict[str, Any]:
    """The page at a path, as an HTTP API answer; ``/`` leads to the reference."""
    path = raw_path.removeprefix(f"/{stage}") or "/"
    if path == "/":
        return {"statusCode": 302, "headers": {"location": f"{raw_path.rstrip('/')}/docs"}, "body": ""}
    if path not in _PAGES:
        return {"statusCode": 404, "headers": {"content-type": "text/plain"}, "body": "There is no such page."}
    file = _ROOT / _PAGES[path]
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return {
        "statusCode": 200,
        "headers": {**_HEADERS, "content-type": f"{kind}; charset=utf-8"},
        "body": file.read_text("utf-8"),
    }
