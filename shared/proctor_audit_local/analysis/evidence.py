"""Pictures of incidents, small enough to go into a report."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.judgement.incident import EvidenceRequest, Incident
from proctor_audit.reporting.pictures import data_uri
from proctor_audit.vision import encode_jpeg
from proctor_audit_local.media.video import at_most

_MAX_WIDTH_PX: Final = 640
_MOST_SUSPICIONS: Final = 200
"""What is suspected is confirmed or forgotten within seconds; of older suspicions no picture is needed."""


class Evidence:
    """The pictures that were asked for, the newest of each role."""

    def __init__(self) -> None:
        self._jpegs: dict[tuple[str, str], bytes] = {}

    def keep(self, request: EvidenceRequest, rgb: NDArray[np.uint8], confirmed: Container[str]) -> None:
        """Keep a picture, and let go of the oldest suspicions.

        Args:
            request: what it is to be kept for.
            rgb: the picture.
            confirmed: ids of incidents; the rest is suspicion.
        """
        self._jpegs[request.incident_id, request.role] = encode_jpeg(at_most(rgb, _MAX_WIDTH_PX))
        suspicions = [key for key in self._jpegs if key[0] not in confirmed]
        for key in suspicions[: max(0, len(suspicions) - _MOST_SUSPICIONS)]:
            del self._jpegs[key]

    def roles(self, incident: Incident) -> tuple[str, ...]:
        """Of which moments of an incident there is a picture."""
        return tuple(role for role in incident.evidence if (incident.id, role) in self._jpegs)

    def link(self, incident: Incident, role: str) -> str:
        """The picture as a data URI."""
        return data_uri(self._jpegs[incident.id, role])
