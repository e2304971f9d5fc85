"""Rows ``layer_bytes`` and ``total_unzipped_bytes``: what of Lambda's limit the built frame function takes."""

from __future__ import annotations

from layers.mediapipe.check_size import size_bytes
from tests.benchmarks.bench import Bench
from tests.benchmarks.results import Results


def measure(bench: Bench, results: Results) -> None:
    """Add up the files of the build."""
    sizes = {folder.name: size_bytes(folder) for folder in bench.interpreters.built_folders()}
    results.take({"layer_bytes": sizes["MediaPipeLayer"], "total_unzipped_bytes": sum(sizes.values())})
