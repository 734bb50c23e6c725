"""SIGTERM with clients: not ready at once, no new sockets, goodbyes spread over time, and nothing is missed."""

import asyncio
import concurrent.futures
import http.client
import time

from client import make_game
from cluster import Cluster
from relay_checks import State, check_game
from waiting import until_async
from wsclient import Refused, join

CLIENTS = 200


def ready(instance):
    """The status, or 0 where nobody answers any more."""
    try:
        return instance.api().get("/api/health/ready").status
    except (OSError, http.client.HTTPException):
        return 0


async def try_to_join(port, game):
    try:
        await join(port, game.id, game.host_token)
    except Refused as refused:
        return refused.status
    except OSError:
        return 0
    return 101


async def test_drain(binary, database):
    with Cluster(database, 2) as cluster, concurrent.futures.ThreadPoolExecutor(4) as pool, database.connect() as holder:
        stopping, stays = cluster.instances
        game = make_game(stays.api())
        start = State.of_database(database, game.id)
        host = stays.api(game.host_token)
        book = {}
        clients = await asyncio.gather(*(join(stopping.port, game.id, game.host_token, book=book) for _ in range(CLIENTS)))
        returned = []

        async def come_back(client):
            """As a client in the field does it, at the other instance."""
            code = await client.closed(9)
            returned.append(await join(stays.port, game.id, game.host_token, after=client.revision, book=book))
            return code

        # A mutation that waits for a row which psql holds.
        holder.execute("begin")
        holder.execute("select from player where id = %s for update", [game.players[0]])
        in_flight = pool.submit(stopping.api(game.host_token).post, f"{game.path}/answers", game.answer(0))
        waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        await until_async(lambda: database.value(waiting), 5, "a mutation waits")

        began = time.monotonic()
        coming_back = [asyncio.create_task(come_back(client)) for client in clients]
        stopping.terminate()
        await until_async(lambda: ready(stopping) != 200, 1, "not ready")
        not_ready = time.monotonic() - began
        status = ready(stopping)
        refused = await try_to_join(stopping.port, game)
        open_then = sum(not client.is_closed for client in clients)
        assert status == 503 and refused == 503 and open_then > CLIENTS // 2, (status, refused, open_then)
        assert stopping.is_running and not in_flight.done()
        holder.execute("rollback")
        answer = await asyncio.wrap_future(in_flight)
        assert answer.status == 200, answer
        # Those who are still there get what happens meanwhile, and those who left get it over there.
        for turn in range(5):
            (await asyncio.to_thread(host.post, f"{game.path}/answers", game.answer(1, turn))).expect(200)
        codes = await asyncio.gather(*coming_back)
        assert set(codes) == {1001}
        assert await asyncio.to_thread(stopping.wait, 10) == 0
        took = time.monotonic() - began

        closes = sorted(client.closed_at - began for client in clients)
        busiest = max(sum(at <= other < at + 0.1 for other in closes) for at in closes)
        print(
            f"not ready after {not_ready * 1e3:.0f} ms, goodbyes from {closes[0]:.2f} to {closes[-1]:.2f} s, "
            f"at most {busiest} in 100 ms, ended after {took:.1f} s"
        )
        assert took < 10 and closes[-1] - closes[0] >= 1
        assert busiest <= CLIENTS // 3, "not spread"
        assert {client.welcome["resumed"] for client in returned} == {True}
        host.post(f"{game.path}/answers", game.answer(2)).expect(200)
        newest = State.of_database(database, game.id).revision
        assert newest == start.revision + 7
        await asyncio.gather(*(client.reach(newest) for client in returned))
        check_game([*clients, *returned], database, game.id, start)
        await asyncio.gather(*(client.close() for client in returned))


async def test_clients_that_do_not_answer_the_goodbye_do_not_hold_it_up(binary, database):
    with Cluster(database, 1) as cluster:
        instance = cluster.instances[0]
        game = make_game(instance.api())
        clients = await asyncio.gather(*(join(instance.port, game.id, game.host_token) for _ in range(10)))
        for client in clients:
            client.stop_reading()
        began = time.monotonic()
        instance.terminate()
        assert await asyncio.to_thread(instance.wait, 10) == 0
        print(f"ended after {time.monotonic() - began:.1f} s")
        for client in clients:
            client.go_on_reading()
            assert await client.closed() == 1001
