"""What seeing one frame costs, over the two models that every frame needs: `python -m tests.benchmarks.vision_cost`.

Per frame of a quiet exam and of the sample exam, a fifth of which is somebody else, nobody, or darkness. One after the
other, so that a noisy machine troubles all alike: the short-range detector and the mesh by themselves, and everything
that ``FaceEngine.observe`` does, with what to look for decided as in a session. Prints ratios, which mean the same on
any machine; the milliseconds mean nothing elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product
from statistics import mean, median
from typing import Any

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from proctor_audit.judgement.attention import Attention
from proctor_audit.vision import FaceEngine
from proctor_audit.vision.graphs import DetectionGraph, MeshGraph, image_packet
from proctor_audit.vision.region import Region
from proctor_audit_local.sample_exam import SampleExam
from proctor_audit_local.sample_exam.pixels import Picture

_FACE = Region(0.46, 0.42, 0.375, 0.5, 0.0)
"""Where the sample exam's candidate sits: the mesh costs the same wherever it looks."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1, 50), help="Times through the exam.")
def main(rounds: int) -> None:
    """Measure the average vision time of a frame against detector and mesh alone."""
    exams = {"quiet": SampleExam((), 76.0, liveliness=1.0), "sample": SampleExam()}
    engine = FaceEngine()
    detector, mesh = DetectionGraph(short_range=True, min_score=0.5), MeshGraph()

    def models(rgb: Picture) -> None:
        image = image_packet(rgb)
        detector.detect(image)
        mesh.landmarks(image, _FACE)

    table = Table(
        "exam", "frames a second", "frames", "searched", "models, ms", "all, ms", "ratio of means", "of medians"
    )
    for name, fps in product(exams, (1.0, 2.0, 10.0)):
        frames = list(exams[name].frames(fps))
        alone: list[float] = []
        whole: list[float] = []
        searched = 0
        for _ in track(range(rounds), description=f"{name} exam at {fps:g} frames a second", transient=True):
            attention = Attention()
            for t_s, rgb in frames:
                at_ms = round(t_s * 1000)
                focus = attention.focus(at_ms)
                alone.append(_ms(models, rgb))
                began = time.perf_counter()
                seen = engine.observe(rgb, focus).observation
                whole.append((time.perf_counter() - began) * 1000)
                attention = attention.after(seen, at_ms)
                searched += seen.searched
        table.add_row(
            name,
            f"{fps:g}",
            str(len(whole)),
            f"{searched / len(whole):.0%}",
            f"{mean(alone):.2f}",
            f"{mean(whole):.2f}",
            f"{mean(whole) / mean(alone):.2f}",
            f"{median(whole) / median(alone):.2f}",
        )
    Console().print(table)


def _ms(work: Callable[[Any], None], rgb: Picture) -> float:
    began = time.perf_counter()
    work(rgb)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
