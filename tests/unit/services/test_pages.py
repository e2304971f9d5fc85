"""What the site serves, and what a browser is told about it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from proctor_audit.services.pages import CONTENT_SECURITY_POLICY, PAGES, content_security_policy, page
from proctor_audit.settings import Settings

WEB = Path(__file__).parents[3] / "shared" / "web"


@pytest.mark.parametrize("stage", ["$default", "v1"])
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/docs", "text/html; charset=utf-8"),
        ("/docs/docs.css", "text/css; charset=utf-8"),
        ("/docs/docs.js", "text/javascript; charset=utf-8"),
        ("/openapi.json", "application/json; charset=utf-8"),
    ],
)
def test_a_page_comes_with_its_type(path: str, kind: str, stage: str) -> None:
    answer = page(path if stage == "$default" else f"/{stage}{path}", stage)
    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"] == kind
    assert answer["body"]


@pytest.mark.parametrize(
    ("path", "stage", "location"),
    [
        ("/", "$default", "/docs"),
        ("/docs/", "$default", "/docs"),
        ("/v1", "v1", "/v1/docs"),
        ("/v1/", "v1", "/v1/docs"),
        ("/v1/docs/", "v1", "/v1/docs"),
    ],
)
def test_the_way_home(path: str, stage: str, location: str) -> None:
    answer = page(path, stage)
    assert (answer["statusCode"], answer["headers"]["location"]) == (302, location)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/sdk/README.md",
        "/tsconfig.json",
        "/docs/../openapi.json",
        "/docs/index.html",
        "//example.com/docs/",
        "/DOCS",
    ],
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    answer = page(path, "$default")
    assert answer["statusCode"] == 404
    assert answer["headers"]["content-type"].startswith("text/plain")


@pytest.mark.parametrize("path", [*PAGES, "/", "/nothing"])
def test_every_answer_is_locked_down(path: str) -> None:
    headers = page(path, "$default")["headers"]
    assert headers["content-security-policy"] == content_security_policy(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    directives = dict(directive.split(" ", 1) for directive in CONTENT_SECURITY_POLICY.split("; "))
    assert directives.pop("default-src") == "'none'"
    assert {name for name, source in directives.items() if source == "'self'"} == {
        "script-src",
        "style-src",
        "connect-src",
    }
    assert set(directives.values()) == {"'self'", "'none'"}


@pytest.mark.parametrize("path", ["/docs", "/docs/docs.js", "/openapi.json", "/", "/nothing"])
def test_only_pages_that_need_it_may_reach_further(path: str) -> None:
    assert content_security_policy(path) == CONTENT_SECURITY_POLICY


def test_the_candidate_page_may_use_camera_worker_and_socket() -> None:
    directives = dict(directive.split(" ", 1) for directive in content_security_policy("/exam").split("; "))
    assert directives["script-src"] == directives["style-src"] == directives["worker-src"] == "'self'"
    assert directives["connect-src"].split()[:3] == ["'self'", "https:", "wss:"]
    assert directives["default-src"] == "'none'"


def test_only_the_candidate_page_may_frame_exams_and_only_of_these_origins() -> None:
    origins = Settings.from_environment({"EXAM_ORIGINS": "https://a.example,https://b.example  http://127.0.0.1:*"})
    sources = "frame-src https://a.example https://b.example http://127.0.0.1:*"
    for path in [*PAGES, "/nothing"]:
        told = page(path, "$default", origins.framed_origins)["headers"]["content-security-policy"]
        assert told.endswith(f"; {sources}") is (path == "/exam")
        assert ("frame-src" in told) is (path == "/exam")
    # Without an origin nothing is said of frames, and what is not said is not allowed.
    assert Settings.from_environment({}).framed_origins == ()
    assert "frame-src" not in page("/exam", "$default")["headers"]["content-security-policy"]


def test_every_module_is_served_and_nothing_else_of_the_sdk() -> None:
    modules = {f"/sdk/{path.name}" for path in (WEB / "sdk").glob("*.js")}
    assert modules
    assert modules == {path for path in PAGES if path.startswith("/sdk")}


def test_modules_of_the_sdk_are_for_pages_of_any_site() -> None:
    assert page("/sdk/proctor-audit.js", "v1")["statusCode"] == 200
    assert page("/v1/sdk/proctor-audit.js", "v1")["headers"]["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in page("/docs", "$default")["headers"]


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


HOMES = sorted(path for path, file in PAGES.items() if file.endswith(".html"))
SCRIPTS = sorted(path for path in PAGES if path.endswith(".js"))


@pytest.mark.parametrize("path", HOMES)
def test_a_page_holds_to_its_policy_and_refers_to_what_is_served(path: str) -> None:
    markup = _Markup()
    markup.feed(page(path, "$default")["body"])
    assert not [tag for tag, _ in markup.elements if tag == "style"]
    assert all("src" in attributes for tag, attributes in markup.elements if tag == "script")
    inline = {
        name for _, attributes in markup.elements for name in attributes if name == "style" or name.startswith("on")
    }
    assert not inline
    named = {
        attributes.get("src") or attributes.get("href") or "#"
        for tag, attributes in markup.elements
        if tag in ("script", "link", "a")
    }
    for home in (path, f"/v1{path}"):
        assert {urljoin(home, name).removeprefix("/v1") for name in named if not name.startswith("#")} <= PAGES.keys()


def test_the_page_has_landmarks() -> None:
    markup = _Markup()
    markup.feed(page("/docs", "$default")["body"])
    tags = [tag for tag, _ in markup.elements]
    assert {"header", "nav", "main", "noscript"} <= set(tags)
    assert dict(markup.elements)["html"] == {"lang": "en"}


@pytest.mark.parametrize("path", SCRIPTS)
def test_a_script_puts_everything_in_as_text_and_imports_what_is_served(path: str) -> None:
    script = page(path, "$default")["body"]
    risky = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc"
    assert not re.search(risky, script)
    imported = re.findall(r'^(?:import|}).* from "(.+)";', script, re.MULTILINE)
    assert {urljoin(path, name) for name in imported} <= PAGES.keys()


def test_the_reference_for_programs_is_json() -> None:
    assert json.loads(page("/openapi.json", "$default")["body"])["openapi"].startswith("3.1.")
