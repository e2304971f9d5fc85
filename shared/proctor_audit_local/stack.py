"""The whole stack on one machine, from template.yaml."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from proctor_audit_local.clock import Clock, SystemClock
from proctor_audit_local.data_folder import DataFolder
from proctor_audit_local.declarations import Declarations, Function
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.event_source import EventSource
from proctor_audit_local.functions import Functions
from proctor_audit_local.gateways import Gateways
from proctor_audit_local.lambda_environment import lambda_environment, with_local_addresses
from proctor_audit_local.listeners import Listeners
from proctor_audit_local.lock import FolderLock
from proctor_audit_local.ministack import MiniStack
from proctor_audit_local.physical import Surroundings
from proctor_audit_local.postgres import Postgres
from proctor_audit_local.resources import Resources
from proctor_audit_local.template import Template

REGION = "us-east-1"
STACK_NAME = "proctor-audit"
# What the product's template calls them.
SECRET_PARAMETER = "DatabaseSecretArn"  # noqa: S105 - a parameter's name
MIGRATION = "Migrate"
# Judging frames is the only work that can use every core.
BUSY_FUNCTION = "Frame"
WATCH_EVERY_S = 1.0


class LocalStack:
    """Runs a template: PostgreSQL, stand-ins for AWS, functions in worker processes, gateways, the event source.

    Use it with ``async with``. Everything binds 127.0.0.1, everything kept lives in one folder, and every process
    ends with this one, however it ends.

    Args:
        template_path: the SAM template.
        data_dir: where data are kept; made when missing.
        websocket_port: port of the WebSocket API, 0 for a free one.
        http_port: port of the HTTP API, 0 for a free one.
        postgres_port: port of PostgreSQL, 0 for a free one.
        aws_port: port of the AWS stand-in, 0 for a free one.
        workers: most processes by function's logical id; by default one each, and for Frame one a core.
        parameter_overrides: values of the template's parameters.
        clock: time, for every limit.
    """

    def __init__(
        self,
        template_path: Path,
        data_dir: Path,
        *,
        websocket_port: int = 0,
        http_port: int = 0,
        postgres_port: int = 0,
        aws_port: int = 0,
        workers: Mapping[str, int] | None = None,
        parameter_overrides: Mapping[str, str] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._template = Template(template_path)
        self._data = DataFolder(data_dir.resolve())
        self._lock = FolderLock(self._data.path)
        self._websocket_port = websocket_port
        self._http_port = http_port
        self._postgres_port = postgres_port
        self._aws_port = aws_port
        self._sizes = {BUSY_FUNCTION: os.cpu_count() or 1, **(workers or {})}
        self._overrides = dict(parameter_overrides or {})
        self._clock = clock or SystemClock()
        self._running = AsyncExitStack()
        self._addresses: dict[str, str] = {}
        self._aws: MiniStack
        self._declared: Declarations
        self._functions: Functions
        self._gateways: Gateways
        self.postgres: Postgres

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Start everything. When something does not start, everything is stopped again.

        Raises:
            LocalStackError: what does not start, and what to do about it.
        """
        try:
            await self._start()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Stop everything, the gateways first, the stores last."""
        await self._running.aclose()

    async def _start(self) -> None:
        self._data.make()
        await self._lock.acquire()
        self._running.callback(self._lock.release)
        listeners = Listeners.take(websocket_port=self._websocket_port, http_port=self._http_port)
        self._running.callback(listeners.close)
        await self._start_stores()
        surroundings = Surroundings(STACK_NAME, REGION, self._aws.endpoint_url)
        resources = Resources(self._aws.endpoint_url, REGION)
        overrides = dict(self._overrides)
        if SECRET_PARAMETER in self._template.parameters:
            secret = await asyncio.to_thread(resources.put_secret, f"{STACK_NAME}/database", self.postgres.dsn)
            overrides.setdefault(SECRET_PARAMETER, secret)
        self._declared = self._template.declarations(surroundings, overrides)
        self._addresses = listeners.addresses(self._declared, REGION)
        await self._start_functions(resources)
        self._gateways = Gateways(
            self._declared, self._functions.invoke, listeners=listeners, surroundings=surroundings, clock=self._clock
        )
        self._running.push_async_callback(self._gateways.close)
        await self._gateways.start()
        self._start_event_sources(resources)
        # One process is enough to be ready; the cores that start the others are wanted for that first.
        others = asyncio.create_task(self._warm_up_others())
        self._running.callback(others.cancel)

    async def _start_stores(self) -> None:
        inherited = (self._lock.descriptor,)
        self.postgres = Postgres(
            self._data.postgres, log_path=self._data.log("postgres"), port=self._postgres_port, inherited=inherited
        )
        self._aws = MiniStack(
            self._data.aws, log_path=self._data.log("aws"), port=self._aws_port, region=REGION, inherited=inherited
        )
        self._running.push_async_callback(self._stop_stores)
        await asyncio.gather(self.postgres.start(), self._aws.start())

    async def _stop_stores(self) -> None:
        await asyncio.gather(self.postgres.stop(), self._aws.stop())

    async def _start_functions(self, resources: Resources) -> None:
        self._functions = Functions(
            self._declared.functions,
            environment=self._environment,
            sizes=self._sizes,
            log_path=self._data.log,
            clock=self._clock,
        )
        self._running.push_async_callback(self._functions.close)
        await self._functions.start()
        making = asyncio.to_thread(resources.make, self._declared)
        await asyncio.gather(making, self._migrate(), self._warm_up_busy(1))

    async def _warm_up_busy(self, processes: int | None) -> None:
        if BUSY_FUNCTION in self._declared.functions:
            await self._functions.warm_up(BUSY_FUNCTION, each=processes)

    async def _warm_up_others(self) -> None:
        # A process that does not start is told of to whoever invokes the function.
        with suppress(LocalStackError):
            await self._warm_up_busy(None)

    async def _migrate(self) -> None:
        if MIGRATION not in self._declared.functions:
            return
        await self.invoke(MIGRATION, {})

    def _environment(self, function: Function) -> dict[str, str]:
        return lambda_environment(
            function,
            region=REGION,
            endpoint_urls={
                "AWS_ENDPOINT_URL": self.endpoint_url,
                "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI": self._connections_url(),
            },
            addresses=self._addresses,
        )

    def _connections_url(self) -> str:
        api = self._declared.websocket_api
        if api is None:
            return self.endpoint_url
        host = f"https://{api.api_id}.execute-api.{REGION}.amazonaws.com"
        return f"{self._addresses[host]}/{api.stage}"

    def _start_event_sources(self, resources: Resources) -> None:
        for source in self._declared.queue_sources:
            event_source = EventSource(
                source,
                self._functions.invoke,
                sqs=resources.sqs,
                queue_url=resources.queue_url(source.queue_arn),
                region=REGION,
                clock=self._clock,
            )
            self._running.push_async_callback(event_source.close)
            event_source.start()

    async def watch(self) -> None:
        """Wait for ever, unless a service that everything needs ends unasked.

        Raises:
            LocalStackError: one has; the message says which.
        """
        while True:
            for name, service, log in (("PostgreSQL", self.postgres, "postgres"), ("MiniStack", self._aws, "aws")):
                if service.ended_unasked:
                    raise LocalStackError(f"{name} ended unasked; see {self._data.log(log)} and start again.")
            await self._clock.sleep_s(WATCH_EVERY_S)

    @property
    def websocket_url(self) -> str:
        """Where candidates connect to: ``ws://127.0.0.1:port/v1``."""
        if self._gateways.websocket is None:
            raise LocalStackError("The template declares no WebSocket API.")
        return self._gateways.websocket.url

    @property
    def http_url(self) -> str:
        """Where the HTTP API is: ``http://127.0.0.1:port``."""
        if self._gateways.http is None:
            raise LocalStackError("The template declares no HTTP API.")
        return self._gateways.http.url

    @property
    def data_dir(self) -> Path:
        """Where data and logs are."""
        return self._data.path

    @property
    def dsn(self) -> str:
        """How to reach PostgreSQL."""
        return self.postgres.dsn

    @property
    def lambda_url(self) -> str:
        """Where an AWS client can invoke functions, by logical id."""
        return self._gateways.invoke.url

    @property
    def endpoint_url(self) -> str:
        """Where DynamoDB, SQS, S3 and Secrets Manager are."""
        return self._aws.endpoint_url

    @property
    def outputs(self) -> dict[str, str]:
        """The template's outputs, with local addresses."""
        return {name: with_local_addresses(text, self._addresses) for name, text in self._declared.outputs.items()}

    async def invoke(self, function: str, event: Mapping[str, Any]) -> Any:
        """Call a function by its logical id.

        Returns:
            What it answers.

        Raises:
            LocalStackError: there is no such function, or it failed.
        """
        outcome = await self._functions.invoke(function, event)
        if outcome.failed:
            raise LocalStackError(
                f"The function {function} failed: {outcome.error_message}; see {self._data.log(function)}."
            )
        return outcome.answer()

    async def warm_up(self, *functions: str) -> None:
        """Start the processes of these functions, or of all, ahead of their first work.

        Raises:
            LocalStackError: one does not start; the message says which and why.
        """
        await self._functions.warm_up(*functions)
