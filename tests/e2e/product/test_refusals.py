"""Who has no good token gets no socket; who sends nonsense gets an answer and keeps the socket."""

from __future__ import annotations

import asyncio
import base64
import json
import struct
import zlib
from typing import Any

import cv2
import numpy as np
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from proctor_audit.client import ApiError, ExamStream, Frame, SessionAccess
from proctor_audit.errors import AccessDenied
from proctor_audit_local.stack import LocalStack
from tests.e2e.product.conftest import Pictures, Tenant, new_tenant
from tests.e2e.product.sockets import ask, eventually, frame, socket_of

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]


async def refusal(url: str) -> int:
    with pytest.raises(InvalidStatus) as refused:
        await connect(url)
    return refused.value.response.status_code


async def test_no_socket_without_a_good_token(stack: LocalStack, tenant: Tenant) -> None:
    mine = await tenant.access()
    theirs = await (await new_tenant(stack, "rival")).access()
    renewed = await tenant.access("ada")
    await tenant.access("ada")
    url = mine.websocket_url
    assert await refusal(url) == 401
    assert await refusal(f"{url}?token=") in (401, 403)
    for token in (
        "nonsense",
        "%00",
        mine.token[:-1] + ("A" if mine.token[-1] != "A" else "B"),
        f"{mine.session_id}.{theirs.token.split('.')[1]}",
        renewed.token,
    ):
        assert await refusal(f"{url}?token={token}") == 403
    async with socket_of(mine):
        pass


async def test_a_revoked_key_ends_its_sessions_and_the_socket_says_so(stack: LocalStack, pictures: Pictures) -> None:
    tenant = await new_tenant(stack, "leaver")
    access = await tenant.access()
    async with socket_of(access) as socket:
        assert (await ask(socket, frame(0, pictures.calm)))["type"] == "frame"
        prefix = tenant.api_key.split("_")[1]
        assert (await stack.invoke("Keys", {"operation": "revoke", "prefix": prefix}))["revoked_sessions"] == 1
        assert (await ask(socket, frame(1, pictures.calm)))["error"]["code"] == "session_revoked"
    assert await refusal(f"{access.websocket_url}?token={access.token}") == 403
    with pytest.raises(ApiError) as refused:
        await tenant.access()
    assert (refused.value.status, refused.value.code) == (401, "api_key_revoked")
    with pytest.raises(AccessDenied, match="token_refused"):
        async with ExamStream(access):
            pass


