"""The picture in a message."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from proctor_audit.errors import InvalidImage
from proctor_audit.protocol.json_body import invalid

_DATA_URI = re.compile(r"data:[\w.+-]+/[\w.+-]+(?:;[\w.+-]+=[^;,]*)*;base64,", re.ASCII)


def image_bytes(image: Any) -> bytes:
    """The encoded picture of a base64 text or data URI.

    Raises:
        InvalidMessage: ``invalid_field`` if it is no text.
        InvalidImage: ``not_base64``.
    """
    if not isinstance(image, str):
        raise invalid("image", "a string: the base64 of a JPEG, PNG or WebP picture")
    start = uri.end() if (uri := _DATA_URI.match(image)) else 0
    # Line breaks and blanks do no harm, but taking them out takes longer than to decode, and hardly anybody sends any.
    data = _decoded(image[start:]) or _decoded(image[start:].translate({10: None, 13: None, 32: None}))
    if not data:
        raise InvalidImage("not_base64", "The image is not base64; send the base64 of a JPEG, PNG or WebP picture.")
    return data


def _decoded(encoded: str) -> bytes:
    """The bytes; none if it is not base64."""
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
