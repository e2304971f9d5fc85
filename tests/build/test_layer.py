"""The MediaPipe layer as it is deployed, under Lambda's Python and nothing else."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from proctor_audit_local import sample_exam
from tests.build.lambda_runtime import BUILD, IS_LAMBDAS_PYTHON, PROJECT
from tests.build.layer_probe import CALLS

pytestmark = pytest.mark.build
PORTRAIT = Path(sample_exam.__file__).parent / "astronaut.jpg"
SITE = BUILD / "MediaPipeLayer/python"


def _lambdas_python() -> str | None:
    """Where the layers' Makefiles look for it too."""
    if IS_LAMBDAS_PYTHON:
        return sys.executable
    named = (os.environ.get("PYTHON312"), *Path.home().glob(".pyenv/versions/3.12.*/bin/python3.12"))
    return next((str(path) for path in (*named, shutil.which("python3.12")) if path), None)


@pytest.fixture(scope="module")
def probed(built: dict[str, list[Path]]) -> dict[str, Any]:
    python = _lambdas_python()
    if python is None:
        pytest.skip("there is no Python 3.12 here to load the layers with")
    path = os.pathsep.join(str(folder / "python") for folder in built["Frame"][1:])
    ran = subprocess.run(
        [python, "-S", Path(__file__).parent / "layer_probe.py", PORTRAIT],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_the_layer_sees_draws_reads_and_refuses(probed: dict[str, Any]) -> None:
    assert {name: Path(file).is_relative_to(SITE) for name, file in probed.pop("from").items()} == {
        "cv2": True,
        "numpy": True,
    }
    assert probed == {
        "faces": 1,
        "points": 478,
        "annotated": [548, 512, 3],
        "decoded": {ending: [512, 512, 3] for ending in (".jpg", ".png", ".webp")},
        "halves": dict.fromkeys((".jpg", ".png", ".webp"), "truncated_image"),
    }


def test_every_function_of_opencv_that_is_used_was_tried() -> None:
    """FFmpeg and OpenBLAS are left out of the layer, so that not everything in OpenCV works there."""
    used = {
        call.func.attr
        for file in (PROJECT / "shared/proctor_audit").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "cv2"
    }

    assert used == CALLS.keys()


def test_ffmpeg_and_openblas_are_left_out(built: dict[str, list[Path]]) -> None:
    assert [path.name.split("-")[0] for path in (SITE / "opencv_python_headless.libs").iterdir()] == ["libpng16"]
