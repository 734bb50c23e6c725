"""The tests' own WebSocket client and its checks: against another implementation, and against streams that are wrong."""

import json
import time

import pytest
import websockets.asyncio.server

from relay_checks import State, check_game, check_stream
from wsclient import Client, Refused, join, open_client
from wswire import BINARY, CLOSE, PING, TEXT, frame, request

WELCOME = {"type": "welcome", "game_id": 1, "client_id": "c", "connection_id": "c", "revision": 0, "resumed": False}
SNAPSHOT = {"type": "snapshot", "revision": 0, "players": [], "questions": [], "retained": [], "clients": []}


def update(revision, score=None):
    score = revision if score is None else score
    return f'{{"type":"update_score","player_id":7,"score":{score},"version":{revision},"revision":{revision}}}'


async def serve(handler, **options):
    return await websockets.asyncio.server.serve(handler, "127.0.0.1", 0, compression=None, **options)


def port_of(server):
    return server.sockets[0].getsockname()[1]


async def test_messages_both_ways():
    """Small, medium and large ones, fragments, and a ping in between."""
    received = []

    async def handler(connection):
        for size in (0, 125, 126, 65_535, 65_536, 300_000):
            await connection.send(json.dumps({"type": "x", "text": "é" * size}))
        await connection.ping()
        async for message in connection:
            received.append(message)
            await connection.send(json.dumps({"type": "got", "size": len(message)}))

    async with await serve(handler, max_size=None) as server:
        client = await open_client(port_of(server), "/ws/games/1")
        for size in (0, 125, 126, 65_535, 65_536, 300_000):
            client.send({"type": "x", "text": "x" * size})
        client.send_frame(TEXT, b'{"type":', fin=False)
        client.send_frame(PING, b"hello")
        client.send_frame(0, b'"y"}')
        client.send_frame(BINARY, b"\0\1")
        for _ in range(8):
            await client.take("got")
        assert len(client.pings) == 1
        assert [len(message["text"]) for message in client.of_type("x")] == [0, 125, 126, 65_535, 65_536, 300_000]
        assert json.loads(received[-2]) == {"type": "y"} and received[-1] == b"\0\1"
        await client.close(4000)
        assert client.close_code == 4000 and client.faults == ["no welcome first: {'type': 'x', 'text': ''}"]


async def test_what_is_wrong_is_sent_as_it_is():
    async def handler(connection):
        await connection.wait_closed()

    wrong = [(TEXT, {"mask": False}), (TEXT, {"reserved": 4}), (3, {}), (PING, {"fin": False})]
    async with await serve(handler) as server:
        for opcode, options in wrong:
            client = await open_client(port_of(server), "/")
            client.send_frame(opcode, b"x", **options)
            assert await client.closed() == 1002, (opcode, options)


async def test_refusals():
    def refuse(connection, request):
        return connection.respond(403, "no")

    async with await serve(None, process_request=refuse) as server:
        with pytest.raises(Refused) as refused:
            await join(port_of(server), 1)
        assert refused.value.status == 403 and refused.value.body == b"no"


async def test_stops_reading():
    """What it does not read stays with the server."""
    progress = []

    async def handler(connection):
        for number in range(400):
            await connection.send("x" * 65_536)
            progress.append(number)

    async with await serve(handler) as server:
        client = await open_client(port_of(server), "/", receive_buffer=4_096, keep=False)
        client._take_text = lambda payload: client.log.append(len(payload))
        await client.until(lambda: client.log, 5)
        client.stop_reading()
        with pytest.raises(AssertionError):
            await client.until(lambda: len(progress) == 400, 0.3)
        client.go_on_reading()
        await client.until(lambda: len(client.log) == 400, 10)
        await client.closed()


async def test_fast_enough():
    """300 clients that get 60 changes a second are 18,000 messages a second; parsing must take a small part of a core."""
    client, messages = Fed(), 50_000
    book = client.book
    data = b"".join(frame(TEXT, update(n).encode(), mask=False) for n in range(1, messages + 1))
    client.feed([WELCOME, SNAPSHOT])
    start = time.process_time()
    for position in range(0, len(data), 600):
        client.data_received(data[position : position + 600])
    seconds = time.process_time() - start
    assert client.revision == messages == len(book) and client.faults == []
    print(f"{messages / seconds:.0f} messages a second")
    assert messages / seconds > 60_000


