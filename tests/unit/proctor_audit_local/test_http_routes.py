from __future__ import annotations

import pytest

from proctor_audit_local.declarations import HttpRoute
from proctor_audit_local.http_routes import match

ROUTES = [
    HttpRoute("ANY", "$default", "default"),
    HttpRoute("GET", "/sessions", "list"),
    HttpRoute("GET", "/sessions/{id}", "one"),
    HttpRoute("GET", "/sessions/open", "open"),
    HttpRoute("ANY", "/sessions/{id}", "any"),
    HttpRoute("GET", "/{rest+}", "rest"),
]


@pytest.mark.parametrize(
    ("method", "path", "function", "parameters"),
    [
        ("GET", "/sessions", "list", {}),
        ("GET", "/sessions/", "list", {}),
        ("GET", "/sessions/7", "one", {"id": "7"}),
        ("GET", "/sessions/a%2Fb", "one", {"id": "a/b"}),
        ("GET", "/sessions/open", "open", {}),
        ("DELETE", "/sessions/7", "any", {"id": "7"}),
        ("GET", "/a/b/c", "rest", {"rest": "a/b/c"}),
        ("POST", "/a", "default", {}),
    ],
)
def test_the_most_specific_route_wins(method: str, path: str, function: str, parameters: dict[str, str]) -> None:
    found = match(ROUTES, method, path)
    assert found is not None
    assert (found.route.function, found.parameters) == (function, parameters)


def test_no_route() -> None:
    assert match(ROUTES[1:3], "POST", "/sessions") is None
    assert match(ROUTES[1:3], "GET", "/sessions/1/2") is None
