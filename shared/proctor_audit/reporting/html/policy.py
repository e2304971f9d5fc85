"""How strictly a session was judged: what differs from the preset, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from proctor_audit.reporting.html.markup import element, named
from proctor_audit.reporting.html.words import title_of

_RULE_WORDS = {
    "open_after_s": "confirmed after {} s",
    "close_after_s": "over after {} s without it",
    "cooldown_s": "the same one if it comes back within {} s",
    "frames": "seen on at least {} frames",
    "forget": "{} s of evidence lost for each second without it",
    "weight": "at most {} points",
}


def policy(report: Mapping[str, Any]) -> Iterator[Element]:
    """The policy of a session: its preset, what its candidate has been allowed, and what else differs."""
    given = report.get("policy") or {}
    rows = [*_rows(given)]
    preset = str(given.get("preset") or "standard")
    yield element("p", "Judged by the preset ", element("strong", named(preset)), ".")
    allowed = _allowed(report)
    if allowed:
        yield element("p", "What the candidate has been allowed:")
        yield element("ul", (element("li", words) for words in allowed), class_="allowed")
    if given.get("calibration") is False:
        yield element("p", "The candidate was not asked to follow a dot with the eyes before the exam.")
    if given.get("recorded"):
        yield element("p", "The frames came from a recording: their own times count.")
    if rows:
        head = element("tr", element("th", "setting", scope="col"), element("th", "here", scope="col"))
        body = (element("tr", element("th", name, scope="row"), element("td", value)) for name, value in rows)
        yield element(
            "table",
            element("caption", "What else differs from the preset"),
            element("thead", head),
            element("tbody", body),
        )


def _allowed(report: Mapping[str, Any]) -> list[str]:
    told = report.get("accommodations") or ()
    if told:
        return [str(allowed["sentence"]) for allowed in told]
    return [str(name).replace("_", " ") for name in (report.get("policy") or {}).get("accommodations") or ()]


def _rows(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, rule in (given.get("incidents") or {}).items():
        yield title_of(str(kind)), "; ".join(_rule(rule))
    for section in ("thresholds", "pace"):
        for name, value in (given.get(section) or {}).items():
            yield _measured(str(name), value)
    for name, value in given.items():
        if name not in ("preset", "accommodations", "incidents", "thresholds", "pace", "calibration", "recorded"):
            yield str(name).replace("_", " "), _value(value)


def _rule(rule: Mapping[str, Any]) -> Iterator[str]:
    for name, value in rule.items():
        if name == "enabled":
            yield "looked for" if value else "not looked for"
        else:
            words = _RULE_WORDS.get(name)
            yield words.format(_value(value)) if words else f"{name}: {_value(value)}"


def _measured(name: str, value: object) -> tuple[str, str]:
    """A setting and its value, the unit moved from the one to the other."""
    for suffix, unit in (("_deg", "°"), ("_ms", " ms"), ("_s", " s")):
        if name.endswith(suffix):
            return name.removesuffix(suffix).replace("_", " "), f"{_value(value)}{unit}"
    return name.replace("_", " "), _value(value)


def _value(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
