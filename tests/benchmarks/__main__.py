"""Measures what Proctor-Audit costs and how quickly it answers: ``python -m tests.benchmarks``.

Ratios are measured within one run and mean the same on any machine; milliseconds mean nothing elsewhere.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click
from rich.console import Console

from tests.benchmarks import cold, cost, frame, item, load, memory, size
from tests.benchmarks.bench import Bench
from tests.benchmarks.interpreters import Interpreters
from tests.benchmarks.machine import busy_cores, machine
from tests.benchmarks.results import NOT_ASKED_FOR, NotMeasured, Results
from tests.benchmarks.rows import GROUPS
from tests.build.lambda_runtime import BUILD, PROJECT

MEASUREMENTS: Final[dict[str, Callable[[Bench, Results], None]]] = {
    "frame": frame.measure,
    "cold": cold.measure,
    "size": size.measure,
    "memory": memory.measure,
    "item": item.measure,
    "cost": cost.measure,
    "load": load.measure,
}
_BUSY: Final = 0.5


def _chosen(_context: click.Context, _parameter: click.Parameter, names: str) -> list[str]:
    chosen = names.split(",") if names else list(GROUPS)
    if unknown := set(chosen) - set(GROUPS):
        raise click.BadParameter(f"{', '.join(sorted(unknown))}: there are only {', '.join(GROUPS)}.")
    return [name for name in GROUPS if name in chosen]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--only", "groups", default="", callback=_chosen, help=f"Some of {','.join(GROUPS)}.")
@click.option("--quick", is_flag=True, help="Fewer rounds: to see whether it works, not to publish.")
@click.option("--json", "as_json", is_flag=True, help="Print the file instead of the table.")
@click.option(
    "--build",
    type=click.Path(file_okay=False, path_type=Path),
    default=BUILD,
    help="Folder of a finished `sam build`. [default: .aws-sam/build]",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=PROJECT / "build/bench.json",
    help="File to write. [default: build/bench.json]",
)
def main(groups: list[str], quick: bool, as_json: bool, build: Path, out: Path) -> None:
    """Measure the cost of a frame, the cold start, sizes, the bill, and many candidates at once."""
    console = Console(stderr=as_json, highlight=False)
    work = PROJECT / "build/bench"
    bench = Bench(console, Interpreters(build, work), work, quick)
    results = Results(machine())
    if busy_cores() > _BUSY:
        console.print(f"[yellow]This machine is busy ({busy_cores():.1f} processes wait): only ratios can be trusted.")
    for group in groups:
        began_s = time.monotonic()
        try:
            MEASUREMENTS[group](bench, results)
        except NotMeasured as reason:
            results.without(group, str(reason))
        console.print(f"[dim]{group}: {time.monotonic() - began_s:.0f} s")
    for group in set(GROUPS) - set(groups):
        results.without(group, NOT_ASKED_FOR)
    results.write(out)
    if as_json:
        click.echo(json.dumps(json.loads(out.read_text("utf-8"))))
        return
    console.print(results.table(groups))
    for missing in results.reasons:
        console.print(f"Not measured: {missing}.", style="yellow", markup=False)
    console.print(f"Written to {out}.", soft_wrap=True)


if __name__ == "__main__":
    main()
