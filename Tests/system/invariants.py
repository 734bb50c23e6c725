"""What must hold in the database and on the wire after whatever happened."""

import asyncio
import contextlib

import psycopg

GAPS = """
    select g.id, g.revision, count(c.revision), min(c.revision), max(c.revision)
    from game g left join change c on c.game_id = g.id
    group by g.id, g.revision
    having count(c.revision) <> g.revision
        or (g.revision > 0 and (min(c.revision) <> 1 or max(c.revision) <> g.revision))
"""
SCORES = """
    select p.id, p.score, coalesce(sum(a.points), 0)
    from player p left join player_answer a on a.player_id = p.id
    group by p.id, p.score
    having p.score <> coalesce(sum(a.points), 0)
"""
# The n-th change of a score, in commit order, is version n; the newest is the player's, with the player's score.
VERSIONS = """
    select * from (
        select entity_id, version, row_number() over (partition by entity_id order by revision) as expected
        from change where kind = 'update_score'
    ) numbered where version <> expected
"""
NEWEST = """
    select p.id, p.score_version, newest.version, p.score, newest.score
    from player p left join lateral (
        select version, (body->>'score')::bigint as score from change
        where kind = 'update_score' and entity_id = p.id order by revision desc limit 1
    ) newest on true
    where exists (select from change where kind = 'update_score' and entity_id = p.id)
      and (p.score_version, p.score) is distinct from (newest.version, newest.score)
"""
QUESTIONS = """
    select * from (
        select entity_id, version, row_number() over (partition by entity_id order by revision) as expected
        from change where kind in ('toggle_question', 'question_updated')
    ) numbered where version <> expected
"""


def check_database(database):
    """Revisions without hole or double, versions in commit order, scores that are sums."""
    for name, query in {
        "revisions have a gap": GAPS,
        "a score is not the sum of its answers": SCORES,
        "versions do not follow the commits": VERSIONS,
        "a player is not at the newest change": NEWEST,
        "question versions do not follow the commits": QUESTIONS,
    }.items():
        rows = database.rows(query)
        assert rows == [], f"{name}: {rows[:5]}"


def deadlocks(database):
    """How many there were; to be asked when the sessions of interest have ended (they report at their end)."""
    return database.value("select deadlocks from pg_stat_database where datname = current_database()")


class Listener:
    """A LISTEN connection of our own, and what came over it, per game."""

    def __init__(self, database):
        self.database = database
        self.payloads = []

    @contextlib.asynccontextmanager
    async def listening(self):
        connection = await psycopg.AsyncConnection.connect(self.database.url, autocommit=True)
        await connection.execute("listen podium_changes")

        async def collect():
            async for notification in connection.notifies():
                self.payloads.append(notification.payload)

        task = asyncio.create_task(collect())
        try:
            yield self
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await connection.close()

    def revisions(self):
        """How many changes were announced so far, at least: a payload that only points counts as one."""
        return sum(payload.count('"revision":') or 1 for payload in self.payloads)

    def check(self, games):
        """Each change of these games came once, in order of revision, and exactly as the clients' message."""
        log = {}
        for game, revision, body in self.database.rows(
            "select game_id, revision, body::text from change where game_id = any(%s) order by game_id, revision", list(games)
        ):
            log.setdefault(game, []).append((revision, body))
        seen = dict.fromkeys(log, 0)
        for payload in self.payloads:
            game, _, rest = payload.partition(":")
            game = int(game)
            if game not in log:
                continue
            assert len(payload.encode()) <= 7900, f"a payload of {len(payload.encode())} bytes"
            if rest.startswith("@"):
                # Too much for one payload: it names the newest revision, and the log has the rest.
                newest = int(rest[1:])
                assert newest > seen[game], f"game {game}: @{newest} after {seen[game]}"
                seen[game] = newest
                continue
            # The payload has to be the bodies after the last one seen, byte for byte.
            bodies, size = [], len(rest) - 2
            for _, body in log[game][seen[game] :]:
                if size < len(",".join([*bodies, body])):
                    break
                bodies.append(body)
            assert bodies and rest == "[" + ",".join(bodies) + "]", f"game {game} after revision {seen[game]}: {rest[:300]}"
            seen[game] += len(bodies)
        for game, changes in log.items():
            assert seen[game] == len(changes), f"game {game}: {seen[game]} of {len(changes)} changes were announced"
