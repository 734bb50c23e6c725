"""Messages that are refused, how, and that nobody else sees anything of it."""

import asyncio
import contextlib
import json

import pytest

from client import make_game
from cluster import Cluster
from wsclient import join
from wswire import BINARY, PING, TEXT, frame, request, socket_path


@pytest.fixture(scope="module")
def cluster(binary, database):
    with Cluster(database, 2) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def game(cluster):
    return make_game(cluster.instances[0].api(), players=2)


@pytest.fixture(scope="module")
def tokens(cluster, game):
    """One of each role; two players, of whom each has a buzzer."""
    api = cluster.instances[0].api()
    host = cluster.instances[0].api(game.host_token)
    tokens = {"host": game.host_token, "board": game.board_token}
    tokens["spectator"] = api.post("/api/join", {"join_code": game.join_code}).expect(201).json()["spectator_token"]
    tokens["ids"] = {}
    for buzzer, name in enumerate(["player", "rival"], 11):
        joined = api.post("/api/join", {"join_code": game.join_code, "name": name}).expect(201).json()
        host.patch(f"/api/players/{joined['player_id']}", {"buzzer": buzzer}).expect(200)
        tokens[name] = joined["player_token"]
        tokens["ids"][name] = joined["player_id"]
    return tokens


@contextlib.asynccontextmanager
async def witnessed(cluster, game, seen=()):
    """Hosts on both instances, who see nothing but these types and the mark at the end."""
    witnesses = [await join(port, game.id, game.host_token) for port in cluster.ports]
    for witness in witnesses:
        await witness.reach(witness.welcome["revision"])
    marks = [witness.mark() for witness in witnesses]
    yield witnesses
    witnesses[0].send({"type": "mark"})
    for witness, mark in zip(witnesses, marks, strict=True):
        await witness.take("mark")
        assert [message["type"] for message in witness.messages[mark:]] == [*seen, "mark"]
        await witness.close()


FORGED = [
    ({"type": "update_score", "player_id": 1, "score": 9999, "version": 99, "revision": 99}, "mutation_over_websocket"),
    ({"type": "toggle_question", "question_id": 1, "answered": True, "version": 9}, "mutation_over_websocket"),
    ({"type": "record_answer", "playerId": 1, "questionId": 1, "isCorrect": True}, "mutation_over_websocket"),
    ({"type": "welcome"}, "reserved_type"),
    ({"type": "snapshot", "players": []}, "reserved_type"),
    ({"type": "game_changed", "kind": "board_created", "revision": 1}, "reserved_type"),
    ({"type": "client_connection_status", "client_id": "x", "connected": False}, "reserved_type"),
    ({"type": "error", "code": "x"}, "reserved_type"),
    ({"type": "reset"}, "reserved_type"),
]


@pytest.mark.parametrize("role", ["host", "player", "board", "spectator"])
@pytest.mark.parametrize(("message", "code"), FORGED, ids=[message["type"] for message, _ in FORGED])
async def test_what_only_the_server_says(cluster, game, tokens, role, message, code):
    async with witnessed(cluster, game):
        sender = await join(cluster.ports[1], game.id, tokens[role])
        sender.send(message)
        error = await sender.take("error")
        assert error["code"] in {code, *(["forbidden"] if role != "host" else [])}, error
        assert error["detail"]
        # Escapes do not get around it, nor a second member of the name.
        sender.send_text('{"type":"\\u0075pdate_score","player_id":1,"score":1,"version":1}')
        sender.send_text('{"type":"join_game","type":"update_score","player_id":1,"score":1,"version":1}')
        for _ in range(2):
            error = await sender.take("error")
            assert error["code"] in ("mutation_over_websocket", "malformed"), error
        await sender.close()


