"""Who is there: across instances, after a crash, and after an instance was only thought to have died."""

import asyncio
import time

import pytest

from client import make_game
from cluster import Cluster
from postgres import PrivateServer
from waiting import until_async
from wsclient import abort_all, join

GONE_WITHIN = 10
PATIENCE = 6  # seconds without a report that make an instance dead to the others


@pytest.fixture
def cluster(binary, database):
    with Cluster(database, 3) as cluster:
        yield cluster


@pytest.fixture
def game(cluster):
    return make_game(cluster.instances[0].api())


def present(client):
    """Who is there as far as this client was told, by its snapshot (one that resumed has none) and then by statuses."""
    snapshot = client.segments[0].snapshot or {"clients": []}
    there = {(each["client_type"], each["client_id"]) for each in snapshot["clients"]}
    for status in client.of_type("client_connection_status"):
        key = (status["client_type"], status["client_id"])
        # Its own coming may stand in the snapshot too.
        assert not status["connected"] or key not in there or key == client.key, f"{status} twice: {client!r}"
        assert status["connected"] or key in there, f"{status} without having come: {client!r}"
        (there.add if status["connected"] else there.discard)(key)
    return there


async def enter(port, game, kind, name, **options):
    client = await join(port, game.id, game.host_token, client_type=kind, client_id=name, **options)
    client.key = (kind, name)
    return client


async def see(clients, expected, seconds=3):
    for client in clients:
        await client.until(lambda c=client: present(c) == expected, seconds, f"present are {expected}")


def statuses(client, key):
    """What a client was told of another, in order."""
    return [
        status["connected"]
        for status in client.of_type("client_connection_status")
        if (status["client_type"], status["client_id"]) == key
    ]


async def test_coming_and_going_across_instances(cluster, game):
    board = await enter(cluster.ports[0], game, "board", "b")
    host = await enter(cluster.ports[1], game, "host", "h")
    await see([board, host], {board.key, host.key})
    phone = await enter(cluster.ports[2], game, "player", "p")
    await see([board, host, phone], {board.key, host.key, phone.key})
    # A second window of the same client, on another instance, is the same client; the first to go is not the client gone.
    second = await enter(cluster.ports[0], game, "player", "p")
    nobody = await join(cluster.ports[0], game.id, game.host_token)  # has no type: is told, and is not told of
    await phone.close()
    await nobody.close()
    third = await enter(cluster.ports[1], game, "player", "q")
    await see([board, host, second, third], {board.key, host.key, phone.key, third.key})
    assert statuses(board, phone.key) == statuses(host, phone.key) == [True]
    second.abort()
    third.abort()
    await see([board, host], {board.key, host.key})
    assert statuses(board, phone.key) == statuses(host, phone.key) == [True, False]
    # Back at once, and who resumes is told who is there.
    again = await enter(cluster.ports[2], game, "player", "p", after=host.revision)
    assert again.welcome["resumed"]
    await see([again], {phone.key, board.key, host.key})
    for client in (board, host, again):
        await client.close()


async def test_many_at_once(cluster, game):
    """Each of them is told once, though they are reported in groups."""
    board = await enter(cluster.ports[0], game, "board", "b")
    players = await asyncio.gather(*(enter(cluster.ports[n % 3], game, "player", f"p{n}") for n in range(60)))
    await see([board], {board.key} | {player.key for player in players})
    for player in players[::2]:
        player.abort()
    await see([board, *players[1::2]], {board.key} | {player.key for player in players[1::2]})
    for n, player in enumerate(players):
        assert statuses(board, player.key) == ([True, False] if n % 2 == 0 else [True])
    await board.close()


