"""Sizes and counts that hold on the wire.

The first two are API Gateway's own (Amazon API Gateway developer guide, "Quotas for configuring and running a
WebSocket API"); larger ones close the connection with 1009 before any code of ours runs.
"""

from typing import Final

MAX_MESSAGE_BYTES: Final = 128 * 1024
MAX_WEBSOCKET_FRAME_BYTES: Final = 32 * 1024

MAX_FRAMES_PER_MESSAGE: Final = 8
MAX_EVENTS_PER_MESSAGE: Final = 50
MAX_EARLIER_PICTURES: Final = 3

MAX_ANNOTATED_BYTES: Final = 22 * 1024
"""All annotated pictures of a reply together: as base64 they and the rest stay within one metered 32 KB."""

MAX_SEQ: Final = 2**53 - 1
"""The largest integer that JavaScript counts exactly."""

MAX_TIME_MS: Final = 10**14
"""Somewhere in the year 5138: later than any honest clock."""

MAX_NAME_LENGTH: Final = 200
"""Characters of an exam's or candidate's name."""

MIN_SESSION_S: Final = 60
MAX_SESSION_S: Final = 24 * 3600
DEFAULT_SESSION_S: Final = 3 * 3600

MAX_EVENT_MS: Final = MAX_SESSION_S * 1000
"""Nothing in a browser lasts longer than a session can."""
