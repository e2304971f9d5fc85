"""What could not be seen: gaps between frames, and pictures that could not be judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from proctor_audit.reporting.html.axis import TimeAxis, duration
from proctor_audit.reporting.html.markup import element
from proctor_audit.reporting.html.words import counted

_SHOWN_AT_ONCE = 50


def gaps(report: Mapping[str, Any], axis: TimeAxis) -> Iterator[Element]:
    """The gaps as a table, or that there was none."""
    found = report["gaps"]
    if not found:
        yield element("p", "Frames came without a gap." if report["quality"]["frames"] else "No frame came.")
        return
    yield from _table("When no frames came", found, axis)
    if explained := sum(bool(gap.get("explained_by")) for gap in found):
        whole = f"The exam's tab was hidden during {explained:,} of {counted(len(found), 'gap')}"
        yield element("p", f"{whole}, which {'adds' if explained == 1 else 'add'} no points beside it.")


def quality(report: Mapping[str, Any], axis: TimeAxis) -> Iterator[Element]:
    """How much of what came could be judged, and for what reason not."""
    told = report["quality"]
    frames, uncertain = told["frames"], told["uncertain_frames"]
    if not frames:
        yield element("p", "No frame has been judged.")
    elif not uncertain:
        yield element("p", f"Every one of the {counted(frames, 'frame')} could be judged.")
    else:
        told_of = f"{uncertain:,} of {counted(frames, 'frame')} ({uncertain / frames:.1%})"
        yield element("p", f"{told_of} could not be judged; nothing is concluded from them.")
    for warning in report.get("warnings") or ():
        yield element("p", str(warning))
    periods = told.get("periods") or ()
    if periods:
        yield from _table("When the picture was poor for long", periods, axis, reason=True)


def _table(
    caption: str, entries: Sequence[Mapping[str, Any]], axis: TimeAxis, *, reason: bool = False
) -> Iterator[Element]:
    """The entries; those beyond the first ones are folded away."""
    yield _rows(caption, entries[:_SHOWN_AT_ONCE], axis, reason)
    rest = entries[_SHOWN_AT_ONCE:]
    if rest:
        summary = element("summary", f"{len(rest):,} more")
        yield element("details", summary, _rows(f"{caption}: the rest", rest, axis, reason), class_="more")


def _rows(caption: str, entries: Sequence[Mapping[str, Any]], axis: TimeAxis, reason: bool) -> Element:
    head = ["from", "to", "lasted", *(["what was wrong"] if reason else [])]
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", (element("th", text, scope="col") for text in head))),
        element("tbody", (_row(entry, axis, reason) for entry in entries)),
    )


def _row(entry: Mapping[str, Any], axis: TimeAxis, reason: bool) -> Element:
    period = axis.period(entry)
    why = str(entry.get("title") or entry.get("reason") or "poor picture").replace("_", " ")
    return element(
        "tr",
        element("th", axis.clock(period.start_s), scope="row"),
        element("td", "goes on" if period.lasting else axis.clock(period.end_s)),
        element("td", duration(period.duration_s)),
        element("td", why) if reason else None,
    )
