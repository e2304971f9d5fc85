from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from proctor_audit.vision.native_stderr import captured_native_stderr

OPEN_FILES = Path("/proc/self/fd")


def test_what_is_printed_in_the_block_is_taken_and_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    os.write(2, b"before ")
    with captured_native_stderr() as printed:
        os.write(2, b"Corrupt JPEG data\n")
    os.write(2, b"after")

    assert printed.text == "Corrupt JPEG data\n"
    assert capfd.readouterr().err == "before after"


def test_what_was_printed_before_an_error_is_let_through(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), captured_native_stderr():
        os.write(2, b"no such model") / 0

    assert capfd.readouterr().err == "no such model"


def test_no_file_descriptor_is_left_open() -> None:
    before = len(list(OPEN_FILES.iterdir()))
    for _ in range(20):
        with captured_native_stderr():
            pass

    assert len(list(OPEN_FILES.iterdir())) == before


def test_threads_do_not_take_each_others_text(capfd: pytest.CaptureFixture[str]) -> None:
    taken: list[tuple[str, str]] = []

    def print_often(name: str) -> None:
        for _ in range(200):
            with captured_native_stderr() as printed:
                os.write(2, name.encode())
            taken.append((name, printed.text))

    threads = [threading.Thread(target=print_often, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == 600
    assert all(name == text for name, text in taken)
    assert capfd.readouterr().err == ""
