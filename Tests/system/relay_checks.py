"""What must hold for what clients of a game were sent: no gap, no double, in order, the same for all, and the truth."""

import asyncio
import json

STATE = """
    select
        (select revision from game where id = %(game)s),
        (select coalesce(json_agg(json_build_array(id, score, score_version)), '[]') from player where game_id = %(game)s),
        (select coalesce(json_agg(json_build_array(id, answered, state_version)), '[]') from question where game_id = %(game)s)
"""


class State:
    """Scores and questions of a game at one revision."""

    def __init__(self, revision, players, questions):
        self.revision = revision
        self.players = players
        self.questions = questions

    @classmethod
    def of_database(cls, database, game):
        with database.connect() as connection:
            revision, players, questions = connection.execute(STATE, {"game": game}).fetchone()
        return cls(
            revision,
            {player: (score, version) for player, score, version in players},
            {question: (answered, version) for question, answered, version in questions},
        )

    @classmethod
    def of_snapshot(cls, message):
        return cls(
            message["revision"],
            {player["player_id"]: (player["score"], player["version"]) for player in message["players"]},
            {question["question_id"]: (question["answered"], question["version"]) for question in message["questions"]},
        )

    def copy(self):
        return State(self.revision, dict(self.players), dict(self.questions))

    def apply(self, message):
        """The next change, as clients get it."""
        assert message["revision"] == self.revision + 1, f"{message} after revision {self.revision}"
        self.revision += 1
        kind = message.get("kind", message["type"])
        if kind == "update_score":
            self.players[message["player_id"]] = (message["score"], message["version"])
        elif kind in ("toggle_question", "question_created", "question_updated"):
            self.questions[message["question_id"]] = (message["answered"], message["version"])
        elif kind == "question_deleted":
            del self.questions[message["question_id"]]
        elif kind == "player_created":
            self.players[message["player_id"]] = (0, 0)
        elif kind == "player_deleted":
            del self.players[message["player_id"]]

    def difference(self, other):
        for name in ("players", "questions"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                return {
                    key: (mine.get(key), theirs.get(key))
                    for key in mine.keys() | theirs.keys()
                    if mine.get(key) != theirs.get(key)
                }
        return None

    def __eq__(self, other):
        return (self.revision, self.players, self.questions) == (other.revision, other.players, other.questions)


def read_log(database, game):
    """The bodies of a game's changes by revision, as bytes."""
    return {
        revision: body.encode()
        for revision, body in database.rows("select revision, body::text from change where game_id = %s", game)
    }


def check_stream(client, resets=False):
    """Each revision once, in order, without a gap, from the snapshot or from where it came back."""
    assert client.faults == [], f"{client.faults[:5]} {client!r}"
    if client.welcome is None:
        assert client.log == [], client
        return
    for index, segment in enumerate(client.segments):
        expected = range(segment.base + 1, segment.base + 1 + len(segment.revisions))
        if segment.revisions != list(expected):
            at = next(n for n, (seen, right) in enumerate(zip(segment.revisions, expected, strict=True)) if seen != right)
            around = segment.revisions[max(0, at - 3) : at + 4]
            raise AssertionError(f"revision {expected[at]} was due, after base {segment.base}: {around} {client!r}")
        assert index == 0 or (resets and segment.is_reset), f"a new beginning at {segment.base}: {client!r}"
    if client.segments:
        first = client.segments[0]
        assert client.welcome["resumed"] == (first.snapshot is None), client
        assert client.welcome["revision"] >= first.base, f"{client.welcome} and then {first.base}"


def check_game(clients, database, game, start, *, resets=False):
    """All clients' streams against each other and against the database, whose game has come to rest.

    `start` is the game's State before anything that the clients saw. Those still connected have to be at its end.
    """
    end = State.of_database(database, game)
    log = read_log(database, game)
    books = {id(client.book): client.book for client in clients}
    for book in books.values():
        for revision, payload in book.items():
            assert log.get(revision) == payload, f"clients got {payload!r}, the log has {log.get(revision)!r}"
    snapshots = []
    for client in clients:
        check_stream(client, resets)
        snapshots += [segment.snapshot for segment in client.segments if segment.snapshot is not None]
        if not client.is_closed:
            assert client.revision == end.revision, f"not at revision {end.revision}: {client!r}"
    state = start.copy()
    for snapshot in sorted(snapshots, key=lambda snapshot: snapshot["revision"]):
        while state.revision < snapshot["revision"]:
            state.apply(json.loads(log[state.revision + 1]))
        seen = State.of_snapshot(snapshot)
        assert seen == state, f"the snapshot of revision {seen.revision} is not the state then: {seen.difference(state)}"
    while state.revision < end.revision:
        state.apply(json.loads(log[state.revision + 1]))
    assert state == end, f"what clients were told leads elsewhere: {state.difference(end)}"


async def finish(clients, database, game, start, *, resets=False):
    """The game has come to rest: all that are there come to its end, and nothing was wrong on the way."""
    end = State.of_database(database, game.id)
    await asyncio.gather(*(client.reach(end.revision, 20) for client in clients if not client.is_closed))
    check_game(clients, database, game.id, start, resets=resets)
    await asyncio.gather(*(client.close() for client in clients))


def add_changes(database, game, count, *, announce=None, size=0):
    """Changes put into the log by SQL, where making them would take long; each with so many bytes more than it needs."""
    with database.connect() as connection, connection.transaction():
        (newest,) = connection.execute(
            "update game set revision = revision + %s where id = %s returning revision", [count, game.id]
        ).fetchone()
        connection.execute(
            "insert into change (game_id, revision, kind, entity_id, version, body, actor)"
            """ select %s, r, 'game_updated', %s, r, concat('{"type":"game_changed","kind":"game_updated","x":"',"""
            """ repeat('x', %s), '","revision":', r, '}')::json, 'host' from generate_series(%s::bigint, %s) r""",
            [game.id, game.id, size, newest - count + 1, newest],
        )
        if announce:
            connection.execute("select pg_notify('podium_changes', %s)", [announce.format(game=game.id, newest=newest)])
    return newest


def delays(clients, database, game, since=None):
    """Seconds from the begin of a change's transaction to each client with a clock, for what came after its welcome."""
    began = dict(database.rows("select revision, extract(epoch from at)::float8 from change where game_id = %s", game.id))
    return [
        at - began[revision]
        for client in clients
        for revision, at in client.times
        if revision > (client.welcome["revision"] if since is None else since)
    ]


def percentile(values, percent):
    values = sorted(values)
    return values[min(len(values) - 1, len(values) * percent // 100)]