def jpeg(pixels: Any, quality: int = 90) -> bytes:
    return bytes(cv2.imencode(".jpg", np.asarray(pixels, np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def png_bomb(side: int) -> bytes:
    """A PNG of a few kilobytes whose header claims ``side`` × ``side`` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


async def test_bad_messages_get_an_answer_and_hurt_nobody(tenant: Tenant, pictures: Pictures) -> None:
    image = base64.b64encode(pictures.calm).decode()
    noise = np.random.default_rng(1).integers(0, 255, (96, 128, 3))
    bad: list[tuple[Any, str]] = [
        ("{", "invalid_json"),
        ("frame", "invalid_json"),
        ("[1, 2]", "invalid_json"),
        ("{}", "missing_action"),
        ('{"action": "dance"}', "unknown_action"),
        ('{"action": 7}', "invalid_field"),
        ({"image": image}, "missing_field"),
        ({"seq": "one", "image": image}, "invalid_field"),
        ({"seq": 1}, "missing_field"),
        ({"seq": 1, "image": "*"}, "not_base64"),
        (frame(1, b"no picture at all"), "not_an_image"),
        (frame(1, jpeg(noise)[:-400]), "truncated_image"),
        (frame(1, jpeg(np.zeros((1, 1, 3)))), "image_too_small"),
        (frame(1, png_bomb(20_000)), "image_too_large"),
        (frame(1, b"GIF89a" + b"\0" * 200), "unsupported_image"),
        ({"frames": []}, "invalid_field"),
    ]
    watched, other = await tenant.access(), await tenant.access()
    async with socket_of(watched) as socket, socket_of(other) as neighbour:
        for number, (message, code) in enumerate(bad):
            answer = await ask(socket, message)
            assert (answer["type"], answer["error"]["code"]) == ("error", code), message
            assert answer["error"]["message"].endswith(".")
            assert (await ask(neighbour, frame(number, pictures.calm)))["status"] == "clear"
        answer = await ask(socket, {"frames": [frame(1, pictures.calm), frame(2, b"?"), frame(3, pictures.calm)]})
        assert [result["type"] for result in answer["results"]] == ["frame", "error", "frame"]
        assert answer["results"][1]["error"]["seq"] == 2
    report = await eventually(lambda: tenant.report(watched.session_id), lambda r: not r["session"]["connected"])
    assert report["quality"]["frames"] == 2


@pytest.mark.parametrize(
    ("case", "message", "close_code"),
    [
        ("larger than 128 KB, in pieces", ["x" * 30_000] * 5, 1009),
        ("a WebSocket frame larger than 32 KB", "x" * 33_000, 1009),
        ("binary", b"\x00\x01", 1003),
    ],
)
async def test_what_api_gateway_itself_refuses(
    tenant: Tenant, pictures: Pictures, case: str, message: Any, close_code: int
) -> None:
    access = await tenant.access()
    async with socket_of(access) as socket:
        assert (await ask(socket, frame(0, pictures.calm)))["type"] == "frame"
        await socket.send(message)
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 10)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == close_code, case
    async with socket_of(access) as socket:
        assert (await ask(socket, frame(1, pictures.calm)))["late"] is False


async def test_odd_but_honest_pictures_are_judged(tenant: Tenant, pictures: Pictures) -> None:
    calm = cv2.imdecode(np.frombuffer(pictures.calm, np.uint8), cv2.IMREAD_COLOR)
    assert calm is not None
    large = cv2.resize(calm, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    odd = [
        jpeg(cv2.cvtColor(calm, cv2.COLOR_BGR2GRAY)),
        bytes(cv2.imencode(".png", cv2.resize(calm, (160, 120)))[1]),
        bytes(cv2.imencode(".webp", calm)[1]),
        jpeg(large, 60),
    ]
    access = await tenant.access()
    async with ExamStream(access) as stream:
        for image in odd:
            (reply,) = await stream.send([Frame(image, 0)])
            assert (reply["type"], reply["metrics"]["faces"]) == ("frame", 1)


async def test_annotated_frames_come_back_within_one_metered_message(tenant: Tenant, pictures: Pictures) -> None:
    access = await tenant.access()
    async with socket_of(access) as socket:
        one = await ask(socket, frame(0, pictures.two, annotate=True))
        four = await ask(socket, {"annotate": True, "frames": [frame(n, pictures.two) for n in range(1, 5)]})
        plain = await ask(socket, frame(9, pictures.two))
    assert one["anomaly"] is True
    assert plain["frame"] is None
    for answer, results in ((one, [one]), (four, four["results"])):
        assert len(json.dumps(answer)) <= 32 * 1024
        for result in results:
            picture = cv2.imdecode(np.frombuffer(base64.b64decode(result["frame"]), np.uint8), cv2.IMREAD_COLOR)
            assert picture is not None
            assert picture.shape[1] >= 160


async def test_two_sockets_with_one_token(tenant: Tenant, pictures: Pictures) -> None:
    access: SessionAccess = await tenant.access()
    async with socket_of(access) as older:
        await ask(older, frame(0, pictures.calm))
        async with socket_of(access) as newer:
            assert (await ask(newer, frame(1, pictures.calm)))["late"] is False
            with pytest.raises(ConnectionClosed):
                await asyncio.wait_for(older.recv(), 10)
            assert (await ask(newer, frame(2, pictures.calm)))["late"] is False
    report = await eventually(lambda: tenant.report(access.session_id), lambda r: not r["session"]["connected"])
    assert report["quality"]["frames"] == 3