@pytest.mark.parametrize("role", ["player", "board", "spectator"])
async def test_what_only_a_host_says(cluster, game, tokens, role):
    async with witnessed(cluster, game, ["join_game", "pong"]) as witnesses:
        sender = await join(cluster.ports[1], game.id, tokens[role])
        refused = ["select_question", "toggle_buzzers", "ping", "anything"]
        refused += ["buzzer_pressed"] if role != "player" else []
        for kind in refused:
            sender.send({"type": kind, "retain": kind == "anything"})
            assert (await sender.take("error"))["code"] == "forbidden"
        sender.send({"type": "join_game", "retain": True})  # nor leaves it anything behind for those who come
        assert (await sender.take("error"))["code"] == "forbidden"
        sender.send({"type": "join_game"})
        await witnesses[0].take("join_game")
        sender.send({"type": "pong", "timestamp": 1})
        pong = await witnesses[1].take("pong")
        assert pong["from"]["role"] == role
        await sender.close()
    late = await join(cluster.ports[0], game.id, game.host_token)
    assert late.segments[0].snapshot["retained"] == []
    await late.close()


async def test_a_player_in_anothers_name(cluster, game, tokens):
    mine, other = tokens["ids"]["player"], tokens["ids"]["rival"]
    async with witnessed(cluster, game, ["buzzer_pressed"] * 5) as witnesses:
        player = await join(cluster.ports[1], game.id, tokens["player"])
        for claim in [
            {"player_id": other}, {"playerId": other}, {"player_id": mine, "playerId": other}, {"player_id": str(other)},
            {"buzzerId": 12}, {"buzzer_id": 12}, {"buzzer": 12}, {"buzzerId": 99}, {"player_id": mine, "buzzerId": 12},
            {"buzzerId": 11, "buzzer_id": 12}, {"buzzerId": "11; drop table player"}, {"player_id": 1 << 70},
        ]:  # fmt: skip
            player.send({"type": "buzzer_pressed", **claim})
            error = await player.take("error")
            assert error["code"] in ("forbidden", "malformed"), (claim, error)
        for claim in [{}, {"player_id": mine}, {"buzzerId": 11}, {"buzzer": 11}, {"playerId": mine, "buzzer_id": 11}]:
            player.send({"type": "buzzer_pressed", "from": {"player_id": other}, **claim})
            for witness in witnesses:
                pressed = await witness.take("buzzer_pressed", **claim)
                assert pressed["from"]["player_id"] == mine and pressed["from"]["role"] == "player"
        await player.close()


async def test_a_player_who_was_removed(cluster, game, tokens):
    api = cluster.instances[0].api()
    joined = api.post("/api/join", {"join_code": game.join_code, "name": "Brief"}).expect(201).json()
    player = await join(cluster.ports[1], game.id, joined["player_token"])
    cluster.instances[0].api(game.host_token).delete(f"/api/players/{joined['player_id']}").expect(204)
    await player.take("game_changed", kind="player_deleted")
    async with witnessed(cluster, game):
        player.send({"type": "buzzer_pressed"})
        assert (await player.take("error"))["code"] == "forbidden"
    await player.close()


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "x", "{", "[]", "1", "null", '"type"', "{}", '{"type":1}', '{"type":null}', '{"type":""}', '{"type":"a"',
        '{"type":"a"}{"type":"b"}', '{"type":"a",}', "{'type':'a'}", '[{"type":"a"}]', '{"type":"a","x":NaN}',
        '{"type":"a","x":"\\ud800"}', '{"type":"a\\u0000"}', '{"type":"a","x":"\\u0000"}', '{"type":"a","x":01}',
        '{"type":"' + "t" * 101 + '"}', '{"type":"a","retain":"yes"}', '{"type":"a","recipient":[]}',
        '{"type":"a","recipient":{}}', '{"type":"a","recipient":{"client_id":7}}', '{"type":"a","x":"\t"}',
        '{"type":"a","x":' + "[" * 2_000 + "]" * 2_000 + "}",
    ],
)  # fmt: skip
async def test_malformed(cluster, game, tokens, text):
    async with witnessed(cluster, game, ["fine"]) as witnesses:
        sender = await join(cluster.ports[1], game.id, tokens["host"])
        sender.send_text(text)
        error = await sender.take("error")
        assert error["code"] == "malformed" and error["detail"], error
        sender.send({"type": "fine"})  # the socket stays open
        await witnesses[0].take("fine")
        await sender.close()


