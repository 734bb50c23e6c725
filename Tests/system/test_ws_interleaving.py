"""Changes between a snapshot and the subscription, forced to be there: PostgreSQL's answer is held up meanwhile."""

import asyncio

import pytest

from client import make_game
from cluster import Instance
from pgproxy import PgProxy
from relay_checks import State, finish
from wsclient import join

# Of the statements that read a snapshot and the log for a relay.
SNAPSHOT = "'{\"player_id\":'"
LOG = "FROM change WHERE game_id"


@pytest.fixture(scope="module")
def proxied(binary, database):
    """A relay whose reads go through a proxy, while its listener hears everything at once, and the proxy."""
    with PgProxy(database.url) as proxy:
        with Instance(proxy.url, listen_database_url=database.url) as instance:
            yield instance, proxy


@pytest.fixture
def game(instance):
    return make_game(instance.api())


@pytest.fixture
def mutate(instance, game):
    """Makes changes through the other instance; each is committed and announced when it returns."""
    host = instance.api(game.host_token)

    def mutate(count):
        for turn in range(count):
            host.post(f"{game.path}/answers", game.answer(turn % 3, turn % 5, points=turn)).expect(200)

    return mutate


@pytest.mark.parametrize("place", ["request", "answer"])
@pytest.mark.parametrize("before", [0, 3])
async def test_the_first_client_of_a_room(proxied, database, game, mutate, place, before):
    """Held before PostgreSQL has it the snapshot is newer than what was announced; held after it, older."""
    instance, proxy = proxied
    start = State.of_database(database, game.id)
    mutate(before)
    with proxy.hold(place, SNAPSHOT) as hold:
        joining = [asyncio.create_task(join(instance.port, game.id, game.host_token)) for _ in range(3)]
        await hold.holding()
        mutate(4)
        hold.release()
        clients = await asyncio.gather(*joining)
    mutate(2)
    snapshot = clients[0].segments[0].snapshot
    assert snapshot["revision"] == start.revision + before + (4 if place == "request" else 0)
    await finish(clients, database, game, start)


@pytest.mark.parametrize("place", ["request", "answer"])
async def test_a_room_that_is_open(proxied, database, game, mutate, place):
    """Its snapshot has become too old, so a joiner waits for a new one while the others get what is new."""
    instance, proxy = proxied
    start = State.of_database(database, game.id)
    first = await join(instance.port, game.id, game.host_token)
    mutate(300)
    await first.reach(start.revision + 300)
    with proxy.hold(place, SNAPSHOT) as hold:
        joining = asyncio.create_task(join(instance.port, game.id, game.host_token))
        await hold.holding()
        mutate(4)
        await first.reach(start.revision + 304)
        hold.release()
        second = await joining
    mutate(2)
    await finish([first, second], database, game, start)


@pytest.mark.parametrize("place", ["request", "answer"])
async def test_coming_back(proxied, database, game, mutate, place):
    """The log is read for one that comes back, while changes go on."""
    instance, proxy = proxied
    start = State.of_database(database, game.id)
    mutate(5)
    live = await join(instance.port, game.id, game.host_token)
    with proxy.hold(place, LOG) as hold:
        joining = asyncio.create_task(join(instance.port, game.id, game.host_token, after=start.revision + 1))
        await hold.holding()
        mutate(4)
        hold.release()
        back = await joining
    mutate(2)
    assert back.welcome["resumed"]
    await finish([live, back], database, game, start)
    assert back.segments[0].revisions[0] == start.revision + 2


@pytest.mark.parametrize("place", ["request", "answer"])
async def test_a_gap(proxied, database, game, mutate, place):
    """A change that was not announced is read from the log before anything newer goes out."""
    instance, proxy = proxied
    start = State.of_database(database, game.id)
    client = await join(instance.port, game.id, game.host_token)
    with database.connect() as connection, connection.transaction():
        (revision,) = connection.execute(
            "update game set revision = revision + 1 where id = %s returning revision", [game.id]
        ).fetchone()
        connection.execute(
            "insert into change (game_id, revision, kind, entity_id, version, body, actor)"
            " values (%s, %s, 'game_updated', %s, %s, %s, 'host')",
            [game.id, revision, game.id, revision, f'{{"type":"game_changed","kind":"game_updated","revision":{revision}}}'],
        )
    with proxy.hold(place, LOG) as hold:
        mutate(1)
        await hold.holding()
        mutate(3)
        late = asyncio.create_task(join(instance.port, game.id, game.host_token))
        assert client.revision == start.revision, "nothing newer before the gap is filled"
        hold.release()
        clients = [client, await late]
    mutate(1)
    await finish(clients, database, game, start)
    assert client.segments[0].revisions == list(range(start.revision + 1, start.revision + 7))
