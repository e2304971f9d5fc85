"""The two MediaPipe graphs: picture → faces, and picture + region → 478 landmarks.

They are built from the calculators of MediaPipe's own face detection and face mesh, without the nodes that
remember the last frame: what a graph says depends on its inputs only.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.vision.mediapipe_bindings import (
    calculator_graph,
    image_frame,
    landmark_pb2,
    packet_creator,
    packet_getter,
    rect_pb2,
    serialized,
)
from proctor_audit.vision.region import Region

LANDMARKS: Final = 478

_DETECTION: Final = """
executor { name: "" type: "ApplicationThreadExecutor" }
input_stream: "image" output_stream: "detections"
node { calculator: "ImageToTensorCalculator"
  input_stream: "IMAGE:image" output_stream: "TENSORS:tensors" output_stream: "MATRIX:letterbox"
  options { [mediapipe.ImageToTensorCalculatorOptions.ext] { %(input)s keep_aspect_ratio: true
    output_tensor_float_range { min: -1.0 max: 1.0 } border_mode: BORDER_ZERO } } }
node { calculator: "InferenceCalculatorCpu"
  input_stream: "TENSORS:tensors" output_stream: "TENSORS:raw_detections"
  options { [mediapipe.InferenceCalculatorOptions.ext] {
    model_path: "mediapipe/modules/face_detection/%(model)s.tflite" delegate { xnnpack { num_threads: 1 } } } } }
node { calculator: "SsdAnchorsCalculator" output_side_packet: "anchors"
  options { [mediapipe.SsdAnchorsCalculatorOptions.ext] { %(anchors)s min_scale: 0.1484375 max_scale: 0.75
    anchor_offset_x: 0.5 anchor_offset_y: 0.5 aspect_ratios: 1.0 fixed_anchor_size: true } } }
node { calculator: "TensorsToDetectionsCalculator"
  input_stream: "TENSORS:raw_detections" input_side_packet: "ANCHORS:anchors" output_stream: "DETECTIONS:candidates"
  options { [mediapipe.TensorsToDetectionsCalculatorOptions.ext] { %(boxes)s num_classes: 1 num_coords: 16
    box_coord_offset: 0 keypoint_coord_offset: 4 num_keypoints: 6 num_values_per_keypoint: 2 sigmoid_score: true
    score_clipping_thresh: 100.0 reverse_output_order: true min_score_thresh: %(min_score)f } } }
node { calculator: "NonMaxSuppressionCalculator"
  input_stream: "candidates" output_stream: "faces"
  options { [mediapipe.NonMaxSuppressionCalculatorOptions.ext] { min_suppression_threshold: 0.3
    overlap_type: INTERSECTION_OVER_UNION algorithm: WEIGHTED return_empty_detections: true } } }
node { calculator: "DetectionProjectionCalculator"
  input_stream: "DETECTIONS:faces" input_stream: "PROJECTION_MATRIX:letterbox" output_stream: "DETECTIONS:detections" }
"""

# Numbers of mediapipe/modules/face_detection/face_detection_{full,short}_range.pbtxt: they belong to the models.
_FULL_RANGE: Final = {
    "model": "face_detection_full_range_sparse",
    "input": "output_tensor_width: 192 output_tensor_height: 192",
    "anchors": "num_layers: 1 input_size_width: 192 input_size_height: 192 strides: 4 "
    "interpolated_scale_aspect_ratio: 0",
    "boxes": "num_boxes: 2304 x_scale: 192 y_scale: 192 w_scale: 192 h_scale: 192",
}
_SHORT_RANGE: Final = {
    "model": "face_detection_short_range",
    "input": "output_tensor_width: 128 output_tensor_height: 128",
    "anchors": "num_layers: 4 input_size_width: 128 input_size_height: 128 strides: 8 strides: 16 strides: 16 "
    "strides: 16 interpolated_scale_aspect_ratio: 1.0",
    "boxes": "num_boxes: 896 x_scale: 128 y_scale: 128 w_scale: 128 h_scale: 128",
}

_MESH: Final = """
executor { name: "" type: "ApplicationThreadExecutor" }
input_stream: "image" input_stream: "region" input_side_packet: "with_attention"
output_stream: "landmarks" output_stream: "presence"
node { calculator: "ImageToTensorCalculator"
  input_stream: "IMAGE:image" input_stream: "NORM_RECT:region" output_stream: "TENSORS:tensors"
  options { [mediapipe.ImageToTensorCalculatorOptions.ext] { output_tensor_width: 192 output_tensor_height: 192
    output_tensor_float_range { min: 0.0 max: 1.0 } } } }
node { calculator: "FaceLandmarksModelLoader"
  input_side_packet: "WITH_ATTENTION:with_attention" output_side_packet: "MODEL:model" }
node { calculator: "TfLiteCustomOpResolverCalculator" output_side_packet: "OP_RESOLVER:operations" }
node { calculator: "InferenceCalculator"
  input_stream: "TENSORS:tensors" input_side_packet: "MODEL:model" input_side_packet: "OP_RESOLVER:operations"
  output_stream: "TENSORS:results"
  options { [mediapipe.InferenceCalculatorOptions.ext] { delegate { xnnpack { num_threads: 1 } } } } }
