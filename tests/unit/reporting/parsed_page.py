"""A page as a browser's parser meets it: elements with their attributes and text, in their order."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(slots=True)
class Node:
    """An element; ``text`` is all the text within."""

    tag: str
    attributes: dict[str, str]
    ancestors: tuple[str, ...]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """Parses a page and refuses one whose tags are not balanced."""

    nodes: list[Node] = field(default_factory=list)
    _open: list[Node] = field(default_factory=list)

    @classmethod
    def of(cls, html: str) -> Page:
        page = cls()
        HTMLParser.__init__(page)
        page.feed(html)
        page.close()
        assert page._open == [], "every element is closed"
        return page

    def all(self, tag: str, style: str | None = None) -> list[Node]:
        """The elements with a tag, and with a class."""
        return [
            node
            for node in self.nodes
            if node.tag == tag and (style is None or style in node.attributes.get("class", "").split())
        ]

    def one(self, tag: str, style: str | None = None) -> Node:
        (node,) = self.all(tag, style)
        return node

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute of {tag} stands twice"
        node = Node(tag, {name: value or "" for name, value in attrs}, tuple(n.tag for n in self._open))
        self.nodes.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"{tag} is closed but was not opened"
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for node in self._open:
            node.text += data
