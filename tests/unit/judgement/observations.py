"""Observations made by hand: what a frame would have shown."""

from __future__ import annotations

from proctor_audit.observation import FaceBox, HeadPose, MainFace, Observation


def face_box(x: float = 0.35, y: float = 0.25, size: float = 0.3) -> FaceBox:
    return FaceBox(x, y, size, size, 0.95)


def main_face(
    *,
    eye_aspect_ratio: float = 0.28,
    yaw_deg: float = 0.0,
    pitch_deg: float = 0.0,
    at: tuple[float, float] = (0.5, 0.4),
    iris_shift: tuple[float, float] = (0.0, 0.0),
    presence: float = 0.99,
    width: float = 0.3,
) -> MainFace:
    x, y = at
    return MainFace(
        box=face_box(x - width / 2, y - width / 2, width),
        presence=presence,
        centre=at,
        left_eye_aspect_ratio=eye_aspect_ratio,
        right_eye_aspect_ratio=eye_aspect_ratio,
        left_iris=(x - 0.06 + 0.06 * iris_shift[0], y - 0.05 + 0.06 * iris_shift[1]),
        right_iris=(x + 0.06 + 0.06 * iris_shift[0], y - 0.05 + 0.06 * iris_shift[1]),
        iris_shift=iris_shift,
        head_pose=HeadPose(yaw_deg, pitch_deg, 0.0),
        gaze="centre",
        mouth_open=0.02,
    )


def observation(
    face: MainFace | None = None,
    *,
    others: int = 0,
    brightness: float = 0.5,
    contrast: float = 0.2,
    sharpness: float = 0.5,
) -> Observation:
    faces = () if face is None else (face.box, *(face_box(0.8, 0.1, 0.1) for _ in range(others)))
    return Observation(320, 240, faces, face, brightness, contrast, sharpness)


CALM = observation(main_face())
NOBODY = observation()
TWO = observation(main_face(), others=1)
CLOSED = observation(main_face(eye_aspect_ratio=0.1))
AWAY = observation(main_face(yaw_deg=45.0))
DARK = observation(main_face(), brightness=0.03)
