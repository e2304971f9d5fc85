"""Everything here looks at a finished `make build`."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import pytest

from tests.build.lambda_runtime import BUILD, PROJECT, BuiltFunction, nowhere


@pytest.fixture(scope="session")
def check_size() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_size", PROJECT / "layers/mediapipe/check_size.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def built(check_size: ModuleType) -> dict[str, list[Path]]:
    """Logical id → folders of its code and layers."""
    if not (BUILD / "template.yaml").is_file():
        pytest.skip("nothing is built here: run `make build` first")
    if not _is_of_this_code():
        pytest.skip("what is built here is not of this code any more: run `make build` again")
    functions: dict[str, list[Path]] = check_size.built_functions(BUILD)
    return functions


@pytest.fixture
def start(built: dict[str, list[Path]], tmp_path: Path) -> Iterator[Callable[..., BuiltFunction]]:
    """Starts a built function by its logical id, with these environment variables."""
    with ExitStack() as running:

        def starter(name: str, **environment: str) -> BuiltFunction:
            code, *layers = built[name]
            return running.enter_context(BuiltFunction(code, layers, nowhere() | environment, tmp_path / name))

        yield starter


def _is_of_this_code() -> bool:
    sources = {path: BUILD / path.parent.name.capitalize() / "app.py" for path in PROJECT.glob("functions/*/app.py")}
    shared = PROJECT / "shared"
    for path in (*(shared / "proctor_audit").rglob("*"), *(shared / "web").rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            sources[path] = BUILD / "SharedLayer/python" / path.relative_to(shared)
    return all(copy.is_file() and copy.read_bytes() == path.read_bytes() for path, copy in sources.items())
