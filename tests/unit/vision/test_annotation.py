from __future__ import annotations

import numpy as np
import pytest

from proctor_audit.vision import FaceEngine, Sighting, annotate, decode_image, encode_jpeg
from tests.unit.vision.photographs import Picture, astronaut, resized, scene

ROOMY = 200_000


def reddish(rgb: Picture) -> float:
    """Share of the pixels that are the alarm's red."""
    red, green, blue = (rgb[:, :, channel].astype(int) for channel in range(3))
    return float(((red > 150) & (green < 80) & (blue < 90)).mean())


def drawn(engine: FaceEngine, picture: Picture, headline: str = "clear", *, alarm: bool = False) -> Picture:
    sighting = engine.observe(picture)
    return decode_image(annotate(picture, sighting, headline=headline, alarm=alarm, max_bytes=ROOMY))


@pytest.mark.parametrize("max_bytes", [22 * 1024, 8_000, 2_500])
@pytest.mark.parametrize("width_px", [320, 640, 1600])
def test_it_fits_into_the_budget_and_stays_a_picture(engine: FaceEngine, width_px: int, max_bytes: int) -> None:
    noise = np.random.default_rng(2).integers(0, 60, (width_px * 3 // 4, width_px, 3), dtype=np.uint8)
    picture = scene((20, 20, 200), width_px=width_px, height_px=width_px * 3 // 4) // 2 + noise

    jpeg = annotate(picture, engine.observe(picture), headline="multiple faces", alarm=True, max_bytes=max_bytes)

    assert len(jpeg) <= max_bytes
    height, width = decode_image(jpeg).shape[:2]
    assert width / height == pytest.approx(4 / 3, rel=0.15)


def test_a_budget_that_nothing_fits_is_an_error(sighting: Sighting) -> None:
    with pytest.raises(ValueError, match="100 bytes"):
        annotate(astronaut(), sighting, headline="clear", alarm=False, max_bytes=100)


def test_the_frame_itself_stays_as_it_is(sighting: Sighting) -> None:
    frame = astronaut()
    annotate(frame, sighting, headline="clear", alarm=True, max_bytes=ROOMY)

    assert np.array_equal(frame, astronaut())


def test_an_alarm_is_red(engine: FaceEngine) -> None:
    picture = scene((200, 100, 250))

    assert reddish(drawn(engine, picture, alarm=False)) < 0.001
    assert reddish(drawn(engine, picture, "face absent", alarm=True)) > 0.05


def test_every_face_gets_its_box(engine: FaceEngine) -> None:
    picture = scene((20, 60, 300), (480, 60, 120))
    image = drawn(engine, picture, alarm=True)
    below_bar = image[image.shape[0] - 480 :]

    assert reddish(below_bar[:, :340]) > 0.005
    assert reddish(below_bar[:, 460:]) > 0.005
    assert reddish(below_bar[:, 350:440]) == 0.0


def test_mesh_and_irises_are_drawn_on_the_main_face_only(engine: FaceEngine) -> None:
    picture = scene((20, 60, 300), (480, 60, 120))
    image = drawn(engine, picture)
    below_bar = image[image.shape[0] - 480 :].astype(int)
    change = np.abs(below_bar - decode_image(encode_jpeg(picture)).astype(int)).mean(axis=2) > 10

    inside_first_box, inside_second_box = change[150:300, 100:250], change[102:140, 524:560]
    assert inside_first_box.mean() > 0.3
    assert inside_second_box.mean() < 0.1


def test_a_ring_is_drawn_around_each_iris(engine: FaceEngine) -> None:
    picture = resized(astronaut(), 960, 960)
    face = engine.observe(picture).observation.face
    assert face is not None
    image = drawn(engine, picture)[-960:].astype(int)
    yellow = (image[:, :, 0] > 190) & (image[:, :, 1] > 140) & (image[:, :, 2] < 110)

    for x, y in (face.left_iris, face.right_iris):
        row, column = round(y * 960), round(x * 960)
        assert yellow[row - 14 : row + 15, column - 14 : column + 15].sum() > 8
    assert yellow[160:215, 408:434].sum() == 0  # between the eyes


@pytest.mark.parametrize("headline", ["", "clear", "multiple faces, " * 12, "schließ die Tür — 見て"])
def test_any_headline_fits_above_the_frame(engine: FaceEngine, headline: str) -> None:
    image = drawn(engine, astronaut(), headline)

    assert image.shape[1] == 512
    bar_height = image.shape[0] - 512
    assert 20 <= bar_height <= 60
    white = image[:bar_height].min(axis=2) > 180
    assert white.any() == bool(headline)
    assert not white[:, -4:].any()


def test_nobody_in_view_is_drawn_too(engine: FaceEngine) -> None:
    image = drawn(engine, scene(), "face absent", alarm=True)

    assert reddish(image[-480:]) == 0.0
