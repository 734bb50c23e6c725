"""Who is let in: tokens, games and origins are judged before the upgrade, and refusals are answered as HTTP."""

import asyncio
import base64
import json
import socket
import time

import aiohttp
import pytest

from client import make_game
from cluster import Cluster, Instance
from pgproxy import PgProxy
from wsclient import Client, Refused, join, open_client
from wswire import TEXT, frame, request, socket_path


@pytest.fixture(scope="module")
def cluster(binary, database):
    with Cluster(database, 2) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def game(cluster):
    return make_game(cluster.instances[0].api(), players=2)


async def refusal(port, path, **options):
    with pytest.raises(Refused) as refused:
        await open_client(port, path, **options)
    answer = refused.value
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.problem["status"] == answer.status and answer.headers["x-request-id"]
    return answer.status, answer.problem["code"]


async def test_refused_before_the_upgrade(cluster, game):
    port = cluster.ports[1]
    foreign = make_game(cluster.instances[0].api())
    path = socket_path(game.id)
    for token in (foreign.host_token, foreign.board_token):
        assert await refusal(port, socket_path(game.id, token=token)) == (403, "forbidden")
        # The body does not tell whether a foreign game exists.
        assert await refusal(port, socket_path(999_999_999, token=token)) == (403, "forbidden")
    assert await refusal(port, path) == (401, "unauthorized")
    head, payload, signature = game.host_token.split(".")
    no_algorithm = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    for bad in ("nonsense", "", f"{head}.{payload}.{signature[::-1]}", f"{no_algorithm}.{payload}."):
        assert await refusal(port, socket_path(game.id, token=bad)) == (401, "unauthorized"), bad
        assert await refusal(port, path, headers={"Authorization": f"Bearer {bad}x"}) == (401, "unauthorized")
    for after in ("-1", "x", "1.5", "99999999999999999999"):
        assert await refusal(port, socket_path(game.id, token=game.host_token, after=after)) == (400, "invalid_request")
    for name in ("0", "-1", "x", "99999999999999999999"):
        assert await refusal(port, socket_path(name, token=game.host_token)) == (400, "invalid_request")
    for path in ("/ws", "/ws/games", f"/ws/boards/{game.id}", f"/api/games/{game.id}/x"):
        assert (await refusal(port, path + f"?token={game.host_token}"))[0] in (401, 404)
    # The token may come in a header as well.
    client = await open_client(port, socket_path(game.id), headers={"Authorization": f"Bearer {game.board_token}"})
    await client.take("welcome")
    await client.close()


@pytest.mark.parametrize("name", ["desk", "a b+c&d=é", "日" * 100, "😀", "%41", "'\";--"])
async def test_names_in_the_query(cluster, game, name):
    """As forms and URLSearchParams write them: told to others as they were meant."""
    witness = await join(cluster.ports[0], game.id, game.host_token)
    client = await join(cluster.ports[1], game.id, game.host_token, client_type=name, client_id=name)
    assert client.welcome["client_id"] == name
    await witness.take("client_connection_status", client_type=name, client_id=name, connected=True)
    await client.close()
    await witness.take("client_connection_status", client_type=name, client_id=name, connected=False)
    await witness.close()


@pytest.mark.parametrize("name", ["x" * 101, "a\nb", "\0"])
async def test_names_that_are_none(cluster, game, name):
    for member in ("client_type", "client_id"):
        path = socket_path(game.id, token=game.host_token, **{member: name})
        assert await refusal(cluster.ports[0], path) == (400, "invalid_request")


async def test_what_comes_with_the_handshake_is_not_lost(cluster, game):
    """A frame in the same packet."""
    client = Client()
    await asyncio.get_running_loop().create_connection(lambda: client, "127.0.0.1", cluster.ports[0])
    handshake, client.expected_accept = request(socket_path(game.id, token=game.host_token), cluster.ports[0])
    client.transport.write(handshake + frame(TEXT, b'{"type":"early"}'))
    await client.take("early")
    assert [message["type"] for message in client.messages[:2]] == ["welcome", "snapshot"] and client.faults == []
    await client.close()


async def test_the_database_is_away(binary, database):
    """Refused in time, with a hint when to come again."""
    with PgProxy(database.url) as proxy, Instance(proxy.url) as instance:
        game = make_game(instance.api())
        proxy.refuse()
        proxy.cut_all()
        began = time.monotonic()
        with pytest.raises(Refused) as refused:
            await join(instance.port, game.id, game.host_token)
        assert refused.value.status == 503 and refused.value.problem["code"] == "database_unavailable"
        assert int(refused.value.headers["retry-after"]) >= 1 and time.monotonic() - began < 3
        proxy.accept()
        deadline = time.monotonic() + 5
        while True:
            try:
                client = await join(instance.port, game.id, game.host_token)
                break
            except Refused as refused:
                assert refused.status == 503 and time.monotonic() < deadline, refused
        await client.close()


