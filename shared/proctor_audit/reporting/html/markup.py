"""HTML as a tree of elements: the standard library's serialiser escapes and balances whatever stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Content = Element | str | int | None

# What HTML cannot hold, and what would turn the text around it the other way: lone surrogates, control characters,
# and the marks that override or isolate the direction of writing.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def element(tag: str, *content: Content | Iterable[Content], **attributes: str | float | None) -> Element:
    """An element with its content in order; what is None is left out.

    Args:
        tag: its name.
        content: elements, texts, and iterables of both.
        attributes: ``class_`` is written ``class``, and ``stroke_width`` ``stroke-width``.
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), writable(f"{value:g}" if isinstance(value, float) else value))
    last: Element | None = None
    for part in _flat(content):
        if isinstance(part, Element):
            made.append(part)
            last = part
        elif last is None:
            made.text = (made.text or "") + writable(part)
        else:
            last.tail = (last.tail or "") + writable(part)
    return made


def named(text: object) -> Element:
    """A name that somebody gave, kept from mixing with the direction in which the words around it are written."""
    return element("bdi", str(text))


def document(root: Element) -> str:
    """The whole page as text."""
    return f"<!doctype html>\n{tostring(root, encoding='unicode', method='html')}\n"


def writable(text: object) -> str:
    """The text with a replacement character for whatever HTML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", str(text))


def _flat(content: Iterable[Content | Iterable[Content]]) -> Iterable[Element | str | int]:
    for part in content:
        if isinstance(part, Element | str | int):
            yield part
        elif part is not None:
            yield from _flat(part)
