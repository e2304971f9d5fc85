"""What is measured: every figure, and what it should reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of the table.

    Attributes:
        key: its name in build/bench.json.
        what: it measures.
        digits: after the point.
        at_most: what it should not exceed.
        at_least: what it should not fall below.
    """

    key: str
    what: str
    digits: int = 2
    at_most: float | None = None
    at_least: float | None = None

    @property
    def reach(self) -> str:
        """What it should reach, in words; empty when it only explains another row."""
        if self.at_most is not None:
            return f"≤ {self.at_most:,g}" if self.digits else f"≤ {self.at_most:,.0f}"
        return "" if self.at_least is None else f"≥ {self.at_least:,g}"

    def met_by(self, value: float) -> bool:
        """Whether a figure reaches it."""
        return (self.at_most is None or value <= self.at_most) and (self.at_least is None or value >= self.at_least)


GROUPS: Final[dict[str, tuple[Row, ...]]] = {
    "frame": (
        Row(
            "frame_over_inference",
            "frame function, over its own inference: the detectors and meshes it ran",
            at_most=1.35,
        ),
        Row("frame_over_inference_cpu", "the same, by CPU time"),
        Row("frame_over_inference_webp", "the same with WebP, which takes longer to decode and fewer bytes"),
        Row("frame_over_detector_and_mesh", "frame function, over one short-range detector and one mesh a frame"),
        Row("frame_ms", "frame function, ms a frame"),
        Row("inference_ms", "the detectors and meshes it ran, ms a frame"),
        Row("detector_and_mesh_ms", "one short-range detector and one mesh, ms a frame"),
        Row("decoding_share", "of the frame function's time, decoding"),
        Row("models_per_frame", "models run a frame"),
        Row("frame_disturbance", "an ordinary round over the fastest one: 1 on a quiet machine"),
        Row("plain_over_frame", "the plain way, over the frame function", at_least=2.5),
        Row("plain_over_frame_cpu", "the same, by CPU time"),
        Row("plain_ms", "the plain way, ms a frame"),
    ),
    "cold": (
        Row("cold_over_plain", "process start to first judged frame, over the plain way's", at_most=0.35),
        Row("cold_ms", "frame function, ms", digits=0),
        Row("cold_import_ms", "of which until it is imported and its models are loaded, ms", digits=0),
        Row("cold_plain_ms", "the plain way, ms", digits=0),
        Row("cold_over_plain_30pct_cpu", "the same with 30 % of a core for both sides", at_most=0.35),
        Row("cold_30pct_cpu_ms", "frame function with 30 % of a core, ms", digits=0),
        Row("cold_plain_30pct_cpu_ms", "the plain way with 30 % of a core, ms", digits=0),
        Row("cold_30pct_cpu_share", "share of the core that they got"),
    ),
    "size": (
        Row("layer_bytes", "MediaPipe layer, unzipped", digits=0),
        Row("total_unzipped_bytes", "with the other layers and the function", digits=0, at_most=200_000_000),
    ),
    "memory": (
        Row("worker_rss_mb", "resident memory of a frame worker after 200 frames, MB", digits=1, at_most=150),
        Row("worker_private_mb", "of which not of files, MB", digits=1),
    ),
    "item": (Row("session_item_bytes", "largest session item in an hour of varied exam", digits=0, at_most=1024),),
    "cost": (
        Row("usd_per_candidate_hour", "bill of a quiet candidate-hour at 2 frames/s, USD", digits=4, at_most=0.012),
        Row("usd_message_ms", "billed for a message of four frames, ms", digits=1),
    ),
    "load": (
        Row("load_p50_ms", "30 candidates on 2 workers: message to reply, median, ms", digits=0),
        Row("load_p95_ms", "95th percentile, ms", digits=0, at_most=500),
        Row("load_max_ms", "longest, ms", digits=0),
        Row("load_messages", "messages sent", digits=0),
        Row("load_unanswered", "messages without a reply", digits=0, at_most=0),
        Row("load_refused_frames", "frames answered by an error", digits=0, at_most=0),
        Row("load_mixed_up", "sessions with frames or incidents that are not theirs", digits=0, at_most=0),
        Row("load_missed", "sessions whose incident was not told", digits=0, at_most=0),
    ),
}
"""Groups in the order in which they are measured, each with its figures in the order of the table."""
