"""``python -m proctor_audit_local.sample_exam``: the sample exam as a video or as a sheet of pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
import cv2

from proctor_audit_local.sample_exam.event_kinds import RAMP_S, EventKind
from proctor_audit_local.sample_exam.events import in_turn
from proctor_audit_local.sample_exam.exam import SampleExam
from proctor_audit_local.sample_exam.film import contact_sheet, write_video

_CALM_AFTER_S: Final = 5.0


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--fps", default=15.0, show_default=True, type=click.FloatRange(1, 60), help="Frames a second (video).")
@click.option("--seed", default=0, show_default=True, help="Of blinks, small movements and sensor noise.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(sorted(RAMP_S)),
    help="What happens instead of the sample exam's own events; repeat it for one after the other.",
)
def main(path: Path, fps: float, seed: int, kinds: tuple[EventKind, ...]) -> None:
    """Write the sample exam to PATH.

    A name ending in .mp4 or .avi makes a video, to try `proctor-audit replay` on; one ending in .png makes
    a sheet with one picture a second, to look at. What happens when is printed.
    """
    exam = SampleExam(seed=seed)
    if kinds:
        events = in_turn(kinds)
        exam = SampleExam(events, events[-1].reach.end_s + _CALM_AFTER_S, seed=seed)
    try:
        if path.suffix.lower() == ".png":
            sheet = cv2.cvtColor(contact_sheet(exam), cv2.COLOR_RGB2BGR)
            if not cv2.imwrite(str(path), sheet):
                raise OSError(f"cannot write {path}: does its folder exist, and may you write there?")
        else:
            write_video(exam, path, fps)
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    for event in exam.events:
        click.echo(f"{event.start_s:5.1f} - {event.end_s:4.1f} s  {event.kind}")


if __name__ == "__main__":
    main()
