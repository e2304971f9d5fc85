"""The plain way to look at faces, as MediaPipe's own examples and most tutorials do it.

Runs in an environment of its own, with the packages that ``pip install mediapipe`` brings.
"""

from __future__ import annotations

import base64
from typing import Any

import cv2
import mediapipe as mp
import numpy as np

_DRAWING = mp.solutions.drawing_utils
_STYLES = mp.solutions.drawing_styles
_FACE_MESH = mp.solutions.face_mesh


class PlainWay:
    """Static face mesh of up to two faces, drawn into the picture."""

    def __init__(self) -> None:
        self._mesh = _FACE_MESH.FaceMesh(static_image_mode=True, max_num_faces=2, refine_landmarks=True)

    def annotated(self, image: str) -> dict[str, Any]:
        """Decode a base64 picture, find the faces, draw their meshes, encode it again."""
        picture = cv2.imdecode(np.frombuffer(base64.b64decode(image), np.uint8), cv2.IMREAD_COLOR)
        found = self._mesh.process(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)).multi_face_landmarks or []
        annotated = picture.copy()
        for landmarks in found:
            for connections, style in (
                (_FACE_MESH.FACEMESH_TESSELATION, _STYLES.get_default_face_mesh_tesselation_style()),
                (_FACE_MESH.FACEMESH_CONTOURS, _STYLES.get_default_face_mesh_contours_style()),
                (_FACE_MESH.FACEMESH_IRISES, _STYLES.get_default_face_mesh_iris_connections_style()),
            ):
                _DRAWING.draw_landmarks(
                    image=annotated,
                    landmark_list=landmarks,
                    connections=connections,
                    landmark_drawing_spec=None,
                    connection_drawing_spec=style,
                )
        _, jpeg = cv2.imencode(".jpg", annotated)
        return {"faces": len(found), "frame": base64.b64encode(jpeg.tobytes()).decode("ascii")}
