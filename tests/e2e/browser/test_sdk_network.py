"""The network fails: it is cut, silent, slow, refuses; the computer sleeps; another tab takes over."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from playwright.async_api import Browser

from tests.e2e.browser.candidate import Candidate
from tests.e2e.browser.proxy import Network
from tests.e2e.product.conftest import Tenant

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]

GAP_MS = 10_000
"""From here on the server tells a gap."""


async def test_a_server_that_is_away_for_half_a_minute_costs_no_frame(candidate: Candidate, network: Network) -> None:
    await candidate.start()
    await candidate.judged(4)
    await network.cut()
    await candidate.state("reconnecting")
    assert (await candidate.error())["code"] == "server_away"
    await asyncio.sleep(20)
    await network.restore()
    await candidate.state("monitoring")
    seen = len((await candidate.told())["verdicts"])
    verdicts = await candidate.judged(seen + 60)
    # All that was filmed meanwhile, with its own time, and none of it too late.
    assert not any(verdict["late"] for verdict in verdicts)
    seqs = [verdict["seq"] for verdict in verdicts]
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))
    times = sorted({frame["seq"]: frame["captured_at"] for frame in candidate.frames()}.values())
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) < GAP_MS
    assert times[-1] - times[0] > 30_000
    assert max(candidate.lengths) <= 32 * 1024
    assert await candidate.page.evaluate("() => proctor.dropped") == 0
    assert (await candidate.error())["code"] == "server_away"
    report = await candidate.tenant.report(candidate.access.session_id)
    assert "monitoring_gap" not in {incident["kind"] for incident in report["incidents"]}


async def test_a_slow_network_gets_the_newest(candidate: Candidate, network: Network) -> None:
    await candidate.start()
    await candidate.judged(4)
    network.delay_s, network.bytes_per_s = 0.4, 8_000
    await asyncio.sleep(20)
    told = await candidate.told()
    assert told["states"][-1] == "monitoring"
    assert not told["errors"]
    network.delay_s, network.bytes_per_s = 0.0, None
    verdicts = await candidate.judged(len(told["verdicts"]) + 12)
    assert await candidate.page.evaluate("() => proctor.dropped") > 0
    seqs = [verdict["seq"] for verdict in verdicts]
    assert seqs == sorted(seqs)
    # Soon after, it is at the present again.
    now_ms = await candidate.page.evaluate("() => Date.now()")
    newest = next(frame for frame in reversed(candidate.frames()) if frame["seq"] <= seqs[-1])
    assert now_ms - newest["captured_at"] < 10_000


async def test_3g_is_fast_enough(candidate: Candidate, network: Network) -> None:
    network.delay_s, network.bytes_per_s = 0.2, 50_000
    await candidate.start()
    await candidate.judged(16)
    assert await candidate.page.evaluate("() => proctor.dropped") == 0
    assert not (await candidate.told())["errors"]


async def test_a_refused_token_is_told_apart_from_a_server_that_is_away(candidate: Candidate) -> None:
    access = await candidate.tenant.access("ada")
    await candidate.tenant.access("ada")
    assert await candidate.start(access) is None
    assert (await candidate.error(60))["code"] == "token_refused"
    told = await candidate.told()
    assert told["states"] == ["connecting", "stopped"]
    assert told["verdicts"] == []


async def test_nobody_there_at_the_start_is_waited_for(candidate: Candidate, network: Network) -> None:
    await network.cut()
    assert await candidate.start() is None
    assert (await candidate.error())["code"] == "server_away"
    assert (await candidate.told())["states"] == ["connecting"]
    await network.restore()
    await candidate.judged(8)
    assert (await candidate.told())["states"] == ["connecting", "monitoring"]


async def test_a_computer_that_slept_comes_back(candidate: Candidate, network: Network) -> None:
    await candidate.start()
    await candidate.judged(4)
    sockets = candidate.sockets
    # The socket is dead and nobody has said so; the wall's clock has gone on.
    network.passing.clear()
    await candidate.page.evaluate("() => { const now = Date.now.bind(Date); Date.now = () => now() + 300_000; }")
    await candidate.state("reconnecting", 20)
    # The network wakes later than the first attempt to connect.
    await asyncio.sleep(2)
    network.passing.set()
    await candidate.state("monitoring", 40)
    seen = len((await candidate.told())["verdicts"])
    await candidate.judged(seen + 4)
    assert candidate.sockets > sockets
    # What nobody saw is not made up.
    times = [frame["captured_at"] for frame in candidate.frames()]
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) > 295_000
    assert not (await candidate.told())["errors"]


async def test_of_two_tabs_the_newer_goes_on(candidate: Candidate, chromium: Browser, tenant: Tenant) -> None:
    await candidate.start()
    await candidate.judged(4)
    context = await chromium.new_context(permissions=["local-network-access"])
    try:
        other = Candidate(await context.new_page(), candidate.tenant, candidate.network)
        await other.open()
        await other.start(candidate.access)
        assert (await candidate.error())["code"] == "session_superseded"
        assert (await candidate.told())["states"][-1] == "superseded"
        sockets = candidate.sockets
        await other.judged(12)
        assert candidate.sockets == sockets
        assert not (await other.told())["errors"]
        await other.stop()
    finally:
        await context.close()


async def test_a_session_that_is_over_says_so(candidate: Candidate) -> None:
    await candidate.start()
    await candidate.judged(4)
    prefix = candidate.tenant.api_key.split("_")[1]
    await candidate.tenant.stack.invoke("Keys", {"operation": "revoke", "prefix": prefix})
    assert (await candidate.error())["code"] == "session_over"
    assert (await candidate.told())["states"][-1] == "expired"
