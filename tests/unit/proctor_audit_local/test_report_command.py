"""``proctor-audit report --html``: the file holds the evidence, and says where a picture is missing."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit_local.cli import group
from proctor_audit_local.errors import LocalStackError
from tests.unit.reporting.sessions import TWO_FACES, incident, report_of

JPEG = b"\xff\xd8\xff\xe0 a picture"
IN_IT = "data:image/jpeg;base64,/9j/4CBhIHBpY3R1cmU="


@dataclass
class Api:
    """An API with one session, whose links to pictures are good for as many reports as ``fresh`` says."""

    pictures: dict[str, bytes]
    url: str = ""
    reports: int = 0
    expired: set[str] = field(default_factory=set)
    keys: set[str | None] = field(default_factory=set)
    document: dict[str, Any] | None = None

    def answer(self, path: str, key: str | None) -> bytes | None:
        name, _, issue = path.lstrip("/").partition("?")
        if name == "sessions/one":
            self.reports += 1
            return json.dumps(self.document or self.report()).encode()
        self.keys.add(key)
        return None if issue in self.expired else self.pictures.get(name)

    def report(self) -> dict[str, Any]:
        links = {role: f"{self.url}/{role}?{self.reports}" for role in ("first", "confirmed", "last")}
        return {
            "session": {
                "session_id": "one",
                "exam_id": "algebra",
                "candidate_id": "ada",
                "attempt": 1,
                "status": "ended",
                "opened_at": "2026-11-25T09:00:00.000Z",
                "first_frame_at": "2026-11-25T09:00:00.000Z",
                "last_frame_at": "2026-11-25T09:10:00.000Z",
            },
            "score": {"value": 12, "summary": "Nobody in view once.", "contributions": []},
            "incidents": [
                {
                    "id": "i",
                    "kind": "face_absent",
                    "title": "Nobody in view",
                    "detail": "no face in view",
                    "started_at": "2026-11-25T09:01:00.000Z",
                    "ended_at": "2026-11-25T09:01:06.000Z",
                    "confidence": 0.9,
                    "evidence": links,
                }
            ],
            "gaps": [],
            "quality": {"frames": 1200, "uncertain_frames": 0},
            "policy": {},
        }


@pytest.fixture
def api() -> Iterator[Api]:
    served = Api(dict.fromkeys(("first", "confirmed", "last"), JPEG))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = served.answer(self.path, self.headers.get("x-api-key"))
            self.send_response(403 if body is None else 200)
            self.send_header("content-length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


def run(api: Api, *words: str) -> Result:
    command = ["report", "one", "--api-url", api.url, "--api-key", "pa_secret", *words]
    return CliRunner().invoke(group, command, catch_exceptions=False)


def test_the_pictures_are_in_the_file(api: Api, tmp_path: Path) -> None:
    file = tmp_path / "new" / "ada.html"
    result = run(api, "--html", str(file))
    assert result.exit_code == 0
    html = file.read_text("utf-8")
    assert html.count(IN_IT) == 3
    assert api.url not in html
    assert result.stdout == ""
    assert "3 evidence pictures in it." in " ".join(result.stderr.split())
    assert api.keys == {None}, "the API key does not go to where the pictures are"
    assert api.reports == 1


@pytest.mark.parametrize("body", [None, b"<html>", b"\xff\xd8\xff" + bytes(5_000_000)], ids=["gone", "no JPEG", "huge"])
def test_a_picture_that_does_not_come_is_told(api: Api, tmp_path: Path, body: bytes | None) -> None:
    if body is None:
        del api.pictures["last"]
    else:
        api.pictures["last"] = body
    result = run(api, "--html", str(tmp_path / "ada.html"))
    assert result.exit_code == 0
    html = (tmp_path / "ada.html").read_text("utf-8")
    assert html.count(IN_IT) == 2
    assert html.count("This picture could not be fetched.") == 1
    assert "2 evidence pictures in it, 1 could not be fetched." in " ".join(result.stderr.split())


def test_links_that_have_run_out_are_asked_for_again(api: Api, tmp_path: Path) -> None:
    api.expired.add("1")
    run(api, "--html", str(tmp_path / "ada.html"))
    assert (tmp_path / "ada.html").read_text("utf-8").count(IN_IT) == 3
    assert api.reports == 2


def test_json_can_still_be_piped(api: Api, tmp_path: Path) -> None:
    result = run(api, "--json", "--html", str(tmp_path / "ada.html"))
    assert json.loads(result.stdout)["session"]["session_id"] == "one"
    assert (tmp_path / "ada.html").exists()


def test_a_file_that_cannot_be_written_is_told_in_a_sentence(api: Api, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalStackError, match="cannot be written to"):
        run(api, "--html", str(tmp_path / "file" / "ada.html"))


TALKING = incident(IncidentKind.TALKING, 30, 12)


@pytest.mark.parametrize(
    ("words", "scores"),
    [
        ((), {"multiple_faces", "talking"}),
        (("--without", TWO_FACES.id), {"talking"}),
        (("--weight", "talking=0"), {"multiple_faces"}),
        (("--without", TWO_FACES.id, "--weight", "talking=0"), set()),
    ],
)
def test_the_score_can_be_tried_anew(api: Api, words: tuple[str, ...], scores: set[str]) -> None:
    api.document = report_of(TALKING, TWO_FACES)
    tried = json.loads(run(api, "--json", *words).stdout)
    assert {part["kind"] for part in tried["score"]["contributions"] if part["points"]} == scores
    assert tried["score"]["value"] == round(sum(part["points"] for part in tried["score"]["contributions"]))


@pytest.mark.parametrize("words", [("--weight", "talking"), ("--weight", "talking=much"), ("--without", "nothing")])
def test_what_cannot_be_tried_is_told(api: Api, words: tuple[str, ...]) -> None:
    api.document = report_of(TALKING, TWO_FACES)
    with pytest.raises(click.BadParameter, match=r"--weight talking=5|--json shows"):
        CliRunner().invoke(
            group,
            ["report", "one", "--api-url", api.url, "--api-key", "pa_secret", *words],
            catch_exceptions=False,
            standalone_mode=False,
        )
