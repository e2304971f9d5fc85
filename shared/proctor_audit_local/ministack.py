"""MiniStack, the stand-in for DynamoDB, SQS, S3 and Secrets Manager, as a child process."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from pathlib import Path

import aiohttp

from proctor_audit_local.child_process import ChildProcess, basic_environment
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.ports import LOOPBACK, usable_port

READY_WITHIN_S = 60.0
STOPS_WITHIN_S = 20.0


class MiniStack:
    """The AWS services that the stack uses, with their state kept in a folder.

    Args:
        folder: where state is kept between runs; made when missing.
        log_path: file for its log.
        port: port on 127.0.0.1, 0 for a free one.
        region: AWS region that it plays.
        inherited: file descriptors that it keeps open, for the folder's lock.
    """

    def __init__(
        self, folder: Path, *, log_path: Path, port: int = 0, region: str, inherited: tuple[int, ...] = ()
    ) -> None:
        self._folder = folder
        self._log_path = log_path
        self._region = region
        self._inherited = inherited
        self._process: ChildProcess | None = None
        self.port = port

    @property
    def endpoint_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def ended_unasked(self) -> bool:
        """It was started, nobody stopped it, and it does not run."""
        return self._process is not None and self._process.exit_status is not None

    async def start(self) -> None:
        """Start it with the state of the last time and wait until it is healthy.

        Raises:
            LocalStackError: it cannot be started.
        """
        scratch = self._folder / "scratch"
        scratch.mkdir(parents=True, exist_ok=True)
        self.port = usable_port(self.port, "the AWS stand-in")
        self._process = await ChildProcess.start(
            [sys.executable, "-m", "ministack"],
            environment=basic_environment() | self._settings(scratch),
            log_path=self._log_path,
            folder=self._folder,
            # It saves its state when asked to end; killed, it would lose it.
            on_parents_death=signal.SIGTERM,
            inherited=self._inherited,
        )
        give_up_at_s = time.monotonic() + READY_WITHIN_S
        async with aiohttp.ClientSession() as session:
            while not await self._healthy(session):
                if self._process.exit_status is not None:
                    raise LocalStackError(f"The AWS stand-in ended while starting: {self._process.last_lines()}")
                if time.monotonic() > give_up_at_s:
                    await self.stop()
                    raise LocalStackError(f"The AWS stand-in did not get ready; see {self._log_path}.")
                await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """Stop it; it writes its state first."""
        process, self._process = self._process, None
        if process is not None:
            await process.stop(signal.SIGTERM, within_s=STOPS_WITHIN_S)

    def _settings(self, scratch: Path) -> dict[str, str]:
        return {
            "BIND_HOST": LOOPBACK,
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_REGION": self._region,
            "SERVICES": "dynamodb,sqs,s3,secretsmanager",
            # Both listen on every interface, and nothing here speaks MQTT or SFTP.
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self._folder / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self._folder / "s3"),
            "TMPDIR": str(scratch),
            "LOG_LEVEL": "WARNING",
        }

    async def _healthy(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.endpoint_url}/_ministack/health") as response:
                return response.status == 200
        except (aiohttp.ClientError, OSError):
            return False
