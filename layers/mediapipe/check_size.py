"""Fails when a function's code and layers together pass what Lambda unzips; prints the sizes either way.

Usage: ``check_size.py [--reserved BYTES] FOLDER …`` or ``check_size.py --build .aws-sam/build``
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


def built_functions(build: Path) -> dict[str, list[Path]]:
    """Logical id → folders of its code and layers, of every function that ``sam build`` left in ``build``."""
    # Not at the top: a layer's build runs this with whatever Python is there.
    from samtranslator.yaml_helper import yaml_parse

    template = yaml_parse((build / "template.yaml").read_text("utf-8"))
    resources = template["Resources"]
    shared = template.get("Globals", {}).get("Function", {}).get("Layers", [])
    found = {}
    for name, resource in resources.items():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            layers = [layer["Ref"] for layer in [*shared, *properties.get("Layers", [])]]
            folders = [properties["CodeUri"], *(resources[layer]["Properties"]["ContentUri"] for layer in layers)]
            found[name] = [build / folder for folder in folders]
    return found


def report(sizes: dict[str, int]) -> tuple[bool, str]:
    """Whether it fits, and one line a part and one for all."""
    total = sum(sizes.values())
    lines = [f"{size:>13,} bytes  {part}" for part, size in sizes.items()]
    lines.append(f"{total:>13,} bytes  of {UNZIPPED_LIMIT_BYTES:,} that Lambda unzips")
    if total > UNZIPPED_LIMIT_BYTES:
        lines.append(f"{total - UNZIPPED_LIMIT_BYTES:>13,} bytes  too much: prune more, or drop a package")
    return total <= UNZIPPED_LIMIT_BYTES, "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Prints the sizes; returns 1 if something does not fit."""
    parser = argparse.ArgumentParser(description="Size of a Lambda function: its code and layers.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--reserved", type=int, default=0, metavar="BYTES", help="kept free for what is not listed")
    parser.add_argument("--build", type=Path, metavar="FOLDER", help="check every function that sam build left here")
    asked = parser.parse_args(arguments)
    if (asked.build is None) == (not asked.folders):
        parser.error("name either folders or a build")

    if asked.build is not None:
        sizes = {
            name: {folder.name: size_bytes(folder) for folder in folders}
            for name, folders in built_functions(asked.build).items()
        }
        fits = all(sum(parts.values()) <= UNZIPPED_LIMIT_BYTES for parts in sizes.values())
        largest = max(sizes, key=lambda name: sum(sizes[name].values()))
        sys.stdout.write(f"The largest of {len(sizes)} functions:\n{report(sizes[largest])[1]}\n")
        for layer in sorted(folder for folder in asked.build.glob("*Layer") if not any(folder.rglob("*.pyc"))):
            sys.stdout.write(
                f"WARNING: {layer.name} has no bytecode, so cold starts take about twice as long to import: "
                "build where there is a Python 3.12 (make PYTHON312=/path/to/python3.12 build).\n"
            )
        return 0 if fits else 1

    parts = {folder.name: size_bytes(folder) for folder in asked.folders}
    if asked.reserved:
        parts["kept for code and other layers"] = asked.reserved
    fits, text = report(parts)
    sys.stdout.write(text + "\n")
    return 0 if fits else 1


if __name__ == "__main__":
    sys.exit(main())
