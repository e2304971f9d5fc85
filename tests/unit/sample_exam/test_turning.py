from __future__ import annotations

import numpy as np
import pytest

from proctor_audit_local.sample_exam.pixels import Picture
from proctor_audit_local.sample_exam.relief import STEP_PX, Relief
from proctor_audit_local.sample_exam.turning import YAW_DEPTH, HeadTurn

RIDGE_PX, RIDGE_HEIGHT_PX = 60, 40


@pytest.fixture
def ridged() -> HeadTurn:
    """A flat wall with a sharp ridge, upright at column 60, that stands 40 px out of it."""
    columns = np.arange(0, 2 * RIDGE_PX, STEP_PX, dtype=np.float32)
    height = np.clip(RIDGE_HEIGHT_PX - 4 * np.abs(columns - RIDGE_PX), 0, None)
    before = np.repeat(height[None, :], 10, axis=0).astype(np.float32)
    flat = np.zeros_like(before)
    return HeadTurn(Relief(left_px=0, top_px=0, right_of_axis=flat, below_axis=flat, before_axis=before))


@pytest.fixture
def striped() -> Picture:
    """Red left of the ridge, a green stripe on its top, blue right of it."""
    picture = np.zeros((20, 2 * RIDGE_PX, 3), np.uint8)
    picture[:, : RIDGE_PX - 2, 0] = 255
    picture[:, RIDGE_PX - 2 : RIDGE_PX + 3, 1] = 255
    picture[:, RIDGE_PX + 3 :, 2] = 255
    return picture


@pytest.mark.parametrize("yaw_deg", [30.0, -30.0])
def test_what_is_near_moves_and_hides_what_is_behind_it(ridged: HeadTurn, striped: Picture, yaw_deg: float) -> None:
    near_side, far_side = (0, 2) if yaw_deg > 0 else (2, 0)
    ridged.turn(striped, yaw_deg, 0.0)
    top_px = RIDGE_PX + round(YAW_DEPTH * np.sin(np.radians(yaw_deg)) * RIDGE_HEIGHT_PX)
    row = striped[10]
    assert row[top_px - 3 : top_px + 4, 1].max() > 100
    between = row[min(RIDGE_PX, top_px) + 4 : max(RIDGE_PX, top_px) - 4]
    assert (between[:, near_side] > between[:, far_side]).mean() > 0.6
    assert (between[:, far_side] < 50).all()


def test_pitch_moves_what_is_near_up(ridged: HeadTurn) -> None:
    relief = ridged.relief
    upright = HeadTurn(Relief(0, 0, relief.below_axis.T, relief.right_of_axis.T, relief.before_axis.T))
    picture = np.zeros((2 * RIDGE_PX, 20, 3), np.uint8)
    picture[RIDGE_PX - 2 : RIDGE_PX + 3] = 255
    upright.turn(picture, 0.0, 30.0)
    assert picture[RIDGE_PX - 20 : RIDGE_PX - 17].max() > 100
    assert picture[RIDGE_PX : RIDGE_PX + 10].max() < 50


def test_a_mirrored_head_turns_the_mirrored_way(ridged: HeadTurn, striped: Picture) -> None:
    mirrored_picture = np.ascontiguousarray(striped[:, ::-1])
    ridged.turn(striped, 20.0, 5.0)
    ridged.mirrored(striped.shape[1]).turn(mirrored_picture, -20.0, 5.0)
    # The samples of the mirrored relief lie up to one step beside those of the relief.
    difference = np.abs(striped.astype(int) - mirrored_picture[:, ::-1])
    assert (difference > 100).any(axis=2).mean() < 0.05