async def test_an_unknown_game(binary, database):
    admin = "an-admin-token-for-tests-0123456789"
    with Instance(database.url, admin_token=admin) as instance:
        assert await refusal(instance.port, socket_path(999_999_999, token=admin)) == (404, "not_found")
    with Instance(database.url, auth="open") as instance:
        assert await refusal(instance.port, socket_path(999_999_999)) == (404, "not_found")
        game = make_game(instance.api())
        assert await refusal(instance.port, socket_path(game.id, token="bad")) == (401, "unauthorized")
        client = await join(instance.port, game.id)
        client.send({"type": "free"})
        assert (await client.take("free"))["from"]["role"] == "open"
        await client.close()


async def test_a_host_of_a_deleted_game(cluster, database):
    """Its token is good and the game is not there any more."""
    game = make_game(cluster.instances[0].api())
    database.execute("delete from player_answer where game_id = %s", game.id)
    database.execute("delete from question where game_id = %s", game.id)
    database.execute("delete from player where game_id = %s", game.id)
    database.execute("delete from game where id = %s", game.id)
    assert await refusal(cluster.ports[0], socket_path(game.id, token=game.host_token)) == (404, "not_found")


async def test_origins(binary, database):
    """A page of another origin is refused before the upgrade; programs send no Origin and come in."""
    with Instance(database.url, allowed_origins="https://Quiz.example , http://localhost:3000") as instance:
        game = make_game(instance.api())
        path = socket_path(game.id, token=game.host_token)
        for origin in ("https://quiz.example", "http://localhost:3000"):
            client = await open_client(instance.port, path, headers={"Origin": origin})
            await client.take("welcome")
            await client.close()
        for origin in ("https://evil.example", "http://quiz.example", "https://quiz.example.evil.example", "null"):
            assert await refusal(instance.port, path, headers={"Origin": origin}) == (403, "forbidden")
        await (await join(instance.port, game.id, game.host_token)).close()


async def test_any_origin_by_default(cluster, game):
    path = socket_path(game.id, token=game.host_token)
    client = await open_client(cluster.ports[0], path, headers={"Origin": "https://anywhere.example"})
    await client.take("welcome")
    await client.close()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda head: head.replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"), 426),
        (lambda head: head.replace("Upgrade: websocket\r\n", ""), 426),
        (lambda head: head.replace("Upgrade: websocket", "Upgrade: h2c"), 426),
        (lambda head: head.replace("GET", "POST", 1), 405),
    ],
    ids=["another version", "no upgrade", "another upgrade", "POST"],
)
def test_no_handshake(cluster, game, change, status):
    """Answered as HTTP, and the connection goes on."""
    path = socket_path(game.id, token=game.host_token)
    head = (
        f"GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", cluster.ports[0]), timeout=5) as plain:
        plain.sendall(change(head).encode())
        answer = plain.recv(65_536).decode()
        assert answer.startswith(f"HTTP/1.1 {status} "), answer
        if status == 426:
            assert "sec-websocket-version: 13" in answer.lower(), answer
        plain.sendall(b"GET /api/health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        assert plain.recv(65_536).startswith(b"HTTP/1.1 200 ") or "connection: close" in answer.lower()


def test_an_upgrade_that_nobody_offers(cluster):
    """As curl --http2 sends it: the request is answered."""
    with socket.create_connection(("127.0.0.1", cluster.ports[0]), timeout=5) as plain:
        plain.sendall(
            b"GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            b"HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n"
        )
        assert plain.recv(65_536).startswith(b"HTTP/1.1 200 ")


async def test_a_connection_that_has_served_requests_can_upgrade(cluster, game):
    """As clients that keep one pool of connections for everything have it."""
    connector = aiohttp.TCPConnector(limit=1)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{cluster.ports[0]}", connector=connector) as session:
        for token, status in ((game.host_token, 101), ("x", 401), (game.host_token, 101)):
            async with session.get(game.path, headers={"Authorization": f"Bearer {game.host_token}"}) as response:
                assert (await response.json())["game_id"] == game.id
            if status == 101:
                async with session.ws_connect(socket_path(game.id, token=token)) as client:
                    assert (await client.receive_json(timeout=5))["type"] == "welcome"
            else:
                with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                    await session.ws_connect(socket_path(game.id, token=token))
                assert refused.value.status == status


async def test_a_client_that_was_refused_and_stays_is_cut_off(cluster, game):
    """Its last response tells it to go; what it sends from then on keeps the connection only for a while."""
    reader, writer = await asyncio.open_connection("127.0.0.1", cluster.ports[0])
    handshake, _ = request(socket_path(game.id, token="x"), cluster.ports[0])
    writer.write(handshake)
    assert (await reader.readline()).startswith(b"HTTP/1.1 401 ")
    await reader.read()
    started = time.monotonic()
    with pytest.raises(ConnectionError):
        while time.monotonic() - started < 15:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.1)
    writer.close()


async def test_tokens_are_not_logged(cluster, game):
    client = await join(cluster.ports[0], game.id, game.host_token)
    await client.close()
    await refusal(cluster.ports[0], socket_path(game.id, token=game.host_token, after="x"))
    assert game.host_token not in "".join(cluster.instances[0].lines)
