"""Open sockets, as API Gateway's ``@connections`` knows them."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from proctor_audit.stores.signed_http import AwsError, Service


class Connections:
    """The sockets of the WebSocket API.

    Args:
        management: the API's stage.
    """

    def __init__(self, management: Service) -> None:
        self._management = management

    def close(self, connection_id: str) -> bool:
        """Close a socket; False when it was gone already."""
        try:
            self._management.request("DELETE", f"/@connections/{quote(connection_id, safe='')}", {})
        except AwsError as error:
            if error.status == HTTPStatus.GONE:
                return False
            raise
        return True
