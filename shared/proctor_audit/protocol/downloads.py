"""Files that a browser saves instead of showing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from proctor_audit.protocol.http import encoded, guarded
from proctor_audit.values import dataclass

_LONGEST_PART: Final = 60
# What file systems or terminals take for something else than a part of a name, and marks that turn the text around.
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff<>:\"/\\|?*%;]+")


@dataclass(frozen=True, slots=True)
class Download:
    """A file.

    Attributes:
        content: its bytes.
        media_type: what they are.
        name: under which it is saved.
    """

    content: bytes
    media_type: str
    name: str


def download(work: Callable[[], Download], accepts: str | None = None) -> dict[str, Any]:
    """The file that ``work`` gives, or the error that it raises, as JSON; see ``http.answer``."""

    def respond() -> dict[str, Any]:
        file = work()
        headers = {
            "content-type": file.media_type,
            "content-disposition": content_disposition(file.name),
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            # Opened from here after all, it may do nothing.
            "content-security-policy": "default-src 'none'; sandbox",
        }
        binary = not file.media_type.startswith(("text/", "application/json"))
        return encoded(200, headers, file.content, accepts, binary=binary)

    return guarded(respond)


def file_name(*parts: str, extension: str) -> str:
    """A name for a file, of names that somebody gave: short, in one folder, and not hidden."""
    fit = (_UNFIT.sub("_", part).strip(". ")[:_LONGEST_PART].rstrip(". ") for part in parts)
    return f"{' '.join(part or '_' for part in fit)}.{extension}"


def content_disposition(name: str) -> str:
    """The header for saving under this name, with a plain one for clients that know nothing else (RFC 6266)."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
