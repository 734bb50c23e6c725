"""A session in which there is everything that a server says, and everything that clients do."""

from waiting import until_async
from wsclient import Client, join


def change_everything(host, game):
    """Every kind of change."""
    host.post(f"{game.path}/answers", game.answer()).expect(200)
    host.patch(f"/api/questions/{game.questions[0]}", {"answered": True}).expect(200)
    host.patch(f"/api/questions/{game.questions[1]}", {"text": "Another", "points": 7}).expect(200)
    host.patch(game.path, {"name": "Renamed"}).expect(200)
    board = host.post(f"{game.path}/boards", {"name": "New"}).expect(201).json()["id"]
    host.patch(f"/api/boards/{board}", {"name": "", "order": 3}).expect(200)
    category = host.post(f"/api/boards/{board}/categories", {"name": "New"}).expect(201).json()["id"]
    host.patch(f"/api/categories/{category}", {"name": "Newer"}).expect(200)
    question = host.post(f"/api/categories/{category}/questions", {"text": "New", "points": 1}).expect(201).json()["id"]
    team = host.post(f"{game.path}/teams", {"name": "New", "color": "#fff"}).expect(201).json()["id"]
    host.patch(f"/api/teams/{team}", {"name": "Newer", "color": ""}).expect(200)
    player = host.post(f"{game.path}/players", {"name": "New", "team_id": team, "buzzer": 9}).expect(201).json()["id"]
    host.patch(f"/api/players/{player}", {"name": "Newer", "team_id": None, "buzzer": None}).expect(200)
    for path in (f"players/{player}", f"teams/{team}", f"questions/{question}", f"categories/{category}", f"boards/{board}"):
        host.delete(f"/api/{path}").expect(204)


class Session:
    """Clients whose frames are kept, both ways."""

    def __init__(self, port):
        self.port = port
        self.clients = []
        self.sent = []

    async def join(self, game, token, **options) -> Client:
        client = await join(self.port, game.id, token, **options)
        self.clients.append(client)
        return client

    def send(self, client, message):
        client.send(message)
        self.sent.append(message)


async def provoke(session, game, instance, listener, reads):
    """All that the server says, and all that clients do."""
    api = instance.api()
    ada = api.post("/api/join", {"join_code": game.join_code, "name": "Ada"}).expect(201).json()
    spectator = api.post("/api/join", {"join_code": game.join_code}).expect(201).json()["spectator_token"]
    host = await session.join(game, game.host_token, client_type="host", client_id="desk")
    player = await session.join(game, ada["player_token"], client_type="player", client_id="phone")
    board = await session.join(game, game.board_token, client_type="board")
    watcher = await session.join(game, spectator)
    change_everything(api.with_token(game.host_token), game)

    session.send(player, {"type": "buzzer_pressed", "player_id": ada["player_id"]})
    session.send(host, {"type": "select_question", "question_id": 5, "retain": True, "from": "nobody"})
    session.send(host, {"type": "hint", "recipient": {"client_type": "board"}, "retain": True})
    session.send(host, {"type": "ping", "timestamp": 1.5, "recipient": board.welcome["connection_id"]})
    session.send(board, {"type": "pong", "timestamp": 1.5, "recipient": None})
    session.send(watcher, {"type": "join_game"})
    await host.take("join_game")
    late = await session.join(game, game.board_token, client_type="board", client_id="late")
    assert {message["type"] for message in late.segments[0].snapshot["retained"]} == {"select_question", "hint"}
    back = await session.join(game, game.host_token, after=1, client_type="host", client_id="desk")
    assert back.welcome["resumed"]

    # Refusals. What is no right message is not among what clients are to send.
    for text in ("{", '{"type":"update_score"}', '{"type":"welcome"}'):
        watcher.send_text(text)
        await watcher.take("error")
    session.send(watcher, {"type": "select_question"})
    await watcher.take("error", code="forbidden")
    for number in range(62):  # by two, for whom it is not too fast
        session.send((host, back)[number % 2], {"type": f"kept-{number}", "retain": True})
    await host.until(lambda: len(host.of_type(*(f"kept-{number}" for number in range(62)))) == 62, 5, "64 types")
    session.send(host, {"type": "one_more", "retain": True})
    await host.take("error", code="too_many_retained")
    await late.close()
    await host.take("client_connection_status", client_id="late", connected=False)

    # The log cannot fill a gap.
    listener.refuse()
    listener.cut_all()
    await until_async(lambda: instance.api().get("/api/health/ready").status == 503, 10, "not ready")
    with reads.database.connect() as connection:
        connection.execute("update game set revision = revision + 5 where id = %s", [game.id])
    listener.accept()
    for client in (host, player, board, watcher, back):
        await client.take("reset")
        await client.until(lambda c=client: len(c.segments) > 1, 5, "the snapshot after the reset")

    # The database is away for a moment.
    reads.refuse()
    reads.cut_all()
    session.send(host, {"type": "into_the_void"})
    await host.take("error", code="unavailable")
    reads.accept()
    await until_async(lambda: instance.api().get("/api/health/ready").status == 200, 10, "ready")
    for _ in range(60):
        session.send(board, {"type": "pong"})
    await board.take("error", code="rate_limited")
