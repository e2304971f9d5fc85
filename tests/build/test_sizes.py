from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.build


def test_every_function_fits_lambda(check_size: ModuleType, built: dict[str, list[Path]]) -> None:
    sizes = {name: sum(map(check_size.size_bytes, folders)) for name, folders in built.items()}

    assert {name: size for name, size in sizes.items() if size > check_size.UNZIPPED_LIMIT_BYTES} == {}


def test_frame_leaves_a_fifth_of_the_limit_to_whom_wants_to_add_to_it(
    check_size: ModuleType, built: dict[str, list[Path]]
) -> None:
    assert sum(map(check_size.size_bytes, built["Frame"])) <= 200_000_000


def test_thin_functions_are_thin(check_size: ModuleType, built: dict[str, list[Path]]) -> None:
    sizes = {name: sum(map(check_size.size_bytes, folders)) for name, folders in built.items() if name != "Frame"}

    assert all(size < 30_000_000 for size in sizes.values()), sizes


def test_the_mediapipe_layer_keeps_free_what_the_others_take(
    check_size: ModuleType, built: dict[str, list[Path]]
) -> None:
    others = [folder for folder in built["Frame"] if folder.name != "MediaPipeLayer"]
    makefile = (Path(check_size.__file__ or "").parent / "Makefile").read_text("utf-8")
    (reserved,) = (int(line.split()[-1]) for line in makefile.splitlines() if line.startswith("RESERVED_BYTES"))

    assert sum(map(check_size.size_bytes, others)) <= reserved


def test_a_function_that_does_not_fit_fails_the_build(check_size: ModuleType, tmp_path: Path) -> None:
    with (tmp_path / "model").open("wb") as sparse:
        sparse.truncate(check_size.UNZIPPED_LIMIT_BYTES)

    assert check_size.main([str(tmp_path)]) == 0
    assert check_size.main([str(tmp_path), "--reserved", "1"]) == 1


def test_the_stand_in_is_not_deployed(built: dict[str, list[Path]]) -> None:
    names = {path.name for folders in built.values() for folder in folders for path in folder.rglob("proctor_audit*")}

    assert names == {"proctor_audit"}
