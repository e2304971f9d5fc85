"""The pages that the ``site`` function serves, as they lie in ``shared/web``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import proctor_audit

_ROOT: Final = Path(proctor_audit.__file__).parents[1] / "web"
# Spelled out: what `mimetypes` says of a name depends on the machine.
_TYPES: Final = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json"}
PAGES: Final = {
    "/docs": "docs/index.html",
    "/docs/docs.css": "docs/docs.css",
    "/docs/docs.js": "docs/docs.js",
    "/openapi.json": "openapi.json",
}
"""Every path that is served, and its file."""

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def page(raw_path: str, stage: str) -> dict[str, Any]:
    """The page at a path, as an HTTP API answer; ``/`` leads to the reference."""
    path = raw_path.removeprefix(f"/{stage}") or "/"
    if path in ("/", "/docs/"):
        home = raw_path.removesuffix(path)
        return {"statusCode": 302, "headers": {**_HEADERS, "location": f"{home}/docs"}, "body": ""}
    if path not in PAGES:
        return _text(404, "text/plain", "There is no such page.", "no-store")
    file = _ROOT / PAGES[path]
    return _text(200, _TYPES[file.suffix], file.read_text("utf-8"), "public, max-age=300")


def _text(status: int, kind: str, body: str, cache: str) -> dict[str, Any]:
    headers = {**_HEADERS, "content-type": f"{kind}; charset=utf-8", "cache-control": cache}
    return {"statusCode": status, "headers": headers, "body": body}
