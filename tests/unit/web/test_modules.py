"""The pages' modules: their pure parts by Node's own test runner, and all of them by TypeScript's checker."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WEB = HERE.parents[2] / "shared" / "web"
TYPESCRIPT = "typescript@5.9.3"
NODE, NPX = shutil.which("node"), shutil.which("npx")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1", "npm_config_update_notifier": "false"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)


@pytest.mark.skipif(NODE is None, reason="needs Node")
@pytest.mark.parametrize("module", [pytest.param(path, id=path.stem) for path in sorted(HERE.glob("*/*.test.mjs"))])
def test_a_module_does_what_its_tests_say(module: Path) -> None:
    assert NODE is not None
    result = run(NODE, "--test", str(module))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.skipif(NPX is None, reason="needs Node")
def test_types_hold() -> None:
    assert NPX is not None
    compiler = (NPX, "--yes", "--package", TYPESCRIPT, "tsc")
    if run(*compiler, "--version").returncode != 0:
        pytest.skip("TypeScript cannot be had here")
    result = run(*compiler, "--project", str(WEB / "tsconfig.json"))
    assert result.returncode == 0, result.stdout
