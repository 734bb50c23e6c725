"""Coordination across instances: one order for all, recipients, what is kept for latecomers, and who said it."""

import asyncio
import json

import pytest

from client import make_game
from cluster import Cluster
from wsclient import join

SENDERS = 4
MESSAGES = 100


@pytest.fixture(scope="module")
def cluster(binary, database):
    with Cluster(database, 3, rate_limit_socket=0) as cluster:
        yield cluster


@pytest.fixture
def game(cluster):
    return make_game(cluster.instances[0].api())


async def test_one_order_for_everybody(cluster, game):
    """Four senders at once on three instances: all clients on all instances see the same order."""
    joins = (join(cluster.ports[n % 3], game.id, game.host_token, client_id=f"c{n}") for n in range(12))
    clients = await asyncio.gather(*joins)
    senders = clients[:SENDERS]

    async def send(number, sender):
        for turn in range(MESSAGES):
            sender.send({"type": "tick", "sender": number, "turn": turn})
            if turn % 5 == number:  # a few at a time, so that the senders' messages mix
                await sender.take("tick", sender=number, turn=turn)

    await asyncio.gather(*(send(number, sender) for number, sender in enumerate(senders)))
    orders = []
    for client in clients:
        await client.until(lambda c=client: len(c.of_type("tick")) >= SENDERS * MESSAGES, 10, "all ticks")
        ticks = client.of_type("tick")
        for tick in ticks:
            sender = senders[tick["sender"]]
            assert tick["from"]["connection_id"] == sender.welcome["connection_id"]
        orders.append([(tick["sender"], tick["turn"]) for tick in ticks])
    assert all(order == orders[0] for order in orders)
    assert sorted(orders[0]) == [(sender, turn) for sender in range(SENDERS) for turn in range(MESSAGES)]
    for number in range(SENDERS):
        assert [turn for sender, turn in orders[0] if sender == number] == list(range(MESSAGES)), "a sender's own order"
    switches = sum(one[0] != other[0] for one, other in zip(orders[0], orders[0][1:], strict=False))
    print(f"{switches} changes of the sender in {len(orders[0])} messages")
    assert switches >= MESSAGES // 5, "the senders were not at work at the same time"


async def test_coordination_comes_as_sent_with_who_sent_it(cluster, game):
    host = await join(cluster.ports[0], game.id, game.host_token, client_type="host", client_id="desk")
    other = await join(cluster.ports[1], game.id, game.board_token)
    sent = {
        "type": "select_question", "question": {"id": 5, "text": "Größe \u2028 😀 \"'"}, "list": [1, 2.5, None, True],
        "from": {"client_id": "somebody else", "role": "admin"}, "retain": False,
    }  # fmt: skip
    host.send(sent)
    identity = {"client_id": "desk", "client_type": "host", "role": "host", "connection_id": host.welcome["connection_id"]}
    for client in (host, other):
        seen = await client.take("select_question")
        assert seen == sent | {"from": identity}
    assert host.welcome["client_id"] == "desk"
    assert other.welcome["client_id"] == other.welcome["connection_id"] != host.welcome["connection_id"]
    # The same order of members and the same numbers: bytes are passed on, not made anew.
    host.send_text('{ "type" : "bytes" , "n":1.0e2,"big":12345678901234567890, "s":"\\u00e9" }')
    raw = b""
    await other.take("bytes")
    raw = other.log[other.cursor - 1]
    assert json.loads(raw)["big"] == 12345678901234567890 and b"1.0e2" in raw, raw


async def test_nobody_says_who_they_are(cluster, game):
    """However `from` is written, the server's stands there alone; `type` and `retain` count however they are written."""
    host, other = [await join(port, game.id, game.host_token) for port in cluster.ports[:2]]
    for text in ('{"type":"x","\\u0066rom":{"role":"admin"}}', '{"from":null,"\\u0074ype":"x"}', ' {"type":"x"} '):
        host.send_text(text)
        message = await other.take("x")
        assert message == {"type": "x", "from": message["from"]} and message["from"]["role"] == "host"
        assert other.log[other.cursor - 1].count(b'rom":') == 1
    for text in ('{"type":"x","from":1,"\\u0066rom":2}', '{"type":"x","a":1,"a":2}'):
        host.send_text(text)
        assert (await host.take("error"))["code"] == "malformed"
    host.send_text('{"type":"y","\\u0072etain":true,"inner":{"type":"update_score","from":1,"recipient":1}}')
    kept = await other.take("y")
    late = await join(cluster.ports[2], game.id, game.host_token)
    assert late.segments[0].snapshot["retained"] == [kept]
    for client in (host, other, late):
        await client.close()


