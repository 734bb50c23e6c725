"""Roles: an api instance has no sockets, a relay no mutations, and behind HAProxy they are one."""

import asyncio

import pytest

from client import make_game
from cluster import Cluster, Instance
from haproxy import HAProxy
from pgproxy import PgProxy
from relay_checks import State, check_game
from waiting import until_async
from wsclient import Refused, join, open_client
from wswire import socket_path


async def test_api_and_relays_behind_haproxy(binary, database):
    with Cluster(database, 3, roles=["api", "relay", "relay"], trusted_proxies="127.0.0.1") as cluster:
        api, *relays = cluster.instances
        with HAProxy([api], relays) as front:
            game = make_game(front.api())
            with pytest.raises(Refused) as refused:
                await open_client(api.port, socket_path(game.id, token=game.host_token))
            assert refused.value.status == 404 and refused.value.problem["code"] == "not_found"
            for relay in relays:
                host = relay.api(game.host_token)
                host.post(f"{game.path}/answers", game.answer()).expect(404)
                host.get(game.path).expect(404)
                host.patch(f"/api/questions/{game.questions[0]}", {"answered": True}).expect(404)
                host.get("/api/health/ready").expect(200)
                host.get("/api/health/live").expect(200)

            start = State.of_database(database, game.id)
            book = {}
            clients = await asyncio.gather(*(join(front.port, game.id, game.host_token, book=book) for _ in range(6)))
            host = front.api(game.host_token)
            for turn in range(10):
                host.post(f"{game.path}/answers", game.answer(turn % 3, turn % 5)).expect(200)
            clients.append(await join(front.port, game.id, game.host_token, after=start.revision, book=book))
            await asyncio.gather(*(client.reach(start.revision + 10) for client in clients))
            assert all(relay.metric("podium_relay_connections") >= 3 for relay in relays), "not divided between the relays"
            clients[0].send({"type": "hello"})
            await asyncio.gather(*(client.take("hello") for client in clients))
            check_game(clients, database, game.id, start)
            await asyncio.gather(*(client.close() for client in clients))


@pytest.mark.parametrize("role", ["relay", "all"])
async def test_not_ready_while_the_listener_is_away(binary, database, instance, role):
    """Clients stay; what they missed comes when the listener is back."""
    game = make_game(instance.api())
    host = instance.api(game.host_token)
    start = State.of_database(database, game.id)
    with PgProxy(database.url) as proxy:
        with Instance(database.url, listen_database_url=proxy.url, role=role) as relay:
            ready = lambda: relay.api().get("/api/health/ready").status  # noqa: E731
            await until_async(lambda: ready() == 200, 5, "ready")
            client = await join(relay.port, game.id, game.host_token)
            proxy.refuse()
            proxy.cut_all()
            await until_async(lambda: ready() == 503, 5, "not ready")
            for turn in range(3):
                host.post(f"{game.path}/answers", game.answer(turn)).expect(200)
            relay.api().get("/api/health/live").expect(200)
            assert client.revision == start.revision and not client.is_closed
            proxy.accept()
            await client.reach(start.revision + 3, 5)
            await until_async(lambda: ready() == 200, 5, "ready again")
            check_game([client], database, game.id, start)
            await client.close()
