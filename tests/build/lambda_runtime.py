"""Starts a function as `sam build` left it, the way Lambda does: awslambdaric under the runtime interface emulator.

Under Python 3.12, Lambda's own, a function sees its code, its layers and what the runtime brings along (boto3), and
nothing of this environment. Under another Python the extension modules in the layers cannot be loaded, so the
packages come from this environment; code and SharedLayer are as built all the same.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PROJECT = Path(__file__).parents[2]
BUILD = PROJECT / ".aws-sam/build"
IS_LAMBDAS_PYTHON = sys.version_info[:2] == (3, 12)
READY_WITHIN_S = 20.0
INVOKE_WITHIN_S = 60.0
# What public.ecr.aws/lambda/python:3.12 carries besides the standard library.
BROUGHT_BY_THE_RUNTIME = (
    "awslambdaric",
    "simplejson",
    "snapshot-restore-py",
    "boto3",
    "botocore",
    "s3transfer",
    "jmespath",
    "python-dateutil",
    "six",
    "urllib3",
)


def emulator() -> Path:
    """The runtime interface emulator that the SAM CLI carries."""
    machine = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
    (found,) = PROJECT.glob(f".sam/lib/python3*/site-packages/samcli/local/rapid/aws-lambda-rie-{machine}")
    return found


def link_runtime_packages(folder: Path) -> None:
    """Fill ``folder`` with links to the packages that Lambda's runtime brings along."""
    for name in BROUGHT_BY_THE_RUNTIME:
        for file in metadata.files(name) or ():
            top = file.parts[0]
            if top != ".." and not top.startswith("__pycache__") and not (folder / top).exists():
                (folder / top).symlink_to(Path(str(file.locate())).parents[len(file.parts) - 1] / top)


def nowhere() -> dict[str, str]:
    """A place where nothing answers, so that what is not given cannot be reached by accident."""
    return {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_MAX_ATTEMPTS": "1",
        "POWERTOOLS_SERVICE_NAME": "proctor-audit",
        "POWERTOOLS_METRICS_NAMESPACE": "ProctorAudit",
    }


@dataclass(frozen=True)
class Answer:
    """What a function returned, or the error that it raised.

    Attributes:
        payload: the returned value; of an error ``{"errorType", "errorMessage", …}``.
        log: what the function and its emulator printed so far.
    """

    payload: Any
    log: str

    @property
    def error_type(self) -> str | None:
        return self.payload.get("errorType") if isinstance(self.payload, dict) else None


class BuiltFunction:
    """A running function. Invocations are one at a time: a second concurrent one crashes the emulator.

    Args:
        code: folder of its code.
        layers: folders of its layers, as Lambda unzips them to /opt.
        environment: its variables.
        folder: an empty folder for links and the log.
    """

    def __init__(self, code: Path, layers: list[Path], environment: Mapping[str, str], folder: Path) -> None:
        self._code = code
        self._layers = layers
        self._environment = dict(environment)
        self._packages = folder / "runtime"
        self._log_path = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    def __enter__(self) -> Self:
        self._packages.mkdir(parents=True)
        self._port, api_port = _free_ports(2)
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                [
                    emulator(),
                    "--runtime-interface-emulator-address", f"127.0.0.1:{self._port}",
                    "--runtime-api-address", f"127.0.0.1:{api_port}",
                    sys.executable, *self._isolation(), "-m", "awslambdaric", "app.handler",
                ],
                cwd=self._code,
                env=self._variables(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        self._wait_until_it_listens()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process is not None
        # The emulator does not end its function, which is in its session.
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def invoke(self, event: Any) -> Answer:
        """Invoke the function and wait for its answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/2015-03-31/functions/function/invocations",
            data=json.dumps(event).encode(),
        )
        try:
            with urllib.request.urlopen(request, timeout=INVOKE_WITHIN_S) as response:
                body = response.read()
        except urllib.error.HTTPError as error:
            body = error.read()
            error.close()
        return Answer(json.loads(body or b"null"), self._log_path.read_text("utf-8", "replace"))

    def _isolation(self) -> list[str]:
        return ["-S"] if IS_LAMBDAS_PYTHON else []

    def _variables(self) -> dict[str, str]:
        path = [self._code, *(layer / "python" for layer in self._layers)]
        if IS_LAMBDAS_PYTHON:
            link_runtime_packages(self._packages)
            path.append(self._packages)
        else:
            path = [self._code, *(layer / "python" for layer in self._layers if layer.name == "SharedLayer")]
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(map(str, path)),
            # /var/task and /opt are read-only on Lambda.
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_LAMBDA_FUNCTION_NAME": self._code.name,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": "30",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
            "LAMBDA_TASK_ROOT": str(self._code),
            **self._environment,
        }

    def _wait_until_it_listens(self) -> None:
        assert self._process is not None
        give_up_at_s = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < give_up_at_s:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            if self._process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError(f"the emulator did not start: {self._log_path.read_text('utf-8', 'replace')}")


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()
