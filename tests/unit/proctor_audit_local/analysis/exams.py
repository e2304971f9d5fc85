"""Recorded exams in which something is known to happen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.unit.proctor_audit_local.media.films import Picture, film
from tests.unit.vision.photographs import scene

FPS = 5


def alone() -> Picture:
    """One person before a wall."""
    return scene((75, 40, 170), width_px=320, height_px=240)


def nobody() -> Picture:
    """A room with things in it and no person."""
    room = scene(width_px=320, height_px=240)
    room[40:110, 40:120] = (90, 70, 50)
    room[150:230, 180:300] = (60, 90, 120)
    return room


def alive(rgb: Picture, seed: int) -> Picture:
    """With the grain of a camera, so that no picture is like the one before."""
    grain = np.random.default_rng(seed).normal(0, 3, rgb.shape)
    return np.asarray(np.clip(rgb + grain, 0, 255), np.uint8)


def walk_out(path: Path, *, here_s: float = 2.0, away_s: float = 5.0, tone_s: float = 0.0) -> Path:
    """Somebody is there, and then nobody is, until the end."""

    def pictures() -> Iterator[Picture]:
        for index in range(round((here_s + away_s) * FPS)):
            yield alive(alone() if index < here_s * FPS else nobody(), index)

    return film(path, pictures(), fps=FPS, tone_s=tone_s)
