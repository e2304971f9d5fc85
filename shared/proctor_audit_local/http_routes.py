"""Which route of an HTTP API a request takes.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from proctor_audit_local.declarations import HttpRoute


@dataclass(frozen=True)
class Match:
    """A route and what its path's variables are in the request."""

    route: HttpRoute
    parameters: Mapping[str, str]

    @property
    def key(self) -> str:
        """``GET /sessions/{session_id}``, or ``$default``."""
        return "$default" if self.route.path == "$default" else f"{self.route.method} {self.route.path}"


def match(routes: Iterable[HttpRoute], method: str, path: str) -> Match | None:
    """The most specific route: literal before ``{name}`` before ``{name+}`` before $default; the method before ANY.

    Args:
        routes: those of the API.
        method: the request's.
        path: the request's, still encoded.
    """
    found = [
        (_rank(route), Match(route, parameters))
        for route in routes
        if route.method in (method, "ANY") and (parameters := _parameters(route.path, path)) is not None
    ]
    return min(found, key=lambda ranked: ranked[0])[1] if found else None


def _rank(route: HttpRoute) -> tuple[list[int], bool]:
    segments = [2 if part.endswith("+}") else int(part.startswith("{")) for part in route.path.split("/")]
    return ([3] if route.path == "$default" else segments), route.method == "ANY"


def _parameters(pattern: str, path: str) -> dict[str, str] | None:
    """The values of the pattern's variables; None when the path does not match."""
    if pattern == "$default":
        return {}
    wanted, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    parameters: dict[str, str] = {}
    for index, part in enumerate(wanted):
        if part.endswith("+}"):
            rest = "/".join(given[index:])
            return parameters | {part[1:-2]: unquote(rest)} if rest else None
        if index >= len(given):
            return None
        if part.startswith("{"):
            if not given[index]:
                return None
            parameters[part[1:-1]] = unquote(given[index])
        elif part != unquote(given[index]):
            return None
    return parameters if len(wanted) == len(given) else None
