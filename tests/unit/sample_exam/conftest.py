from __future__ import annotations

import pytest

from proctor_audit.vision import FaceEngine
from proctor_audit_local.sample_exam import SampleExam, Stage


@pytest.fixture(scope="session")
def stage() -> Stage:
    return Stage()


@pytest.fixture(scope="session")
def exam(stage: Stage) -> SampleExam:
    return SampleExam(stage=stage)


@pytest.fixture(scope="session")
def engine() -> FaceEngine:
    return FaceEngine()
