"""The incident queue's consumer: records what comes, once, however often it comes.

While Postgres is down, messages wait in the queue and come again later and later; what can never be recorded
goes to the dead letters at once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from proctor_audit.errors import InvalidMessage, RecordsUnavailable
from proctor_audit.observability import logger
from proctor_audit.services import recording
from proctor_audit.services.event_loop import run
from proctor_audit.services.queue_message import parse_session_news
from proctor_audit.settings import Settings
from proctor_audit.stores import hot_path
from proctor_audit.stores.database import database_of
from proctor_audit.stores.queue import Queue

settings = Settings.from_environment()
database = database_of(settings)
queue = Queue(hot_path.sqs(), settings.incident_queue_url)
dead_letters = Queue(hot_path.sqs(), settings.dead_letter_queue_url)
# A batch of which nothing could be recorded is an error of the function: that is what the alarms watch.
processor = BatchProcessor(EventType.SQS)


class Outage:
    """Postgres was away for one message of this batch: the others need not wait for it as well."""

    begun = False


outage = Outage()


def handle(record: SQSRecord) -> None:
    try:
        news = parse_session_news(record.body)
    except InvalidMessage as error:
        logger.error("a message can never be recorded", extra={"reason": error.message})
        dead_letters.send_text(record.body)
        return
    try:
        if outage.begun:
            raise RecordsUnavailable("records_unavailable", "The records cannot be reached now.")
        if not run(recording.record(database, news, datetime.now(UTC))):
            logger.warning("incidents of a session that is not there", extra={"session_id": news.session_id})
    except RecordsUnavailable:
        outage.begun = True
        queue.postpone(record.receipt_handle, int(record.attributes.approximate_receive_count))
        raise
    except Exception:
        # The batch processor keeps what fails in the queue and says nothing.
        logger.exception("a message could not be recorded", extra={"session_id": news.session_id})
        raise


def handler(event: dict[str, Any], context: Any) -> Any:
    outage.begun = False
    return process_partial_response(event=event, record_handler=handle, processor=processor, context=context)
