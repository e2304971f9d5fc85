"""Erlang's loss formula: how many servers are enough when what finds none free is lost.

That is Lambda: a message takes an environment of its own, and there is no queue before them. The formula asks only
for the mean of the service time (A. K. Erlang, 1917; B. A. Sevastyanov, 1957).
"""

from __future__ import annotations

from functools import lru_cache


def lost_share(servers: int, load: float) -> float:
    """The share of arrivals that find all servers busy.

    Args:
        servers: how many there are.
        load: arrivals a second times seconds of service: the mean of those busy, were there enough.
    """
    share = 1.0
    for servers_so_far in range(1, servers + 1):
        share = load * share / (servers_so_far + load * share)
    return share


@lru_cache(maxsize=1024)
def servers_needed(load: float, most_lost: float) -> int:
    """The fewest servers that lose no more than a share of the arrivals."""
    servers, share = 0, 1.0
    while share > most_lost:
        servers += 1
        share = load * share / (servers + load * share)
    return servers
