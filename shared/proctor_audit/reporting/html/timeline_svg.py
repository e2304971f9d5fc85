"""The timeline as one inline SVG that is as wide as there is room: only its heights are in pixels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from proctor_audit.reporting.html.axis import TimeAxis, clock
from proctor_audit.reporting.html.lanes import Bar, Lane
from proctor_audit.reporting.html.markup import element

_LANE_PX = 38
_NAME_PX = 13
_BAR_TOP_PX = 19
_BAR_PX = 13
_AXIS_PX = 24
# However short, a bar is this wide, and its outline adds two pixels.
_LEAST_PERCENT = 0.25
_PALEST = 0.4


def timeline_svg(lanes: Sequence[Lane], axis: TimeAxis, prefix: str) -> Element:
    """Draw the lanes under each other above an axis in minutes and seconds.

    Args:
        lanes: what to draw.
        axis: the session's time.
        prefix: makes the ids of this picture unique on the page.
    """
    height = len(lanes) * _LANE_PX + _AXIS_PX
    hatching = f"{prefix}-hatching"
    return element(
        "svg",
        element("title", f"Timeline, {axis.clock(axis.length_s)} minutes long", id=f"{prefix}-title"),
        element("desc", "; ".join(f"{lane.name}: {lane.tally}" for lane in lanes), id=f"{prefix}-desc"),
        element("defs", _hatching(hatching)),
        _ticks(axis, height),
        (_lane(lane, row * _LANE_PX, axis, hatching) for row, lane in enumerate(lanes)),
        class_="timeline",
        width="100%",
        height=height,
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
    )


def _lane(lane: Lane, top: int, axis: TimeAxis, hatching: str) -> Element:
    tally = f"{lane.tally}, goes on" if lane.lasting else lane.tally
    return element(
        "g",
        element("text", lane.name, x=0, y=top + _NAME_PX, class_="lane"),
        element("text", tally, x="100%", y=top + _NAME_PX, class_="tally"),
        element("rect", x=0, y=top + _BAR_TOP_PX, width="100%", height=_BAR_PX, class_="track"),
        (_bar(bar, top + _BAR_TOP_PX, axis, hatching) for bar in lane.bars),
    )


def _bar(bar: Bar, top: int, axis: TimeAxis, hatching: str) -> Element:
    left, width = placed(bar, axis)
    opacity = _PALEST + (1 - _PALEST) * min(1.0, max(0.0, bar.confidence))
    drawn = element(
        "rect",
        element("title", bar.title),
        x=f"{left:.2f}%",
        y=top,
        width=f"{width:.2f}%",
        height=_BAR_PX,
        class_=f"bar {bar.style}",
        opacity=f"{opacity:.2f}" if opacity < 1 else None,
        fill=f"url(#{hatching})" if bar.style == "gap" else None,
    )
    # Not in the order of the Tab key: the cards that it leads to are.
    return drawn if bar.anchor is None else element("a", drawn, href=f"#{bar.anchor}", tabindex=-1)


def placed(bar: Bar, axis: TimeAxis) -> tuple[float, float]:
    """Left edge and width of a bar in percent of the picture; within it, and never too narrow to be seen."""
    left, right = axis.percent(bar.period.start_s), axis.percent(bar.period.end_s)
    width = max(_LEAST_PERCENT, right - left)
    return min(left, 100.0 - width), width


def _ticks(axis: TimeAxis, height: int) -> Iterator[Element]:
    for at_s in axis.ticks():
        x = axis.percent(at_s)
        anchor = "start" if x < 3 else "end" if x > 97 else "middle"
        label, bottom = clock(at_s), height - _AXIS_PX
        yield element("line", x1=f"{x:.2f}%", x2=f"{x:.2f}%", y1=0, y2=bottom + 4, class_="tick")
        yield element("text", label, x=f"{x:.2f}%", y=bottom + 19, text_anchor=anchor, class_="time")


def _hatching(name: str) -> Element:
    return element(
        "pattern",
        element("rect", width=6, height=6, class_="hatch-ground"),
        element("line", x1=0, y1=0, x2=0, y2=6, class_="hatch"),
        id=name,
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
