"""Open sockets, as API Gateway's ``@connections`` knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient


class Connections:
    """The sockets of the WebSocket API."""

    def __init__(self, client: ApiGatewayManagementApiClient) -> None:
        self._client = client

    def close(self, connection_id: str) -> bool:
        """Close a socket; False when it was gone already."""
        try:
            self._client.delete_connection(ConnectionId=connection_id)
        except self._client.exceptions.GoneException:
            return False
        except ClientError as error:
            # The service answers 410 without a modelled body at times; the status is what counts.
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 410:
                return False
            raise
        return True
