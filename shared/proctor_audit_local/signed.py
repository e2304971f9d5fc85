"""AWS endpoints refuse calls without a signature; here it only has to be there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web


@web.middleware
async def only_signed(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer 403 to a call that no AWS client made, for example by a web page that guesses ports."""
    if not request.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 "):
        return aws_error(403, "ForbiddenException", "Missing Authentication Token")
    return await handler(request)


def aws_error(status: int, kind: str, message: str) -> web.Response:
    """An error as AWS clients understand it."""
    return web.json_response({"message": message}, status=status, headers={"x-amzn-ErrorType": kind})
