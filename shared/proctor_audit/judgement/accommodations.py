"""Accommodations: what a candidate has been allowed, by name, and what that changes.

They change different settings, so that any of them go together, and none makes anything stricter.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from proctor_audit.values import dataclass


@dataclass(frozen=True, slots=True)
class Accommodation:
    """What has been allowed.

    Attributes:
        sentence: what it means, for a report.
        incidents: what it changes in the rules of a policy.
    """

    sentence: str
    incidents: Mapping[str, Mapping[str, Any]]


_OFF: Final = MappingProxyType({"enabled": False})

ACCOMMODATIONS: Final[Mapping[str, Accommodation]] = MappingProxyType(
    {
        "reads_aloud": Accommodation("May read or think aloud: talking is not looked for.", {"talking": _OFF}),
        "has_tic": Accommodation(
            "May move without wanting to: restless movement and restless eyes are not looked for.",
            {"excessive_movement": _OFF, "unusual_pupil_movement": _OFF},
        ),
        "looks_down": Accommodation(
            "May look down, at paper or a keyboard: looking down is not looked for.", {"looking_down": _OFF}
        ),
        "looks_away": Accommodation(
            "May look to the side, at a second screen or because of the eyes: looking away is not looked for.",
            {"looking_away": _OFF},
        ),
        "closes_eyes": Accommodation(
            "May close or cover the eyes, as a condition or dark glasses ask for: closed eyes are not looked for.",
            {"eyes_closed": _OFF},
        ),
        "assistant_present": Accommodation(
            "Has an assistant beside them: a second face is not looked for.", {"multiple_faces": _OFF}
        ),
        "leaves_seat": Accommodation(
            "May leave the seat for a while: nobody in view is told only after five minutes.",
            {"face_absent": MappingProxyType({"open_after_s": 300.0})},
        ),
    }
)
"""Every accommodation there is, by its name in a policy."""