async def test_instances_that_die_and_one_that_was_only_frozen(cluster, game):
    """Killed: its clients are gone within 10 s, told once. Frozen as long: the same, and told as there when it is back."""
    witness, killed, frozen = cluster.instances
    board = await enter(witness.port, game, "board", "b")
    host = await enter(witness.port, game, "host", "h")
    doomed = [await enter(killed.port, game, "player", f"k{n}") for n in range(5)]
    asleep = [await enter(frozen.port, game, "player", f"f{n}") for n in range(5)]
    both = [await enter(killed.port, game, "player", "both"), await enter(witness.port, game, "player", "both")]
    everybody = {client.key for client in [board, host, *doomed, *asleep, *both]}
    await see([board, host], everybody)

    with frozen.frozen():
        killed.kill()
        began = time.monotonic()
        left = {board.key, host.key, both[0].key}
        await board.until(lambda: present(board) == left, GONE_WITHIN, "the clients of both are gone")
        print(f"gone after {time.monotonic() - began:.1f} s")
        await see([host], left)
        late = await enter(witness.port, game, "board", "late")
        await see([late], left | {late.key})
    await see([board, host, late], left | {late.key} | {client.key for client in asleep}, 5)
    for observer in (board, host):
        for client in doomed:
            assert statuses(observer, client.key) == [True, False], client.key
        for client in asleep:
            assert statuses(observer, client.key) == [True, False, True], client.key
        assert statuses(observer, both[0].key) == [True]
    # Its sockets were open all the time, and are of use again.
    asleep[0].send({"type": "awake"})
    await board.take("awake")
    host.send({"type": "good-morning"})
    for client in asleep:
        await client.take("good-morning")

    killed.start()
    killed.wait_until_listening()
    back = await enter(killed.port, game, "player", "k0")
    await see([board, host, back], left | {late.key, back.key} | {client.key for client in asleep})
    assert statuses(board, back.key) == [True, False, True]


async def test_nobody_is_gone_because_the_database_was_away(binary):
    """Instances that could not report themselves judge nobody by silence: no client is told of as gone, or as there again."""
    server = PrivateServer()
    try:
        with server.database() as database, Cluster(database, 2) as cluster:
            game = make_game(cluster.instances[0].api())
            clients = [await enter(port, game, "board", f"b{n}") for n, port in enumerate(cluster.ports * 2)]
            await see(clients, {client.key for client in clients})
            seen = [len(client.of_type("client_connection_status")) for client in clients]
            server.stop()
            await asyncio.sleep(PATIENCE + 1)  # longer than instances may be silent
            server.start()
            # Each has reported itself since, and been watched by the other for as long as an instance may be silent.
            reported = "select count(*) = 2 from relay_instance where seen_at > %s::timestamptz + %s * interval '1 s'"
            since = database.value("select now()::text")
            await until_async(lambda: database.value(reported, since, PATIENCE + 2), 2 * PATIENCE + 5, "reports go on")
            host = await enter(cluster.ports[1], game, "host", "h")
            await see([*clients, host], {client.key for client in [*clients, host]})
            assert [len(client.of_type("client_connection_status")) for client in clients] == [n + 1 for n in seen]
            assert not any(client.is_closed for client in clients)
            await abort_all()
    finally:
        server.close()


async def test_nobody_is_forgotten_when_the_database_crashes(binary):
    """What was committed without waiting for the disk may be lost then; those who are still there are told of again."""
    server = PrivateServer()
    try:
        server.maintenance.execute("alter system set wal_writer_delay = '10s'")  # so that it is lost
        server.maintenance.execute("select pg_reload_conf()")
        with server.database() as database, Cluster(database, 3) as cluster:
            game = make_game(cluster.instances[0].api())
            host = await enter(cluster.ports[0], game, "host", "h")
            left = await enter(cluster.ports[1], game, "player", "left")
            await see([host], {host.key, left.key})
            database.execute("create table flushed ()")  # waits for the disk, and with it goes all that was before
            players = [await enter(cluster.ports[n % 2], game, "player", f"p{n}") for n in range(10)]
            await left.close()
            everybody = {host.key} | {player.key for player in players}
            await see([host], everybody)
            server.stop("immediate")
            server.start()
            print(f"{database.value('select count(*) from presence')} of {len(everybody)} are in the database after the crash")
            # An instance that was asked by nobody so far knows only what the database does.
            apis = [instance.api() for instance in cluster.instances]
            await until_async(lambda: all(api.get("/api/health/ready").status == 200 for api in apis), 10, "ready")
            late = await enter(cluster.ports[2], game, "board", "late")
            await see([host, late], everybody | {late.key}, GONE_WITHIN)
            await abort_all()
    finally:
        server.close()


async def test_an_instance_that_stops_says_so(cluster, game):
    """Its clients are reported gone at once, not only when the others miss it."""
    board = await enter(cluster.ports[0], game, "board", "b")
    players = [await enter(cluster.ports[1], game, "player", f"p{n}") for n in range(3)]
    await see([board], {board.key} | {player.key for player in players})
    cluster.instances[1].terminate()
    await asyncio.gather(*(player.closed(8) for player in players))
    await see([board], {board.key}, 2)
    await asyncio.to_thread(cluster.instances[1].wait, 10)
    assert cluster.database.value("select count(*) from presence where client_type = 'player'") == 0
    for player in players:
        assert statuses(board, player.key) == [True, False]
