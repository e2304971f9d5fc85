"""Erlang's loss formula against its table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proctor_audit_local.economics.erlang import lost_share, servers_needed


@pytest.mark.parametrize(
    ("servers", "load", "lost"),
    [
        (0, 3.0, 1.0),
        (1, 1.0, 1 / 2),
        (2, 1.0, 1 / 5),
        # 2³/3! over 1 + 2 + 2²/2! + 2³/3!
        (3, 2.0, (8 / 6) / (1 + 2 + 2 + 8 / 6)),
        (10, 5.0, 0.0184),
        (5, 1.36, 0.0100),
        (20, 12.03, 0.0100),
        (5, 0.0, 0.0),
    ],
)
def test_known_values(servers: int, load: float, lost: float) -> None:
    assert lost_share(servers, load) == pytest.approx(lost, abs=0.0001)


@settings(max_examples=25)
@given(load=st.floats(0.01, 500), most_lost=st.floats(1e-6, 0.5))
def test_as_many_as_needed_and_not_one_more(load: float, most_lost: float) -> None:
    servers = servers_needed(load, most_lost)
    assert lost_share(servers, load) <= most_lost < lost_share(servers - 1, load)
