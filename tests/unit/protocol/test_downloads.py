"""Files to save: their names, and how they go through Lambda's reply."""

from __future__ import annotations

import base64
import gzip
import json
from urllib.parse import unquote

import pytest

from proctor_audit.errors import NotFound
from proctor_audit.protocol.downloads import Download, content_disposition, download, file_name
from proctor_audit.protocol.http import answer, takes_gzip

LONG = "0123456789" * 150_000


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("algebra-1", "ada"), "algebra-1 ada.csv"),
        (("../../etc/passwd", "a\\b"), "_.._etc_passwd a_b.csv"),
        (("a\r\nSet-Cookie: x=1", '"; filename=evil.exe'), "a_Set-Cookie_ x=1 _ filename=evil.exe.csv"),
        (("محمد", "\u202efdp.exe"), "محمد _fdp.exe.csv"),
        ((".hidden", " . "), "hidden _.csv"),
        (("x" * 10_000, "y"), f"{'x' * 60} y.csv"),
        (("<script>", "a?b*c|d"), "_script_ a_b_c_d.csv"),
    ],
)
def test_a_name_is_fit_for_a_folder_and_for_the_header(parts: tuple[str, ...], expected: str) -> None:
    name = file_name(*parts, extension="csv")
    header = content_disposition(name)

    assert name == expected
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert unquote(header.rpartition("''")[2]) == name


def test_a_file_is_saved_and_does_nothing_if_opened() -> None:
    response = download(lambda: Download(b"%PDF-\xff", "application/pdf", "ä.pdf"))
    assert response["isBase64Encoded"] is True
    assert base64.b64decode(response["body"]) == b"%PDF-\xff"
    headers = response["headers"]
    assert headers["content-disposition"] == "attachment; filename=\"_.pdf\"; filename*=UTF-8''%C3%A4.pdf"
    assert headers["content-security-policy"].endswith("sandbox")
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
    text = download(lambda: Download("ä".encode(), "text/csv; charset=utf-8", "a.csv"))
    assert (text["body"], "isBase64Encoded" in text) == ("ä", False)


def test_an_error_is_json_and_no_file() -> None:
    def fails() -> Download:
        raise NotFound("session_not_found", "No.")

    response = download(fails, "gzip")
    assert (response["statusCode"], response["headers"]["content-type"]) == (404, "application/json")
    assert "content-disposition" not in response["headers"]


@pytest.mark.parametrize(
    ("accepts", "expected"),
    [
        (None, False),
        ("", False),
        ("identity, br", False),
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("x-gzip-like", False),
    ],
)
def test_what_is_long_is_compressed_for_who_takes_it(accepts: str | None, expected: bool) -> None:
    assert takes_gzip(accepts) is expected
    for response in (
        answer(lambda: {"long": LONG}, accepts=accepts),
        download(lambda: Download(json.dumps({"long": LONG}).encode(), "application/json", "a.json"), accepts),
    ):
        assert (response["headers"].get("content-encoding") == "gzip") is expected
        content = gzip.decompress(base64.b64decode(response["body"])) if expected else response["body"]
        assert json.loads(content) == {"long": LONG}
    short = answer(lambda: {"short": 1}, accepts=accepts)
    assert short["body"] == '{"short":1}'
