"""The connection to Postgres: one a process, made again when it was lost.

A Lambda serves one request at a time, so a pool would hold nothing but idle connections. The same code runs
on PostgreSQL (a DSN kept in Secrets Manager) and on Aurora DSQL (sign-in by IAM, optimistic transactions).
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
from botocore.exceptions import BotoCoreError, ClientError

from proctor_audit.errors import RecordsUnavailable
from proctor_audit.settings import Settings
from proctor_audit.stores.aws import dsql_client, secrets_client

_CONNECT_TIMEOUT_S = 5.0
_COMMAND_TIMEOUT_S = 15.0
_ALIVE_TIMEOUT_S = 2.0
_ATTEMPTS = 5
_UNREACHABLE = (
    OSError,
    TimeoutError,
    BotoCoreError,
    ClientError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InvalidAuthorizationSpecificationError,  # a password that is being rotated
    asyncpg.ReadOnlySQLTransactionError,  # a failover
    asyncpg.InsufficientResourcesError,  # disk, memory, connections
    asyncpg.OperatorInterventionError,  # shutting down, starting up
)

ConnectArguments = Callable[[], dict[str, Any]]
_Result = TypeVar("_Result")


class Database:
    """Transactions on Postgres.

    Args:
        connect_arguments: gives the arguments of ``asyncpg.connect`` anew for every connection, since a password
            may have been rotated and an IAM sign-in is short-lived.
    """

    def __init__(self, connect_arguments: ConnectArguments) -> None:
        self._connect_arguments = connect_arguments
        self._connection: Any = None

    async def run(self, work: Callable[[Any], Awaitable[_Result]]) -> _Result:
        """Run ``work(connection)`` in a transaction; again if it lost a race against another transaction.

        Raises:
            RecordsUnavailable: ``records_unavailable`` if Postgres cannot be reached now.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with self.connection() as connection, connection.transaction():
                    return await work(connection)
            except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError):
                if attempt == _ATTEMPTS:
                    raise RecordsUnavailable(
                        "records_unavailable", "The records are busy; please try again.", retry_after_s=1
                    ) from None
                await asyncio.sleep(0.02 * 2**attempt)
        raise AssertionError("unreachable")

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """The connection, without a transaction.

        Raises:
            RecordsUnavailable: ``records_unavailable`` if Postgres cannot be reached now.
        """
        try:
            if not await self._alive():
                await self.close()
                self._connection = await self._connect()
            yield self._connection
        except _UNREACHABLE:
            await self.close()
            raise RecordsUnavailable(
                "records_unavailable", "The records cannot be reached now; please try again.", retry_after_s=5
            ) from None

    async def close(self) -> None:
        """Drop the connection; the next use makes a new one."""
        connection, self._connection = self._connection, None
        if connection is not None and not connection.is_closed():
            connection.terminate()

    async def _alive(self) -> bool:
        """Ask: a process that slept between two requests has not noticed that the server went away."""
        try:
            return (
                self._connection is not None
                and await self._connection.fetchval("SELECT 1", timeout=_ALIVE_TIMEOUT_S) == 1
            )
        except _UNREACHABLE:
            return False

    async def _connect(self) -> Any:
        try:
            return await asyncpg.connect(
                timeout=_CONNECT_TIMEOUT_S,
                command_timeout=_COMMAND_TIMEOUT_S,
                # Prepared statements do not survive a pooler such as pgbouncer or RDS Proxy in front of Postgres.
                statement_cache_size=0,
                **self._connect_arguments(),
            )
        except ValueError:
            # Its words may hold the password.
            raise RuntimeError("the secret is no DSN: escape what is special in the password with %xx") from None


def database_of(settings: Settings, *, admin: bool = False) -> Database:
    """The database that the settings name.

    Args:
        settings: ``database_secret_arn`` or ``database_endpoint`` is set.
        admin: sign in to Aurora DSQL as its administrator; only the migration does.
    """
    if settings.database_secret_arn:
        return Database(lambda: {"dsn": _secret(settings.database_secret_arn)})
    return Database(lambda: _dsql_arguments(settings.database_endpoint, admin))


def _secret(arn: str) -> str:
    return secrets_client().get_secret_value(SecretId=arn)["SecretString"]


def _dsql_arguments(endpoint: str, admin: bool) -> dict[str, Any]:
    # The generators of sign-in tokens are added to the client at run time; its types do not tell of them.
    client: Any = dsql_client()
    sign = client.generate_db_connect_admin_auth_token if admin else client.generate_db_connect_auth_token
    return {
        "host": endpoint,
        "port": 5432,
        "database": "postgres",
        "user": "admin" if admin else "proctor_audit",
        "password": sign(Hostname=endpoint, Region=client.meta.region_name),
        "ssl": ssl.create_default_context(),
    }
