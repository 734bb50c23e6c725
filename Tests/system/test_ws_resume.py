"""Coming back with `after`: within the log, at its end, beyond it, before what is left of it, and far behind."""

import asyncio

import pytest

from client import make_game
from cluster import Cluster
from relay_checks import State, add_changes, check_stream, finish
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


async def test_a_snapshot_larger_than_a_queue(cluster, database, game):
    """It is one message, however large; a client that takes it in slowly is no slow client."""
    database.execute(
        "insert into question (game_id, category_id, text, points, position)"
        " select %s, %s, 'x', 1, 9 from generate_series(1, 30000)",
        game.id, game.categories[0],
    )  # fmt: skip
    start = State.of_database(database, game.id)
    clients = [
        await join(port, game.id, game.host_token, receive_buffer=size) for port in cluster.ports for size in (4_096, None)
    ]
    assert all(len(client.log[1]) > 1 << 20 for client in clients)
    cluster.instances[0].api(game.host_token).post(f"{game.path}/answers", game.answer()).expect(200)
    await finish(clients, database, game, start)


async def test_where_it_left_off(cluster, database, game):
    """Within the log, at its end, from the very beginning; on an instance with a room and on one without."""
    start = State.of_database(database, game.id)
    newest = start.revision + 6
    host = cluster.instances[0].api(game.host_token)
    stays = await join(cluster.ports[0], game.id, game.host_token)
    for turn in range(6):
        host.post(f"{game.path}/answers", game.answer(0, turn % 5)).expect(200)
    await stays.reach(newest)
    clients = [stays]
    for port in cluster.ports:
        for after in (start.revision, newest - 1, newest):
            client = await join(port, game.id, game.host_token, after=after)
            clients.append(client)
            assert client.welcome["resumed"] is True and client.welcome["revision"] == newest
            await client.reach(newest)
            assert client.segments[0].revisions == list(range(after + 1, newest + 1))
            assert [message["type"] for message in client.messages[: 1 + newest - after]] == [
                "welcome", *["update_score"] * (newest - after),
            ]  # fmt: skip
    host.post(f"{game.path}/answers", game.answer()).expect(200)
    await finish(clients, database, game, start)


async def test_from_the_very_beginning(cluster, database, game):
    """after=0 is a client that knows the game as it was before its first change."""
    newest = add_changes(database, game, 3)
    client = await join(cluster.ports[0], game.id, game.host_token, after=0)
    assert client.welcome["resumed"] is True
    await client.reach(newest)
    assert client.segments[0].revisions == list(range(1, newest + 1))
    check_stream(client)
    await client.close()


async def test_a_newcomer_is_shown_the_game_as_it_is(cluster, database, game):
    """Not as it was when somebody else came, with what has changed since."""
    host = cluster.instances[0].api(game.host_token)
    stays = await join(cluster.ports[0], game.id, game.host_token)
    for turn in range(3):
        host.post(f"{game.path}/answers", game.answer(0, turn)).expect(200)
        newest = database.value("select revision from game where id = %s", game.id)
        await stays.reach(newest)
        comes = await join(cluster.ports[0], game.id, game.host_token)
        snapshot = await comes.take("snapshot")
        assert comes.welcome["revision"] == snapshot["revision"] == newest
        scores = {player["player_id"]: player["score"] for player in snapshot["players"]}
        assert scores[game.players[0]] == database.value("select score from player where id = %s", game.players[0])
        await comes.close()
    await stays.close()


async def test_beyond_the_newest(cluster, database, game):
    """Another database's revision, most likely: a snapshot."""
    start = State.of_database(database, game.id)
    clients = [
        await join(port, game.id, game.host_token, after=after)
        for port in cluster.ports
        for after in (start.revision + 1, start.revision + 1_000_000, (1 << 63) - 1)
    ]
    assert {client.welcome["resumed"] for client in clients} == {False}
    cluster.instances[0].api(game.host_token).post(f"{game.path}/answers", game.answer()).expect(200)
    await finish(clients, database, game, start)


async def test_before_what_is_left_of_the_log(cluster, database, game):
    start = State.of_database(database, game.id)
    newest = add_changes(database, game, 20)
    database.execute("delete from change where game_id = %s and revision <= %s", game.id, newest - 10)
    for after, resumed in [(start.revision, False), (newest - 11, False), (newest - 10, True), (newest - 3, True)]:
        client = await join(cluster.ports[1], game.id, game.host_token, after=after)
        assert client.welcome["resumed"] is resumed, after
        await client.reach(newest)
        check_stream(client)
        await client.close()
    # A hole in the middle is no less a gap.
    database.execute("delete from change where game_id = %s and revision = %s", game.id, newest - 5)
    client = await join(cluster.ports[0], game.id, game.host_token, after=newest - 8)
    await client.reach(newest)
    check_stream(client, resets=True)
    assert client.segments[-1].snapshot["revision"] == newest
    await client.close()


async def test_far_behind(cluster, database, game):
    """More than 10,000 changes to catch up on, while more are made: none is missing, and the others do not wait."""
    start = State.of_database(database, game.id)
    newest = add_changes(database, game, MANY, size=700)  # more than 7 MiB, of which a queue takes one
    book = {}
    live = await join(cluster.ports[1], game.id, game.host_token, book=book, keep=False)
    async with Writers(cluster.ports, game, count=4, rate=20) as writers:
        joins = (
            join(port, game.id, game.host_token, after=after, book=book, keep=False)
            for port in cluster.ports
            for after in (start.revision, start.revision + 5_000, newest - 100)
        )
        clients = await asyncio.gather(*joins)
        await asyncio.gather(*(client.reach(newest, 20) for client in clients))
        await live.reach(newest + 20, 10)
        await writers.stop()
    assert {client.welcome["resumed"] for client in clients} == {True}
    await finish([live, *clients], database, game, start)
