"""Rows ``frame_over_inference`` and ``plain_over_frame``: what a warm frame costs, over its models and the plain way.

The sides take turns message by message on one core, each in a process of its own; ``estimator`` says how many rounds
of that become one ratio. The first round only warms up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Final

from tests.benchmarks.bench import Bench
from tests.benchmarks.estimator import disturbance, sum_of_fastest
from tests.benchmarks.interpreters import Interpreter
from tests.benchmarks.quiet_minute import Message, quiet_minute
from tests.benchmarks.results import NotMeasured, Results
from tests.benchmarks.side import Side

_ROUNDS: Final = 9
_QUICK_ROUNDS: Final = 3
_PARTS: Final = ("frame", "models", "own_models", "decoding", "decoding_webp", "plain")
_CLOCKS: Final = ("wall", "cpu")

Times = dict[tuple[str, str], list[list[float]]]
"""(part, clock) → rounds → milliseconds of every message."""


def measure(bench: Bench, results: Results) -> None:
    """Measure both rows, or only the first where the plain way cannot be installed."""
    function = bench.interpreters.function()
    messages = quiet_minute()
    with ExitStack() as sides:
        frame = sides.enter_context(_side(bench, "frame", function))
        try:
            with bench.console.status("Installing the plain way's packages…"):
                plain_python = bench.interpreters.plain(function)
            plain = sides.enter_context(_side(bench, "plain", plain_python))
        except NotMeasured as reason:
            results.without("frame", str(reason))
            plain = None
        times, models_run = _times(bench, messages, frame, plain)
    frames = sum(message.frames for message in messages)
    results.machine["function_python"] = function.version + (", built layers" if function.built else "")
    results.take(_figures(times, frames) | {"models_per_frame": models_run / frames})


def _side(bench: Bench, name: str, interpreter: Interpreter) -> Side:
    command = [*interpreter.command, "-m", f"tests.benchmarks.sides.{name}"]
    # Where matplotlib keeps its list of fonts.
    variables = {**interpreter.environment(), "MPLCONFIGDIR": str(bench.work / "matplotlib")}
    return Side(command, variables, bench.log(name))


def _times(bench: Bench, messages: list[Message], frame: Side, plain: Side | None) -> tuple[Times, int]:
    rounds = 1 + (_QUICK_ROUNDS if bench.quick else _ROUNDS)
    turns = [(number, message) for number in range(rounds) for message in messages]
    times: Times = defaultdict(lambda: [[] for _ in range(1, rounds)])
    models_run = 0
    for number, message in bench.each(turns, "frames of a quiet minute"):
        request = {"round": number, "number": message.number, "at_s": message.at_s, "body": message.body}
        replies: list[dict[str, Any]] = [side.ask(request) for side in (frame, plain) if side is not None]
        if any(reply["faces"] != [1] * message.frames for reply in replies):
            raise NotMeasured(f"expected one face in every frame, got {[reply['faces'] for reply in replies]}")
        if number == 0:
            models_run += replies[0]["models_run"]
            continue
        for part, clock, took_ms in _named(replies):
            times[part, clock][number - 1].append(took_ms)
    return times, models_run


def _named(replies: list[dict[str, Any]]) -> Iterator[tuple[str, str, float]]:
    for reply in replies:
        for part in _PARTS:
            for clock, took_ms in zip(_CLOCKS, reply.get(part, ()), strict=False):
                yield part, clock, took_ms


def _figures(times: Times, frames: int) -> dict[str, float]:
    ms = {key: sum_of_fastest(rounds) for key, rounds in times.items()}
    figures = {
        "frame_over_inference": ms["frame", "wall"] / ms["own_models", "wall"],
        "frame_over_inference_cpu": ms["frame", "cpu"] / ms["own_models", "cpu"],
        "frame_over_inference_webp": (ms["frame", "wall"] - ms["decoding", "wall"] + ms["decoding_webp", "wall"])
        / ms["own_models", "wall"],
        "frame_over_detector_and_mesh": ms["frame", "wall"] / ms["models", "wall"],
        "frame_ms": ms["frame", "wall"] / frames,
        "inference_ms": ms["own_models", "wall"] / frames,
        "detector_and_mesh_ms": ms["models", "wall"] / frames,
        "decoding_share": ms["decoding", "wall"] / ms["frame", "wall"],
        "frame_disturbance": disturbance(times["frame", "wall"]),
    }
    if ("plain", "wall") in ms:
        figures |= {
            "plain_over_frame": ms["plain", "wall"] / ms["frame", "wall"],
            "plain_over_frame_cpu": ms["plain", "cpu"] / ms["frame", "cpu"],
            "plain_ms": ms["plain", "wall"] / frames,
        }
    return figures
