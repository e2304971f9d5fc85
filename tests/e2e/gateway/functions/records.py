"""Writes down the events that a function was given, for the test to read."""

import json
import os
import uuid
from pathlib import Path
from typing import Any


def record(name: str, event: dict[str, Any]) -> None:
    path = Path(os.environ["RECORDS"]) / f"{name}-{uuid.uuid4().hex}.json"
    fresh = path.with_suffix(".part")
    fresh.write_text(json.dumps(event))
    fresh.rename(path)