node { calculator: "SplitTensorVectorCalculator"
  input_stream: "results" output_stream: "landmark_tensors" output_stream: "presence_tensor"
  options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 6 } ranges { begin: 6 end: 7 } } } }
node { calculator: "TensorsToFloatsCalculator"
  input_stream: "TENSORS:presence_tensor" output_stream: "FLOAT:presence"
  options { [mediapipe.TensorsToFloatsCalculatorOptions.ext] { activation: SIGMOID } } }
node { calculator: "TensorsToFaceLandmarksWithAttention"
  input_stream: "TENSORS:landmark_tensors" output_stream: "LANDMARKS:region_landmarks" }
node { calculator: "LandmarkProjectionCalculator"
  input_stream: "NORM_LANDMARKS:region_landmarks" input_stream: "NORM_RECT:region"
  output_stream: "NORM_LANDMARKS:landmarks" }
"""


class _Graph:
    """A running graph that is asked one question at a time."""

    def __init__(self, config: str, outputs: tuple[str, ...], **side_packets: Any) -> None:
        self._graph = calculator_graph.CalculatorGraph(graph_config=config)
        self._outputs: dict[str, Any] = {}
        self._timestamp_us = 0
        for output in outputs:
            # Third argument: say so, too, when the stream has nothing at this timestamp.
            self._graph.observe_output_stream(output, self._outputs.__setitem__, True)
        self._graph.start_run(side_packets)

    def run(self, **packets: Any) -> dict[str, Any]:
        self._outputs.clear()
        self._timestamp_us += 1  # Graphs ask for rising timestamps; these carry no meaning.
        for stream, packet in packets.items():
            self._graph.add_packet_to_input_stream(stream=stream, packet=packet.at(self._timestamp_us))
        self._graph.wait_until_idle()
        return self._outputs


def image_packet(rgb: NDArray[np.uint8]) -> Any:
    """The picture, (h, w, 3) RGB, as the graphs take it."""
    return packet_creator.create_image_frame(image_format=image_frame.ImageFormat.SRGB, data=rgb)


class DetectionGraph:
    """Faces in a picture.

    Args:
        short_range: the model for faces near the camera; otherwise the one that sees farther.
        min_score: detections below this score are left out.
    """

    def __init__(self, *, short_range: bool, min_score: float) -> None:
        model = _SHORT_RANGE if short_range else _FULL_RANGE
        self._graph = _Graph(_DETECTION % {**model, "min_score": min_score}, ("detections",))

    def detect(self, image: Any) -> list[Any]:
        """``mediapipe.Detection`` messages, best first."""
        packet = self._graph.run(image=image)["detections"]
        return [] if packet.is_empty() else list(packet_getter.get_proto_list(packet))


class MeshGraph:
    """478 landmarks of the face in a region: the attention mesh, with refined eyes, irises and lips."""

    def __init__(self) -> None:
        self._graph = _Graph(_MESH, ("landmarks", "presence"), with_attention=packet_creator.create_bool(True))

    def landmarks(self, image: Any, region: Region) -> tuple[NDArray[np.float32], float]:
        """Landmarks (478, 3), x and y normalised to the image, and the model's confidence 0..1 that it is a face."""
        rectangle = rect_pb2.NormalizedRect(
            x_center=region.x_centre,
            y_center=region.y_centre,
            width=region.width,
            height=region.height,
            rotation=region.rotation_rad,
        )
        outputs = self._graph.run(image=image, region=packet_creator.create_proto(rectangle))
        return (
            landmark_array(serialized(outputs["landmarks"])),
            float(packet_getter.get_float(outputs["presence"])),
        )


def landmark_array(wire: bytes) -> NDArray[np.float32]:
    """The points of a serialized ``NormalizedLandmarkList`` as an array (n, 3), twenty times faster than one by one.

    On the wire each point is 17 bytes: key and length of the point, then for x, y and z a key and a
    little-endian float (https://protobuf.dev/programming-guides/encoding/).
    """
    if len(wire) % 17 == 0:
        records = np.frombuffer(wire, np.uint8).reshape(-1, 17)
        if (records.take(_KEYS_AT, axis=1) == _KEYS).all():
            return records.take(_FLOATS_AT, axis=1).view("<f4").astype(np.float32, copy=False)
    # A coordinate of exactly zero may be left out of the wire format.
    points = landmark_pb2.NormalizedLandmarkList.FromString(wire).landmark
    return np.array([(point.x, point.y, point.z) for point in points], np.float32)


_KEYS_AT: Final = np.array((0, 1, 2, 7, 12))
_KEYS: Final = np.array((0x0A, 15, 0x0D, 0x15, 0x1D), np.uint8)
_FLOATS_AT: Final = np.array((3, 4, 5, 6, 8, 9, 10, 11, 13, 14, 15, 16))
