from __future__ import annotations

import pytest

from proctor_audit.vision import FaceEngine
from proctor_audit_local.sample_exam import Stage
from tests.unit.scenes.theatre import Theatre


@pytest.fixture(scope="session")
def theatre() -> Theatre:
    return Theatre(FaceEngine(), Stage())