CLOSES = {
    "overlong": (lambda client: client.send({"type": "x", "text": "x" * 4_096}), 1009),
    "overlong, in fragments": (
        lambda client: [client.send_frame(TEXT if n == 0 else 0, b"x" * 1_000, fin=False) for n in range(5)], 1009,
    ),
    "announced as overlong": (
        lambda client: client.transport.write(b"\x81\xff" + (1 << 40).to_bytes(8, "big") + b"mask"), 1009,
    ),
    "binary": (lambda client: client.send_frame(BINARY, b'{"type":"x"}'), 1003),
    "not UTF-8": (lambda client: client.send_text(b'{"type":"\xff"}'), 1007),
    "not masked": (lambda client: client.send_frame(TEXT, b'{"type":"x"}', mask=False), 1002),
    "reserved bits": (lambda client: client.send_frame(TEXT, b'{"type":"x"}', reserved=4), 1002),
    "unknown opcode": (lambda client: client.send_frame(3, b""), 1002),
    "a fragmented ping": (lambda client: client.send_frame(PING, b"", fin=False), 1002),
}  # fmt: skip


@pytest.mark.parametrize("name", CLOSES)
async def test_closed_with_a_code(cluster, game, tokens, name):
    break_it, code = CLOSES[name]
    async with witnessed(cluster, game):
        sender = await join(cluster.ports[1], game.id, tokens["host"])
        break_it(sender)
        assert await sender.closed() == code, sender


async def test_4_KiB_pass(cluster, game, tokens):
    async with witnessed(cluster, game, ["x"]) as witnesses:
        sender = await join(cluster.ports[1], game.id, tokens["host"])
        text = '{"type":"x","text":""}'
        sender.send_text(text[:-2] + "x" * (4_096 - len(text)) + text[-2:])
        assert len((await witnesses[0].take("x"))["text"]) == 4_096 - len(text)
        await sender.close()


async def test_too_fast_before_the_welcome(cluster, game, tokens):
    """What comes with the handshake is counted as any other, and waits for the welcome, as its refusal does."""
    witness = await join(cluster.ports[0], game.id, tokens["host"])
    messages = b"".join(frame(TEXT, json.dumps({"type": "early", "number": number}).encode()) for number in range(70))
    # Two in a row come to different event loops.
    for turn in range(1, 5):
        reader, writer = await asyncio.open_connection("127.0.0.1", cluster.ports[0])
        handshake, _ = request(socket_path(game.id, token=tokens["host"]), cluster.ports[0])
        writer.write(handshake + messages)
        received = b""
        while b"rate_limited" not in received:
            part = await asyncio.wait_for(reader.read(65_536), 5)
            assert part, received
            received += part
        assert 0 < received.find(b'"welcome"') < received.index(b"rate_limited")
        await witness.until(lambda: len(witness.of_type("early")) >= turn * 50, what="what came within the rate")
        writer.close()
        await writer.wait_closed()
    await witness.close()


async def test_too_fast(cluster, game, tokens):
    """Past 50 a second each one is refused, past as many again the socket is closed; what passed came to everybody."""
    witness, other, sender = [await join(cluster.ports[n], game.id, tokens["host"]) for n in (0, 1, 1)]
    for number in range(300):
        sender.send({"type": "many", "number": number})
    assert await sender.closed() == 1008
    errors = sender.of_type("error")
    assert errors and {error["code"] for error in errors} == {"rate_limited"}
    other.send({"type": "mark"})  # behind them, on the same instance
    await witness.take("mark")
    passed = [message["number"] for message in witness.of_type("many")]
    print(f"{len(passed)} passed, {len(errors)} were refused")
    assert 50 <= len(passed) <= 75 and passed == list(range(len(passed)))
    assert 50 <= len(errors) <= 75
    await witness.close()
    await other.close()
