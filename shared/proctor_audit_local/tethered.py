"""Run as a script: tie this process to its parent's life, optionally stop being root, then become the command.

    python -I -S tethered.py PARENT_PID SIGNAL UID:GID|- COMMAND [ARGUMENT ...]

The kernel sends SIGNAL when the parent ends, however it ends, so no service outlives the stack. It is a script of
its own, because running Python between fork and exec inside the parent is unsafe with threads. It imports nothing
of this package: the command may belong to somebody who may not read it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

# linux/prctl.h and linux/capability.h
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
SECBIT_NO_SETUID_FIXUP = 4
LINUX_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapabilitySet(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def stop_being_root(uid: int, gid: int) -> None:
    """Become an ordinary user who may still pass through folders that are only root's.

    PostgreSQL refuses to run as root, yet root's checkouts and temporary folders are closed to everybody else.
    Of root's rights only the reading and writing of files is kept; where it is not granted, nothing is.
    """
    # initdb asks access(2) whether it may run its own programs, and that forgets what is kept unless told not to.
    _libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    _libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    kept = 1 << CAP_DAC_OVERRIDE
    capabilities = (_CapabilitySet * 2)(_CapabilitySet(kept, kept, kept), _CapabilitySet(0, 0, 0))
    if _libc.capset(ctypes.byref(_CapabilityHeader(LINUX_CAPABILITY_VERSION_3, 0)), capabilities) == 0:
        _libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def main(arguments: list[str]) -> None:
    """Tether, drop and exec."""
    parent_pid, death_signal, owner, *command = arguments
    if owner != "-":
        uid, gid = owner.split(":")
        stop_being_root(int(uid), int(gid))
    # After the change of user, which clears it.
    _libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != int(parent_pid):
        os.kill(os.getpid(), signal.SIGKILL)
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
