"""What the layer's build takes out of shared objects, tried on the same wheels as installed here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path

import pytest

from layers.mediapipe.slim.__main__ import MESSAGE, slim_opencv
from layers.mediapipe.slim.compact import compact
from layers.mediapipe.slim.cut import cut_off, reachable
from layers.mediapipe.slim.elf import Elf, NotThisElf

WORKS = """
import cv2, numpy as np
picture = np.full((60, 80, 3), 90, np.uint8)
for ending in (".jpg", ".png", ".webp"):
    is_done, data = cv2.imencode(ending, cv2.resize(picture, (40, 30)))
    assert is_done and cv2.imdecode(data, cv2.IMREAD_COLOR).shape == (30, 40, 3), ending
small = np.eye(6) * 2
assert np.allclose(cv2.invert(small)[1], np.eye(6) / 2)
"""
LOADS = """
import importlib.machinery, importlib.util, sys
loader = importlib.machinery.ExtensionFileLoader(sys.argv[1], sys.argv[2])
module = importlib.util.module_from_spec(importlib.util.spec_from_loader(sys.argv[1], loader))
loader.exec_module(module)
"""


def _installed(package: str, ending: str) -> Path:
    """A file of an installed package; ``*`` in its ending stands for the Python and the platform."""
    (found,) = (file for file in metadata.files(package) or () if fnmatch(str(file), f"*{ending}"))
    return Path(str(found.locate()))


@pytest.fixture(scope="module")
def slimmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with OpenCV as it comes out of slim_opencv."""
    site = tmp_path_factory.mktemp("site")
    extension = _installed("opencv-python-headless", "cv2.abi3.so")
    # No links: cv2 looks for its extension where its own file really is.
    for folder in ("cv2", "opencv_python_headless.libs"):
        shutil.copytree(extension.parents[1] / folder, site / folder, ignore=shutil.ignore_patterns("data", "*.pyc"))
    assert slim_opencv(site / "cv2" / extension.name, site / "opencv_python_headless.libs") > 100
    return site


def _run(site: Path, code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"PYTHONPATH": str(site), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


# The loader looks functions up at the first call or, asked to, all of them at once.
@pytest.mark.parametrize("environment", [{}, {"LD_BIND_NOW": "1"}])
def test_opencv_reads_and_writes_pictures_without_ffmpeg_and_openblas(
    slimmed: Path, environment: dict[str, str]
) -> None:
    ran = _run(slimmed, WORKS, **environment)

    assert (ran.returncode, ran.stderr) == (0, "")


def test_only_libraries_that_serve_pictures_are_left(slimmed: Path) -> None:
    left = [path.name for path in (slimmed / "opencv_python_headless.libs").iterdir()]

    assert [name.split("-")[0] for name in left] == ["libpng16"]
    assert reachable(Elf((slimmed / "cv2/cv2.abi3.so").read_bytes()), slimmed / "opencv_python_headless.libs") == {
        *left
    }


@pytest.mark.parametrize(
    "code",
    [
        "import cv2; cv2.VideoCapture('film.mp4')",
        "import cv2; cv2.VideoWriter('film.mp4', cv2.VideoWriter_fourcc(*'mp4v'), 30, (64, 64))",
        "import cv2, numpy as np; cv2.gemm(np.eye(300), np.eye(300), 1, None, 0)",
        "import cv2, numpy as np; cv2.SVDecomp(np.eye(300))",
    ],
)
def test_what_is_left_out_says_so(slimmed: Path, code: str) -> None:
    ran = _run(slimmed, code)

    assert ran.returncode == 127
    assert MESSAGE in ran.stderr


def test_an_opencv_that_links_something_else_is_refused(slimmed: Path) -> None:
    with pytest.raises(NotThisElf, match="links no libavcodec-"):
        slim_opencv(slimmed / "cv2/cv2.abi3.so", slimmed / "opencv_python_headless.libs")


def test_libraries_that_give_more_than_functions_are_not_cut_off() -> None:
    elf = Elf(_installed("numpy", "_multiarray_umath.*.so").read_bytes())
    libc = next(name for name in elf.needed if name.startswith("libc.so"))
    stand_in = Elf(_installed("opencv-python-headless", "cv2.abi3.so").read_bytes())

    # The C library's versions cover its variables too: stderr, for one.
    with pytest.raises(NotThisElf, match="not only functions"):
        cut_off(elf, {libc: stand_in}, "gone")


@pytest.mark.parametrize(
    ("package", "ending", "module"),
    [
        ("protobuf", "_message.abi3.so", "google._upb._message"),
        ("asyncpg", "record.*.so", "asyncpg.protocol.record"),
    ],
)
def test_a_compact_extension_is_smaller_and_loads(tmp_path: Path, package: str, ending: str, module: str) -> None:
    original = _installed(package, ending)
    content = compact(original.read_bytes())
    assert content is not None
    copy = tmp_path / original.name
    copy.write_bytes(content)

    ran = _run(tmp_path, LOADS, module, str(copy))

    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(content) < original.stat().st_size
    assert compact(content) is None


@pytest.mark.parametrize("name", ["libscipy_openblas64_-*.so", "libgfortran-*.so.*"])
def test_what_is_in_memory_stays_the_same(name: str) -> None:
    content = _installed("numpy", name).read_bytes()
    before, after = Elf(content), Elf(compact(content) or b"")

    assert [(one.address, one.memory_bytes, one.flags) for one in before.loaded] == [
        (one.address, one.memory_bytes, one.flags) for one in after.loaded
    ]
    # But for the headers at its beginning, which tell where things are in the file.
    for old, new in list(zip(before.loaded, after.loaded, strict=True))[1:]:
        assert before.data[old.offset : old.end] == after.data[new.offset : new.end]
        assert (new.offset - new.address) % new.align == 0
    assert before.needed == after.needed
    assert len(after.data) < len(before.data)


@pytest.mark.parametrize("content", [b"", b"#!/bin/sh\n", b"\x7fELF\x02\x01\x01" + bytes(200)])
def test_what_is_no_shared_object_is_left_alone(content: bytes) -> None:
    assert compact(content) is None
