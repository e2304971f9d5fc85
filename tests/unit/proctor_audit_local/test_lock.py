from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.lock import FolderLock


async def test_one_at_a_time(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    await first.acquire()
    with pytest.raises(LocalStackError, match=rf"process {os.getpid()}\) is using {tmp_path}"):
        await second.acquire()
    first.release()
    await second.acquire()
    second.release()


async def test_waits_for_what_a_killed_stack_left_behind(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    await lock.acquire()
    heir = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE, pass_fds=[lock.descriptor]
    )
    lock.release()
    # As after a kill -9: the owner is gone, its child still writes.
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    (tmp_path / "lock").write_bytes(gone.stdout.strip())
    assert heir.stdin is not None
    heir.stdin.close()
    await lock.acquire()
    assert heir.wait() == 0
    lock.release()


async def test_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LocalStackError, match="cannot be written"):
        await FolderLock(tmp_path / "missing").acquire()
