import pytest

from proctor_audit.vision import FaceEngine, Sighting
from tests.unit.vision.photographs import astronaut


@pytest.fixture(scope="session")
def engine() -> FaceEngine:
    return FaceEngine()


@pytest.fixture(scope="session")
def sighting(engine: FaceEngine) -> Sighting:
    """What the engine sees in the photograph."""
    return engine.observe(astronaut())
