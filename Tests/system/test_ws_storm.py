"""A relay dies and its 2,000 clients come to the others at once."""

import asyncio
import contextlib
import random
import resource
import time

from client import make_game
from cluster import Instance
from pgproxy import PgProxy
from relay_checks import State, check_game
from wsclient import Refused, abort_all, join

CLIENTS = 2_000
GAMES = 4
BACK_WITHIN = 20
# Of the statement that reads a snapshot for a relay.
SNAPSHOT = "'{\"player_id\":'"


async def test_all_are_back_with_one_snapshot_query_a_game(binary, database):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    chance = random.Random(3)
    with contextlib.ExitStack() as stack:
        proxies = [stack.enter_context(PgProxy(database.url)) for _ in range(3)]
        dying, *others = [stack.enter_context(Instance(proxy.url, listen_database_url=database.url)) for proxy in proxies]
        games = [make_game(dying.api(), name=f"Game {n}") for n in range(GAMES)]
        starts = [State.of_database(database, game.id) for game in games]
        books = [{} for _ in games]
        gate = asyncio.Semaphore(200)  # for the beginning only

        async def enter(number):
            async with gate:
                game = games[number % GAMES]
                return await join(dying.port, game.id, game.board_token, book=books[number % GAMES], keep=False)

        clients = await asyncio.gather(*(enter(number) for number in range(CLIENTS)))
        attempts = 0

        async def come_back(number):
            """At once, half of them without `after`; again where there is no way in."""
            nonlocal attempts
            client, game = clients[number], games[number % GAMES]
            await client.closed(30)
            after = client.revision if number % 2 else None
            while True:
                attempts += 1
                try:
                    return await join(
                        chance.choice(others).port, game.id, game.board_token, after=after, book=books[number % GAMES],
                        keep=False, seconds=BACK_WITHIN,
                    )  # fmt: skip
                except (OSError, Refused):
                    await asyncio.sleep(chance.uniform(0.05, 0.2))

        returning = [asyncio.create_task(come_back(number)) for number in range(CLIENTS)]
        await asyncio.sleep(0)
        assert all(other.metric("podium_relay_snapshot_reads_total") == 0 for other in others)
        began = time.monotonic()
        dying.process.kill()
        back = await asyncio.wait_for(asyncio.gather(*returning), BACK_WITHIN)
        seconds = time.monotonic() - began
        reads = [other.metric("podium_relay_snapshot_reads_total") for other in others]
        queries = [proxy.count(SNAPSHOT) for proxy in proxies[1:]]
        print(f"{CLIENTS} back after {seconds:.1f} s in {attempts} attempts; snapshot queries {queries} for {GAMES} games")
        assert queries == reads == [GAMES, GAMES]
        assert sum(other.metric("podium_relay_connections") for other in others) == CLIENTS
        assert all(client.welcome["resumed"] == bool(number % 2) for number, client in enumerate(back))

        # They are of use: each gets what comes now.
        host = others[0].api()
        for game in games:
            host.with_token(game.host_token).post(f"{game.path}/answers", game.answer()).expect(200)
        await asyncio.gather(*(client.reach(starts[n % GAMES].revision + 1, 10) for n, client in enumerate(back)))
        for n, (game, start) in enumerate(zip(games, starts, strict=True)):
            check_game(clients[n::GAMES] + back[n::GAMES], database, game.id, start)
        await abort_all()
