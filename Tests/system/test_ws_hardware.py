"""A buzzer box as it exists: its own path, its own words, a WebSocket library, no idea of versions. It works unchanged."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect

from client import make_game
from cluster import Cluster
from wsclient import join


async def receive(connection, kind):
    """Reads on until this type comes, as the box does: what it does not know it ignores."""
    async with asyncio.timeout(5):
        while True:
            message = json.loads(await connection.recv())
            if message["type"] == kind:
                return message


async def play(cluster, game, query, host_token, role):
    host = await join(cluster.ports[1], game.id, host_token, client_type="host", client_id="desk")
    url = f"ws://127.0.0.1:{cluster.ports[0]}/ws/game/{game.id}/?client_type=buzzer&client_id=main{query}"
    async with connect(url, open_timeout=5) as box:
        await host.take("client_connection_status", client_type="buzzer", client_id="main", connected=True)
        host.send({"type": "toggle_buzzers", "enabled": True})
        assert (await receive(box, "toggle_buzzers"))["enabled"] is True
        await box.send('{"type":"buzzer_pressed","buzzerId":3}')
        pressed = await host.take("buzzer_pressed")
        assert pressed["buzzerId"] == 3
        assert pressed["from"].items() >= {"client_type": "buzzer", "client_id": "main", "role": role}.items()
        assert (await receive(box, "buzzer_pressed"))["buzzerId"] == 3, "its own comes back as to everybody"
        host.send({"type": "ping", "timestamp": 1_700_000_000.25})
        ping = await receive(box, "ping")
        await box.send(json.dumps({"type": "pong", "timestamp": ping["timestamp"], "recipient": None}))
        pong = await host.take("pong")
        assert pong["timestamp"] == 1_700_000_000.25 and pong["recipient"] is None
        # The library asks for compression and pings by itself.
        await asyncio.wait_for(await box.ping(), 5)
    await host.take("client_connection_status", client_type="buzzer", client_id="main", connected=False)
    await host.close()


@pytest.mark.parametrize("auth", ["open", "tokens"])
async def test_a_buzzer_box(binary, database, auth):
    with Cluster(database, 2, auth=auth) as cluster:
        game = make_game(cluster.instances[0].api(), players=4)
        host = cluster.instances[0].api(game.host_token)
        if auth == "open":
            await play(cluster, game, "", None, "open")
        else:
            await play(cluster, game, f"&token={game.host_token}", game.host_token, "host")
            # With a player's token it presses for that player only.
            ada = host.post("/api/join", {"join_code": game.join_code, "name": "Ada"}).expect(201).json()
            host.patch(f"/api/players/{ada['player_id']}", {"buzzer": 3}).expect(200)
            await play(cluster, game, f"&token={ada['player_token']}", game.host_token, "player")
