"""What importing and using ``vision`` drags in, each case in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import proctor_audit.vision", ("cv2", "mediapipe")),
        ("from proctor_audit.vision import decode_image, encode_jpeg", ("mediapipe",)),
        ("import proctor_audit.vision.decoding", ("mediapipe",)),
        (
            "from proctor_audit.vision import FaceEngine, Sighting, annotate",
            ("matplotlib", "jax", "mediapipe.tasks", "mediapipe.python.solution_base"),
        ),
    ],
)
def test_nothing_is_imported_that_is_not_needed(statement: str, absent: tuple[str, ...]) -> None:
    finished = run(f"{statement}\nimport sys\nprint(*sys.modules)")

    assert finished.returncode == 0, finished.stderr
    assert not set(absent) & set(finished.stdout.split())


def test_the_init_file_of_mediapipe_does_not_run() -> None:
    finished = run("import proctor_audit.vision.engine, mediapipe\nprint(hasattr(mediapipe, '__version__'))")

    assert (finished.returncode, finished.stdout) == (0, "False\n"), finished.stderr


def test_a_frame_is_seen_without_a_word_on_stderr() -> None:
    finished = run(
        "import numpy as np\n"
        "from proctor_audit.vision import FaceEngine\n"
        "from tests.unit.vision.photographs import scene\n"
        "print(len(FaceEngine().observe(scene((200, 100, 250))).observation.faces))"
    )

    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "1\n", "")


def test_an_unknown_name_is_an_attribute_error() -> None:
    import proctor_audit.vision as vision

    with pytest.raises(AttributeError, match="no_such_name"):
        vision.no_such_name  # noqa: B018
