"""Fails when a function's code and layers together pass what Lambda unzips; prints the sizes either way.

    python check_size.py [--reserved BYTES] FOLDER [FOLDER ...]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 250 MB unzipped, layers included.
UNZIPPED_LIMIT_BYTES = 262_144_000


def size_bytes(folder: Path) -> int:
    """Sum of the sizes of all files under ``folder``."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def main(arguments: list[str] | None = None) -> int:
    """Prints one line a folder and one for all; returns 1 if they pass the limit."""
    parser = argparse.ArgumentParser(description="Size of a Lambda function: its code and layers.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--reserved", type=int, default=0, metavar="BYTES", help="kept free for what is not listed")
    asked = parser.parse_args(arguments)

    sizes = {folder: size_bytes(folder) for folder in asked.folders}
    total = sum(sizes.values()) + asked.reserved
    report = [f"{size:>13,} bytes  {folder.name}" for folder, size in sizes.items()]
    if asked.reserved:
        report.append(f"{asked.reserved:>13,} bytes  kept for code and other layers")
    report.append(f"{total:>13,} bytes  of {UNZIPPED_LIMIT_BYTES:,} that Lambda unzips")
    fits = total <= UNZIPPED_LIMIT_BYTES
    if not fits:
        report.append(f"{total - UNZIPPED_LIMIT_BYTES:>13,} bytes  too much: prune more, or drop a package")
    sys.stdout.write("\n".join(report) + "\n")
    return 0 if fits else 1


if __name__ == "__main__":
    sys.exit(main())
