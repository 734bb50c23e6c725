"""64 clients on three instances: every mutation is there once, in one order that everybody sees."""

import asyncio
import random
import time
from collections import defaultdict

import aiohttp
import pytest

from client import Api, make_game
from cluster import Cluster
from invariants import Listener, check_database, deadlocks
from waiting import until_async

CLIENTS = 64
ANSWERS = 200


async def client(number, urls, games, accepted):
    """One client with a connection of its own sends its answers one after another."""
    chance = random.Random(number)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as session:
        for _ in range(ANSWERS):
            game = chance.choice(games)
            answer = {
                "player_id": chance.choice(game.players),
                "question_id": chance.choice(game.questions),
                "is_correct": chance.random() < 0.6,
            }
            if chance.random() < 0.3:
                answer["points"] = chance.randrange(-500, 500)
            async with session.post(
                f"{urls[number % len(urls)]}{game.path}/answers",
                json=answer,
                headers={"Authorization": f"Bearer {game.host_token}"},
            ) as response:
                body = await response.json(content_type=None)
                assert response.status == 200, f"{response.status} {body}"
            accepted[number].append((body["player_id"], body["version"], body["score"]))


async def play(cluster, games, accepted):
    """All clients at the same time, with a listener; returns what the listener got, when it has it all."""
    listener = Listener(cluster.database)
    async with listener.listening():
        await asyncio.gather(*(client(number, cluster.urls, games, accepted) for number in range(CLIENTS)))

        def announced():
            return listener.revisions() >= CLIENTS * ANSWERS or any(":@" in payload for payload in listener.payloads)

        await until_async(announced, 10, "all changes announced")
        # A marker behind everything: what was committed before it has been delivered before it.
        cluster.database.execute("select pg_notify('podium_changes', '0:[]')")
        await until_async(lambda: listener.payloads[-1:] == ["0:[]"], 10, "the marker")
    return listener


@pytest.mark.parametrize(("game_count", "players"), [(1, 3), (100, 3)], ids=["3-players-1-game", "300-players-100-games"])
def test_each_answer_once_and_in_order(binary, postgres, game_count, players):
    with postgres.database() as database:
        with Cluster(database, 3, database_pool=8) as cluster:
            api = Api(cluster.urls[0])
            games = [make_game(api, name=f"Game {n}", players=players, questions=6) for n in range(game_count)]
            accepted = defaultdict(list)
            start = time.monotonic()
            listener = asyncio.run(play(cluster, games, accepted))
            seconds = time.monotonic() - start
            print(f"{CLIENTS * ANSWERS} answers in {seconds:.1f} s: {CLIENTS * ANSWERS / seconds:.0f} a second")

        # Every acknowledged version once, from 1 without a gap.
        versions = defaultdict(list)
        for answers in accepted.values():
            newest = {}
            for player, version, _ in answers:
                assert version > newest.get(player, 0), f"a client saw player {player} go from {newest[player]} to {version}"
                newest[player] = version
                versions[player].append(version)
        assert sum(map(len, versions.values())) == CLIENTS * ANSWERS
        for player, seen in versions.items():
            assert sorted(seen) == list(range(1, len(seen) + 1)), f"player {player}"

        # The database says the same: each answer that was acknowledged is the change that it was acknowledged as.
        check_database(database)
        logged = {
            (player, version): score
            for player, version, score in database.rows(
                "select entity_id, version, (body->>'score')::bigint from change where kind = 'update_score'"
            )
        }
        acknowledged = {(player, version): score for answers in accepted.values() for player, version, score in answers}
        assert logged == acknowledged
        assert database.value("select count(*) from change") == sum(game.snapshot["revision"] for game in games) + len(logged)

        listener.check([game.id for game in games])
        assert deadlocks(database) == 0
