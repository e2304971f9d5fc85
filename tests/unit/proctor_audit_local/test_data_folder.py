from __future__ import annotations

from pathlib import Path

import pytest

from proctor_audit_local.data_folder import DataFolder
from proctor_audit_local.errors import LocalStackError


def test_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.make()
    folder.make()
    assert {path.stat().st_mode & 0o777 for path in (folder.path, folder.postgres, folder.aws)} == {0o700}
    assert folder.log("Frame").parent.is_dir()


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LocalStackError, match="cannot be written"):
        DataFolder(tmp_path / "file" / "data").make()
