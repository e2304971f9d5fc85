"""Somebody to run PostgreSQL as when we are root."""

from __future__ import annotations

import os
import pwd

from proctor_audit_local.errors import LocalStackError

CANDIDATES = ("postgres", "nobody", "daemon", "www-data")


def ordinary_user() -> tuple[int, int] | None:
    """The (uid, gid) to drop to: None when we are an ordinary user already.

    Raises:
        LocalStackError: we are root, and the machine has nobody else.
    """
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise LocalStackError("PostgreSQL does not run as root, and this machine has no other user; run this as one.")
