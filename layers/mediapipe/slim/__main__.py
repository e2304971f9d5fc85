"""Usage: ``python3 -m slim FOLDER``, where FOLDER holds the installed wheels.

OpenCV's one extension links FFmpeg with OpenSSL, and an OpenBLAS of its own: 64 MB of the layer, loaded into every
process. Reading, scaling, drawing and writing pictures needs neither. What does (``VideoCapture``, ``VideoWriter``, and
``gemm``, ``solve``, ``SVDecomp``, … of matrices from about 25 rows on) prints why and ends the process.

Runs on any Python from 3.8 on: the machine that builds may have an old one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .compact import compact
from .cut import cut_off, reachable
from .elf import Elf, NotThisElf

# libavif, which reads pictures, is not one of them.
FFMPEG = ("libavcodec-", "libavformat-", "libavutil-", "libswscale-")
OPENBLAS = ("libopenblas",)
MESSAGE = (
    "cv2: FFmpeg and OpenBLAS are left out of this layer: no video, no algebra of large matrices. "
    "numpy.linalg does the latter; layers/mediapipe/slim tells why.\n"
)


def slim_opencv(extension: Path, libraries: Path) -> int:
    """Cut FFmpeg and OpenBLAS off OpenCV, and delete every library that then serves nothing.

    Args:
        extension: cv2.abi3.so.
        libraries: the folder of the libraries that its wheel brings.

    Returns:
        Number of functions that are left out.

    Raises:
        NotThisElf: this OpenCV is built in another way. The message says what is to be looked at.
    """
    elf = Elf(extension.read_bytes())
    left_out = [name for name in elf.needed if name.startswith((*FFMPEG, *OPENBLAS))]
    for prefix in (*FFMPEG, *OPENBLAS):
        if not any(name.startswith(prefix) for name in left_out):
            raise NotThisElf(f"{extension.name} links no {prefix}*, only {', '.join(elf.needed)}")
    count = cut_off(elf, {name: Elf((libraries / name).read_bytes()) for name in left_out}, MESSAGE)
    extension.write_bytes(elf.data)
    kept = reachable(elf, libraries)
    for library in libraries.iterdir():
        if library.name not in kept:
            library.unlink()
    return count


def slim(site: Path) -> None:
    """Slim everything under ``site``."""
    extension = site / "cv2/cv2.abi3.so"
    slim_opencv(extension, site / "opencv_python_headless.libs")
    for path in site.rglob("*.so*"):
        if path.is_file() and not path.is_symlink():
            small = compact(path.read_bytes())
            if small is not None:
                path.write_bytes(small)


if __name__ == "__main__":
    try:
        slim(Path(sys.argv[1]))
    except NotThisElf as error:
        sys.exit(f"slim: {error}. layers/mediapipe/slim has to learn how this version is built.")
