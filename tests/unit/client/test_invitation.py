"""The address of the candidate page: what the page reads is what was put in, and the token stays in the fragment."""

from __future__ import annotations

import base64
import json
from urllib.parse import urlsplit

from proctor_audit.client import SessionAccess, candidate_page

ACCESS = SessionAccess(
    session_id="5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11",
    token="5f1f3f06.secret",
    expires_at="2026-11-26T12:00:00.000Z",
    websocket_url="wss://abc.example/v1",
    next_seq=17,
    resumed=True,
    client={"incidents": {}, "calibration": False, "keep_days": 90},
)


def test_the_page_gets_what_it_needs_and_the_log_no_token() -> None:
    address = urlsplit(candidate_page("https://api.example/", ACCESS, exam="Álgebra ١", contact=None))
    assert (address.scheme, address.netloc, address.path, address.query) == ("https", "api.example", "/exam", "")
    padded = address.fragment + "=" * (-len(address.fragment) % 4)
    assert json.loads(base64.urlsafe_b64decode(padded)) == {
        "url": "wss://abc.example/v1",
        "token": "5f1f3f06.secret",
        "next_seq": 17,
        "policy": ACCESS.client,
        "exam": "Álgebra ١",
        "contact": None,
    }
