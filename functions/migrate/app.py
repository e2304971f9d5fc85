"""Brings the database's schema up to date: on every deployment as a custom resource, or invoked by hand with {}."""

from __future__ import annotations

from typing import Any

from proctor_audit.observability import logger
from proctor_audit.services.deployment import answer_cloudformation
from proctor_audit.services.event_loop import run
from proctor_audit.settings import Settings
from proctor_audit.stores.database import database_of
from proctor_audit.stores.migrations import grant, migrate

settings = Settings.from_environment()
database = database_of(settings, admin=True)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    def work() -> dict[str, Any]:
        applied = run(migrate(database))
        roles = [arn for arn in (event.get("ResourceProperties") or {}).get("DatabaseRoles", []) if arn]
        if roles:
            run(grant(database, roles))
        logger.info("the schema is up to date", extra={"applied": applied, "granted": len(roles)})
        return {"applied": applied}

    return answer_cloudformation(event, work) if "ResponseURL" in event else work()