async def test_players_are_named(cluster, game):
    api = cluster.instances[0].api()
    ada = api.post("/api/join", {"join_code": game.join_code, "name": "Ada"}).expect(201).json()
    player = await join(cluster.ports[1], game.id, ada["player_token"], client_type="player", client_id="phone")
    host = await join(cluster.ports[2], game.id, game.host_token)
    player.send({"type": "buzzer_pressed"})
    pressed = await host.take("buzzer_pressed")
    assert pressed["from"]["player_id"] == ada["player_id"] and pressed["from"]["role"] == "player"
    assert (await player.take("buzzer_pressed")) == pressed, "the sender gets it too"


async def test_recipients(cluster, game):
    """All that is given must match; nobody else gets it, on no instance."""
    clients = {}
    for n, (kind, name) in enumerate([("host", "desk"), ("board", "left"), ("board", "right"), ("buzzer", "left")]):
        clients[kind, name] = await join(cluster.ports[n % 3], game.id, game.host_token, client_type=kind, client_id=name)
    sender = clients["host", "desk"]
    right = clients["board", "right"].welcome["connection_id"]
    cases = [
        ({"client_type": "board"}, {("board", "left"), ("board", "right")}),
        ({"client_id": "left"}, {("board", "left"), ("buzzer", "left")}),
        ({"client_type": "buzzer", "client_id": "left"}, {("buzzer", "left")}),
        ({"connection_id": right}, {("board", "right")}),
        ({"connection_id": right, "client_type": "buzzer"}, set()),
        ({"client_type": "nobody"}, set()),
        (right, {("board", "right")}),
        (None, set(clients)),
    ]
    marks = {name: client.mark() for name, client in clients.items()}
    for number, (recipient, _) in enumerate(cases):
        sender.send({"type": "aimed", "number": number, "recipient": recipient})
    sender.send({"type": "end"})
    for name, client in clients.items():
        await client.take("end")
        expected = [number for number, (_, names) in enumerate(cases) if name in names]
        seen = client.of_type("aimed", "error", since=marks[name])
        assert [message.get("number") for message in seen] == expected, (name, seen)


async def test_retained_for_latecomers_everywhere(cluster, game):
    """The newest of each type, on each instance, after a restart of all of them too; targeted ones for whom they are."""
    host = await join(cluster.ports[0], game.id, game.host_token)
    host.send({"type": "category", "shown": 1, "retain": True})
    host.send({"type": "question", "shown": 7, "retain": True})
    host.send({"type": "hint", "text": "psst", "retain": True, "recipient": {"client_type": "board"}})
    host.send({"type": "passing", "text": "not kept"})
    host.send({"type": "category", "shown": 2, "retain": True})
    host.send({"type": "sent"})
    await host.take("sent")
    kept = {message["type"]: message for message in host.of_type("category", "question")}
    assert kept["category"]["shown"] == 2

    async def check(port):
        board = await join(port, game.id, game.board_token, client_type="board", client_id="late")
        spectator = await join(port, game.id, game.board_token)
        resumed = await join(port, game.id, game.host_token, after=host.revision, client_type="board", client_id="back")
        retained = {message["type"]: message for message in board.segments[0].snapshot["retained"]}
        assert retained.keys() == {"category", "question", "hint"} and retained.items() >= kept.items()
        assert {message["type"] for message in spectator.segments[0].snapshot["retained"]} == {"category", "question"}
        # Who resumes has no snapshot: each comes as it was sent.
        assert resumed.welcome["resumed"]
        assert await resumed.until(lambda: len(resumed.of_type("category", "question", "hint")) == 3, 5, "what is kept")
        assert all(message == retained[message["type"]] for message in resumed.of_type(*retained))
        for client in (board, spectator, resumed):
            await client.close()

    for port in cluster.ports:
        await check(port)
    await host.close()
    for instance in cluster.instances:
        instance.stop()
        instance.start()
    for instance in cluster.instances:
        instance.wait_until_listening()
    for port in cluster.ports:
        await check(port)


async def test_at_most_64_types_are_retained(cluster, game):
    host = await join(cluster.ports[0], game.id, game.host_token)
    for number in range(64):
        host.send({"type": f"kept-{number}", "retain": True})
    host.send({"type": "full"})
    await host.take("full")
    host.send({"type": "one-more", "retain": True})
    assert (await host.take("error"))["code"] == "too_many_retained"
    host.send({"type": "kept-3", "again": True, "retain": True})
    await host.take("kept-3", again=True)
    late = await join(cluster.ports[1], game.id, game.host_token)
    retained = {message["type"]: message for message in late.segments[0].snapshot["retained"]}
    assert len(retained) == 64 and retained["kept-3"]["again"] is True


async def test_other_games_hear_nothing(cluster, game):
    other = make_game(cluster.instances[0].api())
    mine = await join(cluster.ports[1], game.id, game.host_token)
    theirs = await join(cluster.ports[1], other.id, other.host_token)
    mark = theirs.mark()
    mine.send({"type": "here"})
    await mine.take("here")
    theirs.send({"type": "there"})
    await theirs.take("there")
    assert [message["type"] for message in theirs.messages[mark:]] == ["there"]
