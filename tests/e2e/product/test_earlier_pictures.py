"""Pictures from before an incident, from the question in the reply to the link in the report."""

from __future__ import annotations

import asyncio
import base64
import json
import urllib.request
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.e2e.product.conftest import STILLS, Pictures, Tenant
from tests.e2e.product.sockets import ask, eventually, frame, socket_of

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]

T0 = 1_763_881_200_000


def decoded(jpeg: bytes) -> NDArray[np.uint8]:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture.astype(np.uint8)


def _difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(float) - other.astype(float)).mean())


def _fetched(link: str) -> bytes:
    with urllib.request.urlopen(link, timeout=20) as response:
        content: bytes = response.read()
    return content


async def test_the_seconds_before_a_visit_are_shown(tenant: Tenant, pictures: Pictures) -> None:
    access = await tenant.access(policy=STILLS)
    sent: list[tuple[int, bytes]] = []
    async with socket_of(access) as socket:
        opened: dict[str, Any] | None = None
        for seq in range(40):
            picture = pictures.calm if seq < 16 else pictures.visited(seq)
            sent.append((T0 + seq * 500, picture))
            reply = await ask(socket, frame(seq, picture, T0 + seq * 500))
            if reply["incidents"]:
                (opened,) = reply["incidents"]
                break
        assert opened is not None
        before = opened["earlier"]["before"]
        assert T0 + 15 * 500 < before < sent[-1][0]
        earlier = [(at, image) for at, image in sent if at in (before - 6_000, before - 3_000, before - 1_000)]
        body = {
            "action": "evidence",
            "incident": opened["id"],
            "pictures": [{"captured_at": at, "image": base64.b64encode(image).decode()} for at, image in earlier],
        }
        for _ in range(2):  # told again, it changes nothing
            answer = await ask(socket, json.dumps(body))
            assert answer == {"type": "evidence", "incident": opened["id"], "pictures": 3, "errors": []}

    async def incident() -> dict[str, Any]:
        (told,) = (await tenant.report(access.session_id))["incidents"] or [{}]
        return dict(told)

    told = await eventually(incident, lambda seen: "first" in seen.get("evidence", ()))
    assert list(told["evidence"])[:4] == ["earlier-6", "earlier-3", "earlier-1", "first"]
    calm, visited = decoded(pictures.calm), decoded(pictures.two)
    for role in ("earlier-6", "earlier-3", "earlier-1"):
        shown = decoded(await asyncio.to_thread(_fetched, told["evidence"][role]))
        assert _difference(shown, calm) < _difference(shown, visited) / 2
