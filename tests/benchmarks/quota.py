"""Gives a process a share of a core, as the kernel's bandwidth control gives it to a Lambda function, but without root.

In every period the process may use so much CPU time. Once it has, it is stopped until the period ends. What it used
too much, since it is looked at only now and then, is taken off the next period; what it left is lost.

See "CFS Bandwidth Control" in the Linux kernel's documentation.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Final

PERIOD_S: Final = 0.1
_SHORTEST_LOOK_S: Final = 0.0005
_CPUCLOCK_SCHED: Final = 2


class Quota:
    """Decides when a process must rest. Knows no clock and no process.

    Args:
        share: of one core, more than 0.
        period_s: in which the share is kept.
    """

    def __init__(self, share: float, period_s: float = PERIOD_S) -> None:
        self._budget_s = share * period_s
        self._period_s = period_s
        self._period = 0
        self._limit_s = self._budget_s
        """Reading of the process's CPU clock from which it must rest."""

    def rest_s(self, at_s: float, used_s: float) -> float:
        """How long the process must rest now; 0 when it may go on.

        Args:
            at_s: since the first period began; never less than before.
            used_s: CPU time that the process has used since then.
        """
        period = int(at_s / self._period_s)
        if passed := period - self._period:
            # A debt is paid off by the periods that passed; savings are not kept.
            paid_s = min(used_s, self._limit_s + (passed - 1) * self._budget_s)
            self._limit_s = paid_s + self._budget_s
            self._period = period
        return (period + 1) * self._period_s - at_s if used_s >= self._limit_s else 0.0

    def left_s(self, used_s: float) -> float:
        """CPU time that the process may still use in this period."""
        return max(0.0, self._limit_s - used_s)


def cpu_time_s(pid: int) -> float:
    """CPU time that a process has used, all its threads together.

    Raises:
        OSError: it has ended.
    """
    return time.clock_gettime((~pid << 3) | _CPUCLOCK_SCHED)  # as clock_getcpuclockid(3) makes it


@contextlib.contextmanager
def held_to(pid: int, share: float) -> Iterator[None]:
    """Hold a process that was just started to a share of a core, until the block ends."""
    ended = threading.Event()
    enforcer = threading.Thread(target=_enforce, args=(pid, Quota(share), ended), daemon=True)
    enforcer.start()
    try:
        yield
    finally:
        ended.set()
        enforcer.join()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def _enforce(pid: int, quota: Quota, ended: threading.Event) -> None:
    began_s = time.monotonic()
    # A process that has ended needs no quota.
    with contextlib.suppress(OSError):
        before_s = cpu_time_s(pid)
        while not ended.is_set():
            used_s = cpu_time_s(pid) - before_s
            rest_s = quota.rest_s(time.monotonic() - began_s, used_s)
            if rest_s > 0:
                os.kill(pid, signal.SIGSTOP)
                time.sleep(rest_s)
                os.kill(pid, signal.SIGCONT)
            else:
                # Two threads of it may be running.
                time.sleep(max(quota.left_s(used_s) / 2, _SHORTEST_LOOK_S))
