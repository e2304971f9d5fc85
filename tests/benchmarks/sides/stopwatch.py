"""How long work takes, by the wall and by the CPU time of this process."""

from __future__ import annotations

import time
from collections.abc import Callable


def timed_ms(work: Callable[[], object]) -> list[float]:
    """Do the work once; milliseconds by the wall, and of CPU time."""
    began_s, cpu_began_s = time.perf_counter(), time.process_time()
    work()
    return [(time.perf_counter() - began_s) * 1000, (time.process_time() - cpu_began_s) * 1000]
