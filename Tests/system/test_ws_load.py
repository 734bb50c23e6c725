"""300 clients on three instances behind HAProxy, coming and going, while eight hosts mutate for 30 seconds."""

import asyncio
import random
import time

from client import make_game
from cluster import Cluster
from haproxy import HAProxy
from invariants import check_database
from relay_checks import State, check_game, delays, percentile
from roamers import Crowd
from writers import Writers

CLIENTS = 300
WRITERS = 8
SECONDS = 30


async def test_every_change_once_and_in_order(binary, database):
    with Cluster(database, 3, trusted_proxies="127.0.0.1") as cluster, HAProxy(cluster.instances) as front:
        game = make_game(front.api(), players=20, questions=30)
        spectator = front.api().post("/api/join", {"join_code": game.join_code}).expect(201).json()["spectator_token"]
        start = State.of_database(database, game.id)
        tokens = [game.host_token, game.board_token, spectator]
        crowd = Crowd(front.port, game, tokens, CLIENTS, random.Random(1), (1, 12))
        began, cpu = time.monotonic(), time.process_time()
        async with crowd:
            await crowd.reach(start.revision, 20)
            async with Writers([front.port], game, WRITERS, rate=8) as writers:
                await asyncio.sleep(SECONDS)  # the load itself
                await writers.stop()
            end = await asyncio.to_thread(State.of_database, database, game.id)
            await crowd.stop(end.revision)
            assert writers.accepted == end.revision - start.revision, "an accepted mutation is not exactly one change"
            assert writers.retries == 0 and crowd.losses == 0 and crowd.failures == 0, (
                writers.retries,
                crowd.losses,
                crowd.failures,
            )
            check_game(crowd.sessions, database, game.id, start)
        check_database(database)

        sessions = crowd.sessions
        updates = sum(len(segment.revisions) for session in sessions for segment in session.segments)
        came_back = [session for session in sessions if session.after is not None]
        resumed = sum(session.welcome["resumed"] for session in came_back)
        live = delays(sessions, database, game)
        seconds = time.monotonic() - began
        print(
            f"{writers.accepted} changes, {len(sessions)} sessions of {CLIENTS} clients, "
            f"{resumed} of {len(came_back)} resumed, {updates} updates received ({updates / seconds:.0f} a second), "
            f"from the transaction's begin to a client {percentile(live, 50) * 1e3:.1f} ms in the median, "
            f"{percentile(live, 99) * 1e3:.0f} ms p99; "
            f"this process took {(time.process_time() - cpu) / seconds:.0%} of a core"
        )
        assert resumed == len(came_back)
        assert min(sum(1 for session in roamer.sessions) for roamer in crowd.roamers) >= 2
