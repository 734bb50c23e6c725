"""The same under faults: listeners terminated, instances killed, stopped and frozen, PostgreSQL restarted.

After each everybody is well again within five seconds, whatever they were at.
"""

import asyncio
import random
import signal
import time

import pytest

from client import make_game
from cluster import Cluster
from haproxy import HAProxy
from invariants import check_database
from postgres import PrivateServer
from relay_checks import State, check_game
from roamers import Crowd
from writers import Writers

CLIENTS = 60
CONVERGED_WITHIN = 5
FAULTS = [
    "listener", "all listeners", "all connections", "killed", "killed again", "frozen", "stopped", "restart fast",
    "restart immediate",
]  # fmt: skip
# What a listener said last: LISTEN, or the check of itself.
LISTENING = "datname = current_database() and (query ilike 'listen %%' or query = 'SELECT pg_notify($1, $2)')"


@pytest.fixture
def server():
    server = PrivateServer()
    yield server
    server.close()


class Stage:
    """What faults act on."""

    def __init__(self, server, database, cluster, game, crowd, chance):
        self.server, self.database, self.cluster = server, database, cluster
        self.game, self.crowd, self.chance = game, crowd, chance
        self.away = None

    def terminate(self, condition, limit=1_000):
        """Ends sessions of PostgreSQL; how many."""
        return self.database.value(
            "select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity"
            f" where pid <> pg_backend_pid() and {condition} order by random() limit %s) chosen",
            limit,
        )

    def fault(self, name):
        """Makes it, and returns when it is over."""
        if name == "listener":
            assert self.terminate(LISTENING, 1) == 1
        elif name == "all listeners":
            assert self.terminate(LISTENING) == 3
        elif name == "all connections":
            assert self.terminate("datname = current_database()") >= 6
        elif name.startswith("killed"):
            self.away = self.chance.choice(self.cluster.instances)
            self.away.process.kill()
        elif name == "stopped":
            self.away = self.chance.choice(self.cluster.instances)
            self.away.terminate()
        elif name == "frozen":
            with self.chance.choice(self.cluster.instances).frozen():
                time.sleep(1.5)  # shorter than what HAProxy takes for death
        else:
            self.server.stop(name.split()[1])
            self.server.start()

    async def converged(self):
        """Until everybody has what is committed by now; how long that took."""
        began = time.monotonic()
        revision = await asyncio.to_thread(self._revision)
        await self.crowd.reach(revision + 1, CONVERGED_WITHIN)  # the next one too: changes go on
        return time.monotonic() - began

    def _revision(self):
        return self.database.value("select revision from game where id = %s", self.game.id)

    async def mend(self):
        if self.away is not None:
            away, self.away = self.away, None
            code = await asyncio.to_thread(away.wait, 10)
            assert code in (0, -signal.SIGKILL), code
            away.start()  # on this thread, to which its life is tied
            await asyncio.to_thread(away.wait_until_listening)
            await self.converged()


async def test_converged_after_each_fault(binary, server):
    chance = random.Random(7)
    with server.database() as database:
        with Cluster(database, 3, trusted_proxies="127.0.0.1") as cluster, HAProxy(cluster.instances) as front:
            game = make_game(front.api(), players=20, questions=30)
            start = State.of_database(database, game.id)
            crowd = Crowd(front.port, game, [game.host_token, game.board_token], CLIENTS, chance, (1, 6))
            stage = Stage(server, database, cluster, game, crowd, chance)
            async with crowd, Writers([front.port], game, 8, rate=8, seed=2) as writers:
                await crowd.reach(start.revision + 1, 20)
                for name in chance.sample(FAULTS, len(FAULTS)):
                    await asyncio.to_thread(stage.fault, name)
                    seconds = await stage.converged()
                    print(f"{name}: converged after {seconds:.2f} s")
                    await stage.mend()
                    await asyncio.sleep(0.5)  # some load between two faults
                await writers.stop()
                end = await asyncio.to_thread(State.of_database, database, game.id)
                await crowd.stop(end.revision)
                check_game(crowd.sessions, database, game.id, start)
                assert writers.accepted == end.revision - start.revision, "an accepted mutation is not exactly one change"
            check_database(database)
            came_back = [session for session in crowd.sessions if session.after is not None]
            resumed = sum(session.welcome["resumed"] for session in came_back)
            print(
                f"{writers.accepted} changes, {writers.retries} retries, {len(crowd.sessions)} sessions, {crowd.losses} lost, "
                f"{crowd.failures} refused, {resumed} of {len(came_back)} resumed"
            )
            assert crowd.losses > 0 and resumed == len(came_back)
            assert all(instance.is_running for instance in cluster.instances)
