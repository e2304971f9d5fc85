"""The attention score as a half circle that fills."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from proctor_audit.reporting.html.markup import element

_ARC = "M 10 60 A 50 50 0 0 1 110 60"
# From these scores on; the words that go with a score are in the summary beside it.
_STYLES = ((60, "much"), (10, "some"), (0, "calm"))


def gauge(score: int) -> Element:
    """The gauge of a score from 0 to 100, with its number."""
    style = next(style for least, style in _STYLES if score >= least)
    return element(
        "figure",
        element(
            "svg",
            element("title", f"Attention {score} of 100"),
            element("path", d=_ARC, class_="rim"),
            element("path", d=_ARC, class_="fill", pathLength=100, stroke_dasharray=f"{score} 200") if score else None,
            element("text", score, x=60, y=56, class_="value"),
            element("text", 0, x=10, y=76, class_="end"),
            element("text", 100, x=110, y=76, class_="end"),
            viewBox="0 0 120 80",
            role="img",
        ),
        element("figcaption", "Attention"),
        class_=f"gauge {style}",
    )
