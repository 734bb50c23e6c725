"""What clients cost: 10,000 idle ones on one instance, and thousands that came and went."""

import asyncio
import contextlib
import pathlib
import resource
import socket

from client import make_game
from cluster import Instance
from waiting import until, until_async
from wsclient import join
from wswire import request, socket_path

CONNECTIONS = 10_000
GAMES = 50
BATCH = 250
GOAL = 8 * 1024


def connect(port, number, path):
    """A plain socket whose handshake is sent; a port range of its own for each of some source addresses."""
    plain = socket.socket()
    plain.settimeout(10)
    plain.bind((f"127.0.0.{2 + number % 8}", 0))
    plain.connect(("127.0.0.1", port))
    plain.sendall(request(path, port)[0])
    return plain


def read_entrance(plain):
    """Until the snapshot, which here is the last, has come whole."""
    received = b""
    while b'"type":"snapshot"' not in received or not received.endswith(b"]}"):
        chunk = plain.recv(65_536)
        assert chunk, f"closed: {received[:300]!r}"
        received += chunk
    assert received.startswith(b"HTTP/1.1 101 ")


async def test_coming_and_going_leaves_nothing(binary, database):
    """No memory, no descriptor, no presence, however they left."""
    with Instance(database.url, log_level="warning") as instance:
        games = [make_game(instance.api(), name=f"Game {n}") for n in range(10)]
        descriptors = pathlib.Path(f"/proc/{instance.process.pid}/fd")
        seen = []
        for turn in range(4):
            for part in range(5):
                joins = (
                    join(instance.port, game.id, game.host_token, client_type="player", client_id=f"{turn}-{part}-{n}")
                    for n, game in enumerate(games * 20)
                )
                clients = await asyncio.gather(*joins)
                for client in clients[::2]:
                    client.abort()
                await asyncio.gather(*(client.close() for client in clients[1::2]))
            await until_async(lambda: instance.metric("podium_relay_connections") == 0, 5, "all gone")
            seen.append((len(list(descriptors.iterdir())), instance.resident()))
        print([f"{count} descriptors, {resident / 2**20:.1f} MiB" for count, resident in seen])
        (first, _), (_, warm), *_, (_, resident) = seen
        assert resident - warm < 2 << 20
        await until_async(lambda: len(list(descriptors.iterdir())) <= first + 2, 5, "no descriptor is left")
        await until_async(lambda: database.value("select count(*) from presence") == 0, 5, "nobody is there")


def test_memory_of_an_idle_connection(binary, database):
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(hard, CONNECTIONS + 500)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, wanted))  # fails where it may not be raised: ulimit -Hn
    with Instance(database.url, ping_interval=3_600, log_level="warning") as instance, contextlib.ExitStack() as sockets:
        games = [make_game(instance.api(), name=f"Game {n}") for n in range(GAMES)]

        def open_some(first, count):
            opened = []
            for number in range(first, first + count):
                game = games[number % GAMES]
                plain = connect(instance.port, number, socket_path(game.id, token=game.board_token))
                opened.append(sockets.enter_context(plain))
            for plain in opened:
                read_entrance(plain)
            return opened

        open_some(0, GAMES * 4)  # rooms, pools and caches are there before it is measured
        before = instance.resident()
        opened = []
        for first in range(0, CONNECTIONS, BATCH):
            opened += open_some(first, BATCH)
        assert instance.metric("podium_relay_connections") == CONNECTIONS + GAMES * 4
        after = instance.resident()
        each = (after - before) / CONNECTIONS
        print(
            f"{CONNECTIONS} idle connections: {each:.0f} bytes each, {before / 2**20:.1f} to {after / 2**20:.1f} MiB resident"
        )

        # All of them are alive.
        host = instance.api()
        for game in games:
            host.with_token(game.host_token).post(f"{game.path}/answers", game.answer()).expect(200)
        for plain in opened:
            assert b'"type":"update_score"' in plain.recv(65_536)
        sockets.close()
        until(lambda: instance.metric("podium_relay_connections") == 0, 20, "all gone")
        print(f"{instance.resident() / 2**20:.1f} MiB when they are gone")
    assert each <= GOAL
