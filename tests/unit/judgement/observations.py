"""Observations made by hand: what a frame would have shown."""

from __future__ import annotations

from proctor_audit.observation import FaceBox, Fingerprint, HeadPose, MainFace, Observation


def face_box(x: float = 0.35, y: float = 0.25, size: float = 0.3) -> FaceBox:
    return FaceBox(x, y, size, size, 0.95)


def main_face(
    *,
    eye_aspect_ratio: float = 0.28,
    yaw_deg: float = 0.0,
    pitch_deg: float = 0.0,
    at: tuple[float, float] = (0.5, 0.4),
    iris_shift: tuple[float, float] = (0.0, -0.075),
    presence: float = 0.99,
    width: float = 0.3,
    mouth_area: float = 0.0,
    cut_off: float = 0.0,
    glare: float = 0.0,
    eye_contrast: float = 0.15,
    overexposed: float = 0.0,
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
        mouth_open=0.02,
        mouth_area=mouth_area,
        width=width,
        cut_off=cut_off,
        glare=glare,
        eye_contrast=eye_contrast,
        overexposed=overexposed,
    )


def observation(
    face: MainFace | None = None,
    *,
    others: int = 0,
    other_at: float = 0.8,
    brightness: float = 0.5,
    contrast: float = 0.2,
    sharpness: float = 0.5,
    overexposed: float = 0.0,
    fingerprint: Fingerprint = (),
    searched: bool = True,
) -> Observation:
    faces = () if face is None else (face.box, *(face_box(other_at, 0.1, 0.1) for _ in range(others)))
    return Observation(320, 240, faces, face, brightness, contrast, sharpness, overexposed, fingerprint, searched)


CALM = observation(main_face())
NOBODY = observation()
TWO = observation(main_face(), others=1)
"""A second face in one place: by itself, it may be a picture on the wall."""
CLOSED = observation(main_face(eye_aspect_ratio=0.1))
AWAY = observation(main_face(yaw_deg=45.0))
DARK = observation(main_face(), brightness=0.03)


def pacing(step: int) -> Observation:
    """A second person, who paces up and down."""
    return observation(main_face(), others=1, other_at=0.8 if step % 2 else 0.77)
