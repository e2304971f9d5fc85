"""For Python backends: open a session, stream frames, read reports.

::

    access = get_auth("https://…", api_key, exam_id="algebra-1", candidate_id="ada")
    async with ExamStream(access) as stream:
        (verdict,) = await stream.send([Frame(image=jpeg, captured_at_ms=now_ms)])
        print(verdict["anomaly"], verdict["pupil_movement_status"])

        async for verdicts in stream.follow(camera):  # an iterable of Frame: sends as often as the server asks
            print([verdict["status"] for verdict in verdicts])

        await stream.tell([BrowserEvent("tab_hidden", at_ms=now_ms, duration_ms=5_200)])
"""

from proctor_audit.client.api import ApiError, SessionAccess, get_auth, get_report, list_sessions
from proctor_audit.client.frame import Frame
from proctor_audit.client.invitation import candidate_page
from proctor_audit.client.pacer import Pacer
from proctor_audit.client.stream import ExamStream
from proctor_audit.protocol.browser_events import BrowserEvent

__all__ = [
    "ApiError",
    "BrowserEvent",
    "ExamStream",
    "Frame",
    "Pacer",
    "SessionAccess",
    "candidate_page",
    "get_auth",
    "get_report",
    "list_sessions",
]