class Transport:
    def abort(self):
        pass


class Fed(Client):
    """A client that is fed by hand, as if through a proxy that may do what it likes."""

    def __init__(self, book=None, after=None):
        super().__init__(after, book)
        self.connection_made(Transport())
        _, self.expected_accept = request("/", 1)
        accept = f"HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: {self.expected_accept}\r\n\r\n"
        self.data_received(accept.encode())

    def feed(self, messages):
        for message in messages:
            text = message if isinstance(message, str) else json.dumps(message, separators=(",", ":"))
            self.data_received(frame(TEXT, text.encode(), mask=False))
        return self


class Database:
    """A game with one player whose score is its revision."""

    def __init__(self, revision):
        self.revision = revision

    def connect(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def execute(self, *_):
        return self

    def fetchone(self):
        return self.revision, [[7, self.revision, self.revision]], []

    def rows(self, *_):
        return [(revision, update(revision)) for revision in range(1, self.revision + 1)]


START = State(0, {7: (0, 0)}, {})
BEGINNING = [WELCOME, SNAPSHOT | {"players": [{"player_id": 7, "score": 0, "version": 0}]}]


async def test_what_is_right_passes():
    book = {}
    late = [WELCOME | {"revision": 2}, SNAPSHOT | {"revision": 2, "players": [{"player_id": 7, "score": 2, "version": 2}]}]
    clients = [
        Fed(book).feed([*BEGINNING, update(1), update(2), update(3)]),
        Fed(book).feed([*late, update(3)]),
        Fed(book, after=1).feed([WELCOME | {"revision": 2, "resumed": True}, update(2), update(3)]),
    ]
    check_game(clients, Database(3), 1, START)


@pytest.mark.parametrize(
    "messages",
    [
        [*BEGINNING, update(1), update(3)],
        [*BEGINNING, update(1), update(2), update(2), update(3)],
        [*BEGINNING, update(1), update(3), update(2)],
        [*BEGINNING, update(1), update(2)],
        [*BEGINNING, update(1), update(2), update(3), update(4)],
        [*BEGINNING, update(1), update(2, score=9), update(3)],
        [WELCOME, SNAPSHOT | {"players": [{"player_id": 7, "score": 1, "version": 0}]}, update(1), update(2), update(3)],
        [*BEGINNING, update(1), {"type": "reset"}, *BEGINNING[1:], update(1), update(2), update(3)],
        [*BEGINNING, update(1), *BEGINNING[1:], update(1), update(2), update(3)],
        [BEGINNING[0], update(1), BEGINNING[1], update(1), update(2), update(3)],
        [BEGINNING[1], BEGINNING[0], update(1), update(2), update(3)],
        [WELCOME | {"resumed": True}, update(1), update(2), update(3)],
    ],
    ids=[
        "dropped", "doubled", "swapped", "not at the end", "too many", "another body", "a wrong snapshot", "a reset",
        "a second snapshot", "a change before the snapshot", "no welcome first", "resumed where it was not",
    ],
)  # fmt: skip
async def test_what_is_wrong_is_found(messages):
    right = Fed().feed([*BEGINNING, update(1), update(2), update(3)])
    with pytest.raises(AssertionError):
        check_game([right, Fed(after=1).feed(messages)], Database(3), 1, START)


async def test_different_bytes_for_two_clients_are_found():
    book = {}
    Fed(book).feed([*BEGINNING, update(1)])
    other = Fed(book).feed([*BEGINNING, update(1, score=5)])
    with pytest.raises(AssertionError, match="elsewhere"):
        check_stream(other)


async def test_a_close_is_noted():
    client = Fed()
    client.send_frame = lambda *_: None
    client.data_received(frame(CLOSE, (1013).to_bytes(2, "big") + b"slow", mask=False))
    client.connection_lost(None)
    assert await client.closed() == 1013 and client.close_reason == b"slow"
