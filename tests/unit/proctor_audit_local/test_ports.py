from __future__ import annotations

import pytest

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.ports import LOOPBACK, listen_on_loopback, port_of, usable_port


def test_free_port_is_on_loopback() -> None:
    with listen_on_loopback(0, "a test") as listener:
        assert listener.getsockname()[0] == LOOPBACK
        assert port_of(listener) > 0


def test_taken_port_is_named() -> None:
    with listen_on_loopback(0, "the first") as listener:
        port = port_of(listener)
        with pytest.raises(LocalStackError, match=rf"Port {port} for the second is taken"):
            usable_port(port, "the second")
    assert usable_port(port, "the second") == port


def test_impossible_port() -> None:
    with pytest.raises(LocalStackError, match="99999"):
        usable_port(99999, "a test")
