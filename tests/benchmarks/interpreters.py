"""Which Pythons run the two sides, and what each of them finds to import."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from layers.mediapipe.check_size import built_functions
from tests.benchmarks.results import NotMeasured
from tests.build.lambda_runtime import PROJECT, link_runtime_packages

LAMBDAS: Final = (3, 12)
PLAIN_LOCK: Final = Path(__file__).with_name("plain-requirements.txt")
_NEEDS_312: Final = "needs Python 3.12, which the layers are built for: put python3.12 on PATH, or set PYTHON312"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python and what it can import.

    Attributes:
        command: that starts it.
        path: folders besides its own.
        version: such as ``3.12``.
        built: it runs what was built for Lambda, and nothing of this environment.
    """

    command: tuple[str, ...]
    path: tuple[Path, ...]
    version: str
    built: bool = False

    def environment(self) -> dict[str, str]:
        """What tells it where to look; this project comes last, for the modules that measure."""
        return {"PYTHONPATH": os.pathsep.join(map(str, (*self.path, PROJECT)))}


@dataclass(frozen=True, slots=True)
class Interpreters:
    """The two sides.

    Args:
        build: folder of a finished ``sam build``.
        work: folder for what is made here.
    """

    build: Path
    work: Path

    def function(self) -> Interpreter:
        """What runs the frame function: Python 3.12 on the built layers, or else this Python on this environment."""
        try:
            return self.built_function()
        except NotMeasured:
            return Interpreter((sys.executable,), (PROJECT / "shared",), _version_of(sys.executable))

    def built_function(self) -> Interpreter:
        """Python 3.12 that sees the built function, its layers, and what Lambda's runtime brings.

        Raises:
            NotMeasured: there is no Python 3.12, or no build.
        """
        code, *layers = self.built_folders()
        python = _python312()
        if python is None:
            raise NotMeasured(_NEEDS_312)
        runtime = self.work / "runtime"
        runtime.mkdir(parents=True, exist_ok=True)
        link_runtime_packages(runtime)
        path = (code, *(layer / "python" for layer in layers), runtime)
        return Interpreter((python, "-S"), path, _version_of(python), built=True)

    def built_folders(self) -> list[Path]:
        """Folders of the built frame function: its code, then its layers.

        Raises:
            NotMeasured: nothing is built.
        """
        if not (self.build / "template.yaml").is_file():
            raise NotMeasured("nothing is built here: run `make build` first")
        return built_functions(self.build.resolve())["Frame"]

    def plain(self, like: Interpreter) -> Interpreter:
        """The plain way's environment for the same Python; made when it is not there.

        Raises:
            NotMeasured: it cannot be installed.
        """
        home = self.work.resolve() / f"plain-{like.version}"
        stamp, lock = home / ".installed", PLAIN_LOCK.read_bytes()
        if not (stamp.is_file() and stamp.read_bytes() == lock):
            # What was installed for another Python or by another lock is replaced.
            _run([_uv(), "venv", "--quiet", "--clear", "--python", like.command[0], home])
            install = ["pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"]
            _run([_uv(), *install, "--python", home / "bin/python", PLAIN_LOCK])
            stamp.write_bytes(lock)
        return Interpreter((str(home / "bin/python"),), (), like.version)


def _python312() -> str | None:
    for python in _candidates():
        try:
            if _version_of(python) == "{}.{}".format(*LAMBDAS):
                return python
        except (OSError, subprocess.SubprocessError):
            continue  # a name on PATH may be a shim that points nowhere
    return None


def _candidates() -> Iterator[str]:
    if named := os.environ.get("PYTHON312"):
        yield named
    yield from (sys.executable, "python3.12")
    yield from map(str, sorted(Path.home().glob(".pyenv/versions/3.12.*/bin/python3.12")))


def _version_of(python: str) -> str:
    said = subprocess.run(
        [python, "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return said.stdout.strip()


def _uv() -> str:
    here = PROJECT / ".uv/bin/uv"
    return str(here) if here.is_file() else "uv"


def _run(command: list[str | Path]) -> None:
    try:
        # Not in this project, whose settings leave out what the plain way brings.
        subprocess.run(command, check=True, capture_output=True, text=True, cwd="/")
    except FileNotFoundError:
        raise NotMeasured("uv is missing: run `make setup`") from None
    except subprocess.CalledProcessError as failure:
        lines = failure.stderr.strip().splitlines() or ["no reason given"]
        raise NotMeasured(f"the plain way's packages could not be installed: {lines[-1]}") from None
