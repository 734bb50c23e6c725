"""A private PostgreSQL for one run, and the databases in it: all systems share the cluster, each has its own database."""

import os
import subprocess
from pathlib import Path

from . import processes

CROWD = 1_000_000
"""The id of a game with many players and one question of the same id; its players' ids come right after it."""
CROWD_SIZE = 5_000

SETTINGS = {
    "fsync": "on", "synchronous_commit": "on", "track_commit_timestamp": "on",
    "shared_buffers": "512MB", "max_wal_size": "4GB",
}
"""All that differs from PostgreSQL's defaults, besides max_connections; the same for everybody."""

PEER_ROWS = """
INSERT INTO game (id, name) SELECT n, 'Game ' || n FROM generate_series(1, :games) n;
INSERT INTO question (id, game_id, text, points, answered, state_version)
    SELECT n, n, 'Question', 100, false, 0 FROM generate_series(1, :games) n;
INSERT INTO player (id, game_id, name, score, score_version)
    SELECT n, n, 'Player ' || n, 0, 0 FROM generate_series(1, :games) n;
INSERT INTO game (id, name) VALUES (:crowd, 'Crowd');
INSERT INTO question (id, game_id, text, points, answered, state_version)
    VALUES (:crowd, :crowd, 'Question', 100, false, 0);
INSERT INTO player (id, game_id, name, score, score_version)
    SELECT :crowd + n, :crowd, 'Player ' || n, 0, 0 FROM generate_series(1, :crowd_size) n;
VACUUM ANALYZE;
"""

PODIUM_ROWS = """
CREATE TEMPORARY TABLE made AS
    SELECT n AS id, 'B' || lpad(n::text, 5, '0') AS code FROM generate_series(1, :games) n
    UNION ALL SELECT :crowd, 'CROWD1';
INSERT INTO game (id, name, join_code) SELECT id, 'Game ' || id, code FROM made;
INSERT INTO board (id, game_id, position) SELECT id, id, 0 FROM made;
INSERT INTO category (id, game_id, board_id, name, position) SELECT id, id, id, 'Category', 0 FROM made;
INSERT INTO question (id, game_id, category_id, text, points, position) SELECT id, id, id, 'Question', 100, 0 FROM made;
INSERT INTO player (id, game_id, name) SELECT id, id, 'Player ' || id FROM made WHERE id <> :crowd;
INSERT INTO player (id, game_id, name)
    SELECT :crowd + n, :crowd, 'Player ' || n FROM generate_series(1, :crowd_size) n;
VACUUM ANALYZE;
"""

# As if the games 1 to 1,000 had been played for long: the revisions of each are without a gap, and the next one is free.
CHANGE_LOG_ROWS = """
SET session_replication_role = replica;
INSERT INTO change (game_id, revision, kind, entity_id, version, body, actor)
    SELECT g, r, 'update_score', g, r, json_build_object(
        'type', 'update_score', 'player_id', g, 'score', 1, 'version', r, 'revision', r), 'admin'
    FROM generate_series(:first_game, :last_game) g, generate_series(:revision + 1, :rows / 1000) r;
UPDATE game SET revision = :rows / 1000 WHERE id BETWEEN :first_game AND :last_game;
UPDATE player SET score_version = :rows / 1000, score = 1 WHERE id BETWEEN :first_game AND :last_game;
"""

HOUSEKEEPING = """
SELECT (SELECT checkpoint_lsn FROM pg_control_checkpoint()),
       (SELECT sum(autovacuum_count + autoanalyze_count) FROM pg_stat_all_tables),
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker')
"""


class Cluster:
    """PostgreSQL in a folder of its own; databases are made when they are first asked for."""

    def __init__(self, root: Path, folder: Path):
        self._root, self._folder = root, folder
        self._urls: dict[str, str] = {}
        self._postmaster = 0
        self.version = ""

    def start(self) -> None:
        self._script("start")
        for name, value in SETTINGS.items():
            self.sql(self.url("postgres"), f"ALTER SYSTEM SET {name} = '{value}'")
        self._script("stop")
        self._script("start")
        self.version = self.sql(self.url("postgres"), "SHOW server_version")
        # The folder may not be where the data is.
        data = Path(self.sql(self.url("postgres"), "SHOW data_directory"))
        self._postmaster = int((data / "postmaster.pid").read_text().splitlines()[0])

    def stop(self) -> None:
        self._script("stop", "immediate")

    def url(self, database: str) -> str:
        if database not in self._urls:
            self._urls[database] = self._script("url", database)
        return self._urls[database]

    def cpu_seconds(self) -> float:
        """Of all of PostgreSQL's processes until now."""
        return processes.cpu_seconds([self._postmaster])

    def create(self, name: str) -> str:
        """Makes an empty database; its URL."""
        self.sql(self.url("postgres"), f"CREATE DATABASE {name}")
        return self.url(name)

    def podium(self, name: str, games: int = 2_000) -> str:
        """A database with Podium's schema, games with a player each, and the crowd's; its URL."""
        if name not in self._urls:
            url = self.create(name)
            subprocess.run([self._root / "migrations/migrate", url], check=True, capture_output=True)
            self.sql(url, PODIUM_ROWS, games=games, crowd=CROWD, crowd_size=CROWD_SIZE)
        return self.url(name)

    def fill_peer(self, url: str, games: int = 2_000) -> None:
        self.sql(url, PEER_ROWS, games=games, crowd=CROWD, crowd_size=CROWD_SIZE)

    def fill_change_log(self, url: str, rows: int) -> None:
        """Brings the log of the games 1 to 1,000 to that many rows: two sessions, half of the games each."""
        revision = int(self.sql(url, "SELECT max(revision) FROM game WHERE id <= 1000"))
        halves = [subprocess.Popen(
            self._psql(url, first_game=first, last_game=first + 499, revision=revision, rows=rows),
            stdin=subprocess.PIPE, text=True) for first in (1, 501)]
        for half in halves:
            half.stdin.write(CHANGE_LOG_ROWS)
            half.stdin.close()
        if any([half.wait() != 0 for half in halves]):
            raise RuntimeError("the change log could not be filled")

    def settle(self, *urls: str) -> None:
        """Does now what autovacuum and the checkpointer would do in their time, so that they need not while measuring."""
        for url in urls:
            self.sql(url, "VACUUM (ANALYZE)")
        self.checkpoint()

    def checkpoint(self) -> None:
        """The next one of the checkpointer's own is then five minutes away, or 4 GB of WAL."""
        self.sql(self.url("postgres"), "CHECKPOINT")

    def housekeeping(self, url: str) -> str:
        """Changes with each checkpoint, and each vacuum or analysis by autovacuum in that database."""
        return self.sql(url, HOUSEKEEPING)

    def sql(self, url: str, text: str, **variables: int) -> str:
        """Runs SQL by psql; its output, unaligned."""
        done = subprocess.run(self._psql(url, **variables), input=text, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"psql: {done.stderr}")
        return done.stdout.strip()

    @staticmethod
    def _psql(url: str, **variables: int) -> list[str]:
        settings = [part for name, value in variables.items() for part in ("-v", f"{name}={value}")]
        return ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", *settings, url]

    def _script(self, command: str, *arguments: str) -> str:
        done = subprocess.run(
            ["bash", self._root / "scripts/lib/postgres.sh", command, self._folder, *arguments],
            stdout=subprocess.PIPE, text=True, check=True, env=os.environ | {"LC_ALL": "C"})
        return done.stdout.strip()
