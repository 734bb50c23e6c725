"""Announcements that are lost, doubled, wrong or too large, and a listener that is away or goes quiet."""

import asyncio
import json
import random
import time

import pytest

from client import make_game
from cluster import Cluster
from pgproxy import PgProxy
from relay_checks import State, add_changes, check_game, check_stream, finish
from waiting import until_async
from writers import Writers
from wsclient import join

MANY = 10_500


@pytest.fixture(scope="module")
def cluster(binary, database):
    with Cluster(database, 2) as cluster:
        yield cluster


@pytest.fixture
def game(cluster):
    return make_game(cluster.instances[0].api())


async def test_an_oversized_announcement(cluster, database, game):
    """GAME:@REVISION: the relay reads the log, and a change of more than 8,000 bytes comes like any other."""
    start = State.of_database(database, game.id)
    clients = [await join(port, game.id, game.host_token) for port in cluster.ports]
    newest = add_changes(database, game, 3, announce="{game}:@{newest}", size=20_000)
    for client in clients:
        await client.reach(newest)
        assert len(client.log[-1]) > 20_000
    cluster.instances[0].api(game.host_token).post(f"{game.path}/answers", game.answer()).expect(200)
    await finish(clients, database, game, start)


async def test_announcements_that_are_wrong_do_no_harm(cluster, database, game):
    start = State.of_database(database, game.id)
    clients = [await join(port, game.id, game.host_token) for port in cluster.ports]
    host = cluster.instances[0].api(game.host_token)
    host.post(f"{game.path}/answers", game.answer()).expect(200)
    old = database.value("select body::text from change where game_id = %s order by revision desc limit 1", game.id)
    for payload in [
        "", "x", ":", f"{game.id}", f"{game.id}:", f"{game.id}:@", f"{game.id}:@x", f"{game.id}:{{", f"{game.id}:[{{}}]",
        f"{game.id}:[{old}]", f"{game.id}:[{old},{old}]", f"{game.id}:@1", f"{game.id}:@{start.revision + 1_000}",
        f"{1 << 70}:[{old}]", f"-{game.id}:[{old}]", f"{game.id}:[1,2]",
    ]:  # fmt: skip
        database.execute("select pg_notify('podium_changes', %s)", payload)
        database.execute("select pg_notify('podium_coordination', %s)", payload)
    host.post(f"{game.path}/answers", game.answer(1)).expect(200)
    await finish(clients, database, game, start)


@pytest.fixture
def deaf(binary, database):
    """An instance whose listener goes through a proxy."""
    with PgProxy(database.url) as proxy:
        with Cluster(database, 1, listen_database_url=proxy.url) as cluster:
            yield cluster.instances[0], proxy


async def away(proxy, instance):
    """The listener's connection is gone, and there is none to be had."""
    proxy.refuse()
    proxy.cut_all()
    await until_async(lambda: instance.api().get("/api/health/ready").status == 503, 10, "the listener is missed")


@pytest.mark.parametrize("what", ["missed", "missed many", "log cut"])
async def test_the_listener_was_away(deaf, cluster, database, game, what):
    """What was missed is read from the log; where that cannot be, everybody gets a reset and a snapshot, in place."""
    instance, proxy = deaf
    start = State.of_database(database, game.id)
    clients = [await join(instance.port, game.id, game.host_token) for _ in range(3)]
    host = cluster.instances[0].api(game.host_token)
    host.post(f"{game.path}/answers", game.answer()).expect(200)
    await away(proxy, instance)
    host.post(f"{game.path}/answers", game.answer(1)).expect(200)
    newest = add_changes(database, game, MANY if what == "missed many" else 20)
    if what == "log cut":
        database.execute("delete from change where game_id = %s and revision = %s", game.id, newest - 5)
    proxy.accept()
    await asyncio.gather(*(client.reach(newest, 10) for client in clients))
    host.post(f"{game.path}/answers", game.answer(2)).expect(200)
    await asyncio.gather(*(client.reach(newest + 1) for client in clients))
    for client in clients:
        check_stream(client, resets=what != "missed")
        kinds = [json.loads(text)["type"] for text in client.log if not text.startswith(b'{"type":"game_changed"')]
        expected = ["welcome", "snapshot", "update_score", "update_score", "update_score"]
        if what == "log cut":
            expected[4:4] = ["reset", "snapshot"]  # after what comes before the hole
        if what != "missed many":
            assert kinds == expected, client
    if what != "log cut":
        check_game(clients, database, game.id, start, resets=True)


async def test_a_database_that_went_back(deaf, cluster, database, game):
    """Restored from a backup, say: what clients have is not true any more, so they are told to begin anew."""
    instance, proxy = deaf
    clients = [await join(instance.port, game.id, game.host_token) for _ in range(3)]
    host = cluster.instances[0].api(game.host_token)
    for turn in range(5):
        host.patch(f"/api/boards/{game.boards[0]}", {"name": f"{turn}"}).expect(200)
    newest = State.of_database(database, game.id).revision
    await asyncio.gather(*(client.reach(newest) for client in clients))
    await away(proxy, instance)
    database.execute("delete from change where game_id = %s and revision > %s", game.id, newest - 2)
    database.execute("update game set revision = %s where id = %s", newest - 2, game.id)
    proxy.accept()
    for client in clients:
        await client.take("reset")
        assert (await client.take("snapshot"))["revision"] == newest - 2
        client.book.clear()  # the same revisions are of other changes now
    host.post(f"{game.path}/answers", game.answer()).expect(200)
    for client in clients:
        assert (await client.take("update_score"))["revision"] == newest - 1
        check_stream(client, resets=True)
        await client.close()
    late = await join(instance.port, game.id, game.host_token, after=newest)
    assert late.welcome["resumed"] is False and late.revision == newest - 1
    await late.close()


async def test_a_listener_that_goes_quiet(deaf, cluster, database, game):
    """A connection that is open and says nothing, as after a network's death, is found out by itself."""
    instance, proxy = deaf
    start = State.of_database(database, game.id)
    client = await join(instance.port, game.id, game.host_token)
    proxy.silence_all()
    host = cluster.instances[0].api(game.host_token)
    for turn in range(3):
        host.post(f"{game.path}/answers", game.answer(turn)).expect(200)
    began = time.monotonic()
    await client.reach(start.revision + 3, 15)
    print(f"found out after {time.monotonic() - began:.1f} s")
    await until_async(lambda: instance.api().get("/api/health/ready").status == 200, 5, "ready")
    host.post(f"{game.path}/answers", game.answer()).expect(200)
    await finish([client], database, game, start)


async def test_announcements_lost_and_doubled(deaf, cluster, database, game):
    """PostgreSQL does neither. If it did, the next announcement would tell."""
    instance, proxy = deaf
    start = State.of_database(database, game.id)
    book, chance = {}, random.Random(5)
    clients = [await join(instance.port, game.id, game.host_token, book=book) for _ in range(5)]
    proxy.notification = lambda: chance.choice([0, 1, 1, 2])
    async with Writers(cluster.ports, game, count=4, rate=40) as writers:
        await clients[0].reach(start.revision + 100, 20)
        clients += [await join(instance.port, game.id, game.host_token, after=start.revision, book=book) for _ in range(5)]
        await clients[0].reach(start.revision + 200, 20)
        await writers.stop()
    proxy.notification = None
    cluster.instances[0].api(game.host_token).post(f"{game.path}/answers", game.answer()).expect(200)
    print(f"{instance.metric('podium_relay_log_reads_total'):.0f} reads of the log for {writers.accepted} changes")
    await finish(clients, database, game, start)
