"""Which route a message takes: API Gateway's route selection expression.

https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
"""

from __future__ import annotations

import json

from proctor_audit_local.errors import LocalStackError

DEFAULT_ROUTE = "$default"
_PREFIX = "$request.body."


class RouteSelection:
    """A compiled expression such as ``$request.body.action``.

    Raises:
        LocalStackError: an expression that is not a path into the body.
    """

    def __init__(self, expression: str) -> None:
        plain = expression.replace("${request.body.", _PREFIX).removesuffix("}")
        if not plain.startswith(_PREFIX):
            raise LocalStackError(f"The local stack does not know the route selection expression {expression!r}.")
        self._path = plain.removeprefix(_PREFIX).split(".")

    def key(self, message: str) -> str | None:
        """The value that the expression finds in a message; None when it finds none."""
        try:
            value = json.loads(message)
        except (ValueError, RecursionError):
            return None
        for name in self._path:
            if not isinstance(value, dict):
                return None
            value = value.get(name)
        if isinstance(value, str):
            return value
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
