"""Clients that stop reading amid 10,000 changes: sent away, their memory given back, the others unharmed, nothing missed."""

import asyncio
import gc
import time

from client import make_game
from cluster import Cluster
from relay_checks import State, check_game, delays, percentile
from waiting import until_async
from writers import burst
from wsclient import abort_all, join

CHANGES = 10_000
SLOW = 5
OTHERS = 20
MIB = 1 << 20


async def test_slow_clients_are_sent_away_and_come_back(binary, database):
    with Cluster(database, 2, database_pool=4, log_level="warning") as cluster:
        writing, relaying = cluster.instances
        game = make_game(writing.api())
        start = State.of_database(database, game.id)
        path = f"/api/boards/{game.boards[0]}"
        book = {}
        options = {"book": book, "keep": False}
        others = await asyncio.gather(
            *(join(relaying.port, game.id, game.host_token, clock=time.time, **options) for _ in range(OTHERS))
        )
        # So that what a first burst makes a process take for good is not taken for a leak.
        await burst(writing.port, game.host_token, [("PATCH", path, {"name": "warm"})] * 1_000)
        await others[0].reach(start.revision + 1_000, 20)
        slow = [await join(relaying.port, game.id, game.host_token, receive_buffer=4_096, **options) for _ in range(SLOW)]
        before = relaying.resident()
        for client in slow:
            client.stop_reading()

        gc.disable()  # the pauses would be the others' delay
        began = time.monotonic()
        sent_away = lambda: relaying.metric("podium_relay_slow_consumers_total") == SLOW  # noqa: E731
        peak = before
        # Names of 200 characters of three bytes: 10,000 changes are more than 6 MiB for each client.
        calls = [("PATCH", path, {"name": f"{n:05}" + "日" * 195}) for n in range(CHANGES)]
        for part in range(0, CHANGES, 1_000):
            await burst(writing.port, game.host_token, calls[part : part + 1_000])
            peak = max(peak, relaying.resident())
        newest = start.revision + 1_000 + CHANGES
        await asyncio.gather(*(client.reach(newest, 20) for client in others))
        took = time.monotonic() - began
        gc.enable()
        await until_async(sent_away, 5, "the slow clients are sent away")
        after = relaying.resident()

        for client in slow:
            client.go_on_reading()
            assert await client.closed() == 1013
            assert 0 < client.revision < newest
        back = [await join(relaying.port, game.id, game.host_token, after=client.revision, **options) for client in slow]
        assert all(client.welcome["resumed"] for client in back)
        await asyncio.gather(*(client.reach(newest, 20) for client in back))
        check_game([*others, *slow, *back], database, game.id, start)

        waits = delays(others, database, game, newest - CHANGES)
        print(
            f"{CHANGES / took:.0f} changes a second to {OTHERS} others: {percentile(waits, 50) * 1e3:.0f} ms median, "
            f"{percentile(waits, 99) * 1e3:.0f} ms p99; resident {before / MIB:.1f} MiB before, {peak / MIB:.1f} peak, "
            f"{after / MIB:.1f} after; the slow ones had {[client.revision for client in slow]} of {newest}"
        )
        assert percentile(waits, 99) < 1
        assert peak - before < (SLOW * 2 + 8) * MIB, "queues are not bounded"
        assert after - before < 8 * MIB, "memory was not given back"
        await abort_all()


async def test_a_client_that_is_slow_only_for_a_while_stays(binary, database):
    """What waits for it is less than the queue takes: nothing happens to it."""
    with Cluster(database, 1) as cluster:
        instance = cluster.instances[0]
        game = make_game(instance.api())
        start = State.of_database(database, game.id)
        client = await join(instance.port, game.id, game.host_token, receive_buffer=4_096)
        client.stop_reading()
        calls = [("PATCH", f"/api/boards/{game.boards[0]}", {"name": f"{n:03}" + "日" * 197}) for n in range(1_000)]
        await burst(instance.port, game.host_token, calls)
        client.go_on_reading()
        await client.reach(start.revision + 1_000)
        check_game([client], database, game.id, start)
        assert instance.metric("podium_relay_slow_consumers_total") == 0
        await client.close()
