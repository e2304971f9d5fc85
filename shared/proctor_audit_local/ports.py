"""Ports on loopback: chosen by the caller, or free ones."""

from __future__ import annotations

import errno
import socket

from proctor_audit_local.errors import LocalStackError

LOOPBACK = "127.0.0.1"


def listen_on_loopback(port: int, what: str) -> socket.socket:
    """Take a port now, to be served later.

    Args:
        port: the wanted port, or 0 for a free one.
        what: what it is for, as the error names it.

    Returns:
        A listening socket on 127.0.0.1.

    Raises:
        LocalStackError: the port is taken, or may not be used.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise _unusable(port, what, error) from error
    listener.setblocking(False)
    return listener


def port_of(listener: socket.socket) -> int:
    """The port that a socket is bound to."""
    port: int = listener.getsockname()[1]
    return port


def usable_port(port: int, what: str) -> int:
    """The wanted port, or a free one for 0, for a process that will bind it itself.

    Raises:
        LocalStackError: the port is taken, or may not be used.
    """
    with listen_on_loopback(port, what) as listener:
        return port_of(listener)


def _unusable(port: int, what: str, error: OSError | OverflowError) -> LocalStackError:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return LocalStackError(f"Port {port} for {what} is taken; choose another one, or 0 for any free one.")
    return LocalStackError(f"Port {port} for {what} cannot be used ({error}); choose another one, or 0 for a free one.")
