"""Names of exams and candidates, as integrators choose them."""

from __future__ import annotations

import unicodedata
from typing import Any

from proctor_audit.protocol.json_body import invalid
from proctor_audit.protocol.limits import MAX_NAME_LENGTH


def checked_name(field: str, value: Any) -> str:
    """The name in one normal form, so that it is found however it was typed.

    Raises:
        InvalidMessage: ``invalid_field`` if it is empty, too long, or holds what can neither be stored nor shown.
    """
    if (
        not isinstance(value, str)
        or len(value) > MAX_NAME_LENGTH
        or all(unicodedata.category(c) in ("Cf", "Zs") for c in value)
        or any(unicodedata.category(c) in ("Cc", "Cs") for c in value)
    ):
        raise invalid(field, f"1 to {MAX_NAME_LENGTH} printable characters")
    return unicodedata.normalize("NFC", value)
