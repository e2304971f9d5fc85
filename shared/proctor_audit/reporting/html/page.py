"""The page around the sessions: head, index, foot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any
from xml.etree.ElementTree import Element

from proctor_audit.reporting.html.markup import document, element, named
from proctor_audit.reporting.html.session import session_section

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src data: https: http://127.0.0.1:*; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
_PRINCIPLE = "It reports what was seen and how sure it is; people decide what it means."


def report_html(reports: Sequence[Mapping[str, Any]], *, generated_at: datetime) -> str:
    """Reports as one self-contained HTML page; several get an index, worst first.

    Args:
        reports: as ``GET /sessions/{id}`` gives them. Evidence is shown from its links, which soon expire, or from
            data URIs; None stands for a picture that could not be fetched. A recording's report may also have
            ``voice``: ``[{"start_s": 1.2, "end_s": 3.4}]``, where speech was heard.
        generated_at: the present, to be told at the foot.

    Returns:
        The page, to be encoded as UTF-8.
    """
    worst_first = sorted(reports, key=lambda report: -int(report["score"]["value"]))
    sessions = {f"s{number}": report for number, report in enumerate(worst_first, 1)}
    single = len(sessions) == 1
    return document(
        element(
            "html",
            _head(worst_first),
            element(
                "body",
                element("a", "To the report", class_="skip", href="#report"),
                element("header", element("p", element("strong", "Proctor-Audit"), " report"), class_="banner"),
                element(
                    "main",
                    None if single else _index(sessions),
                    (session_section(report, prefix, 1 if single else 2) for prefix, report in sessions.items()),
                    id="report",
                ),
                element("footer", _foot(generated_at)),
            ),
            lang="en",
        )
    )


def _head(reports: Sequence[Mapping[str, Any]]) -> Element:
    session = reports[0]["session"] if len(reports) == 1 else None
    title = f"{session['candidate_id']} in {session['exam_id']}" if session else f"{len(reports)} sessions"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=CONTENT_SECURITY_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{title} – Proctor-Audit report"),
        _style(),
    )


def _index(sessions: Mapping[str, Mapping[str, Any]]) -> Iterator[Element]:
    yield element("h1", f"{len(sessions):,} sessions" if sessions else "No session")
    if not sessions:
        return
    styles = {
        "attention": "number",
        "candidate": None,
        "exam": None,
        "incidents": "number count",
        "in a sentence": None,
    }
    head = (element("th", text, scope="col", class_=style) for text, style in styles.items())
    yield element(
        "nav",
        element(
            "table",
            element("caption", "Worst first"),
            element("thead", element("tr", head)),
            element("tbody", (_index_row(prefix, report) for prefix, report in sessions.items())),
        ),
        aria_label="Sessions",
        class_="index",
    )


def _index_row(prefix: str, report: Mapping[str, Any]) -> Element:
    session, score = report["session"], report["score"]
    return element(
        "tr",
        element("td", element("strong", score["value"]), class_="number"),
        element("th", element("a", named(session["candidate_id"]), href=f"#{prefix}"), scope="row"),
        element("td", named(session["exam_id"])),
        element("td", f"{len(report['incidents']):,}", class_="number count"),
        element("td", str(score["summary"]), class_="sentence"),
    )


def _foot(generated_at: datetime) -> Iterator[Element]:
    moment = generated_at.astimezone(UTC)
    yield element("p", _PRINCIPLE)
    yield element("p", f"Written {moment:%Y-%m-%d %H:%M} UTC.", class_="soft")


@cache
def _style_sheet() -> str:
    return resources.files("proctor_audit.reporting.html").joinpath("page.css").read_text("utf-8")


def _style() -> Element:
    style = Element("style")
    style.text = _style_sheet()
    return style
