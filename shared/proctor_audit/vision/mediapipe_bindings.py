"""MediaPipe's compiled graph framework without its Python packages.

``import mediapipe`` takes more than a second: its ``__init__`` files pull in matplotlib, the Tasks API and every
solution. Here their modules exist, so that what lies below them can be imported, but their code never runs.
Everything that this package takes from the wheel is imported here.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import Any, Final


def _import_without_init(package: str) -> Path:
    """Put ``package`` into ``sys.modules`` unexecuted, unless it is there; returns its folder."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ImportError(f"{package} is not installed; it is one of the dependencies in pyproject.toml", name=package)
    sys.modules.setdefault(package, module_from_spec(spec))
    return Path(spec.origin).parent


# Read by glog when the bindings are loaded: errors only.
os.environ.setdefault("GLOG_minloglevel", "2")
MEDIAPIPE_DIR: Final = _import_without_init("mediapipe")
_import_without_init("mediapipe.python")
_import_without_init("mediapipe.python.solutions")

from mediapipe.framework.formats import (  # noqa: E402
    detection_pb2,  # packet_getter finds the message types that are loaded
    landmark_pb2,
    rect_pb2,
)
from mediapipe.python import packet_creator, packet_getter  # noqa: E402
from mediapipe.python._framework_bindings import (  # noqa: E402
    _packet_getter,
    calculator_graph,
    image_frame,
    resource_util,
)

# Graphs name their models by paths that start with "mediapipe/".
resource_util.set_resource_dir(str(MEDIAPIPE_DIR.parent))


def load_face_mesh_connections() -> Any:
    """The module that says which landmarks are neighbours; only pictures with the mesh drawn in need it."""
    from mediapipe.python.solutions import face_mesh_connections

    return face_mesh_connections


serialized = _packet_getter._get_serialized_proto
"""The bytes of a packet's message. ``packet_getter`` parses them; for landmarks that takes longer than to use them."""

__all__ = [
    "MEDIAPIPE_DIR",
    "calculator_graph",
    "detection_pb2",
    "image_frame",
    "landmark_pb2",
    "load_face_mesh_connections",
    "packet_creator",
    "packet_getter",
    "rect_pb2",
    "serialized",
]
