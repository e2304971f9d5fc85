"""The pages that the ``site`` function serves, as they lie in ``shared/web``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import proctor_audit

_ROOT: Final = Path(proctor_audit.__file__).parents[1] / "web"
# Spelled out: what `mimetypes` says of a name depends on the machine.
_TYPES: Final = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json"}
_FOLDERS: Final = ("docs", "exam", "page", "review", "sdk")


def _pages() -> dict[str, str]:
    pages = {"/openapi.json": "openapi.json"}
    for folder in _FOLDERS:
        for file in sorted((_ROOT / folder).glob("*")):
            if file.name == "index.html":
                pages[f"/{folder}"] = f"{folder}/{file.name}"
            elif file.suffix in _TYPES:
                pages[f"/{folder}/{file.name}"] = f"{folder}/{file.name}"
    return pages


PAGES: Final = _pages()
"""Every path that is served, and its file: what lies in the pages' folders, and nothing below them."""

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
_MORE: Final = {
    # The WebSocket API has a host of its own, which is asked by HTTPS too; a stack on one machine has no TLS.
    "exam": {
        "connect-src": "https: wss: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*",
        "img-src": "'self' blob:",
        "media-src": "'self' blob:",
        "worker-src": "'self'",
    },
    # Evidence comes from S3 by links, whose host is the bucket's.
    "review": {"img-src": "'self' blob: https: http://127.0.0.1:* http://localhost:*"},
}
"""What the pages of a folder need beyond that: sources by directive."""

_HEADERS: Final = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
# Modules of other sites' pages come by CORS. There is nothing in them that is not public.
_FOR_OTHER_SITES: Final = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}


def content_security_policy(path: str, exam_origins: Sequence[str] = ()) -> str:
    """What the page at a path may load, and from where; the candidate page may also frame exams of these origins."""
    more = dict(_MORE.get(_folder(path), {}))
    if path == "/exam" and exam_origins:
        more["frame-src"] = " ".join(exam_origins)
    directives = []
    for directive in CONTENT_SECURITY_POLICY.split("; "):
        name = directive.partition(" ")[0]
        directives.append(f"{directive} {more.pop(name)}" if name in more else directive)
    return "; ".join([*directives, *(f"{name} {sources}" for name, sources in more.items())])


def page(raw_path: str, stage: str, exam_origins: Sequence[str] = ()) -> dict[str, Any]:
    """The page at a path, as an HTTP API answer; ``/`` leads to the reference."""
    path = raw_path.removeprefix(f"/{stage}") or "/"
    headers = {**_HEADERS, "content-security-policy": content_security_policy(path, exam_origins)}
    if path == "/" or (path.removesuffix("/") in PAGES and path.endswith("/")):
        # Pages name their files relative to where they lie: without a slash.
        location = raw_path.removesuffix("/") if path != "/" else f"{raw_path.removesuffix(path)}/docs"
        return {"statusCode": 302, "headers": {**headers, "location": location}, "body": ""}
    if path not in PAGES:
        return _text(404, headers, "text/plain", "There is no such page.", "no-store")
    if _folder(path) == "sdk":
        headers |= _FOR_OTHER_SITES
    file = _ROOT / PAGES[path]
    return _text(200, headers, _TYPES[file.suffix], file.read_text("utf-8"), "public, max-age=300")


def _folder(path: str) -> str:
    return path.split("/")[1] if path.startswith("/") else ""


def _text(status: int, headers: dict[str, str], kind: str, body: str, cache: str) -> dict[str, Any]:
    headers = {**headers, "content-type": f"{kind}; charset=utf-8", "cache-control": cache}
    return {"statusCode": status, "headers": headers, "body": body}
