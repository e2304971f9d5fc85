"""What to say to a message that no route takes."""

from __future__ import annotations

from proctor_audit.errors import InvalidMessage, ProctorAuditError
from proctor_audit.protocol.json_body import invalid, parse_object
from proctor_audit.protocol.replies import ACTIONS


def unrouted(body: str | None) -> ProctorAuditError:
    """The error that tells the sender why nothing took the message, and what would be taken."""
    known = ", ".join(ACTIONS)
    try:
        document = parse_object(body)
    except InvalidMessage as error:
        return error
    if "action" not in document:
        return InvalidMessage("missing_action", f"The message needs an 'action', one of: {known}.", field="action")
    action = document["action"]
    if not isinstance(action, str):
        return invalid("action", f"a string, one of: {known}")
    return InvalidMessage("unknown_action", f"There is no action {action[:60]!r}; there is: {known}.", field="action")
