"""The programs of examples/ do what they say."""

import asyncio
import json
import sys

from cluster import Cluster
from client import make_game
from postgres import ROOT
from wsclient import join


async def test_the_buzzer_box(binary, database):
    with Cluster(database, 1, auth="open") as cluster:
        game = make_game(cluster.instances[0].api(), players=1)
        host = await join(cluster.ports[0], game.id, None, client_type="host", client_id="desk")
        box = await asyncio.create_subprocess_exec(
            sys.executable, ROOT / "examples" / "buzzer.py", f"ws://127.0.0.1:{cluster.ports[0]}/ws/game/{game.id}/",
            "--until", "toggle_buzzers", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            assert json.loads(await asyncio.wait_for(box.stdout.readline(), 10))["type"] == "welcome"
            box.stdin.write(b"3\n")
            assert (await host.take("buzzer_pressed"))["buzzerId"] == 3
            host.send({"type": "ping", "timestamp": 5})
            assert (await host.take("pong"))["timestamp"] == 5
            host.send({"type": "toggle_buzzers", "enabled": False})
            assert await asyncio.wait_for(box.wait(), 10) == 0
        finally:
            if box.returncode is None:
                box.kill()
                await box.wait()
        await host.close()
