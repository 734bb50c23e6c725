"""migrations/migrate: many copies at a time, and what it refuses."""

import os
import shutil
import subprocess

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from postgres import MIGRATE, ROOT, Database, PrivateServer, run


@pytest.fixture
def empty(postgres):
    with postgres.empty_database() as database:
        yield database


@pytest.fixture
def migrations(tmp_path):
    """A copy of the migrations that a test may change."""
    return shutil.copytree(MIGRATE.parent, tmp_path / "migrations")


def migrate(folder, database, *arguments):
    command = [folder / "migrate", *arguments, database.url]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def newest(folder):
    return max(folder.glob("[0-9]*.sql"))


def ledger(database):
    return database.rows("select version, name, checksum from schema_migration order by version")


def test_eight_at_the_same_time(empty, migrations):
    # Slow on purpose, so that the others really meet the first one at work.
    slow = migrations / "9000_slow.sql"
    slow.write_text("create table slow (x integer);\nselect pg_sleep(0.5);\n")
    copies = [
        subprocess.Popen([migrations / "migrate", empty.url], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(8)
    ]
    outputs = [copy.communicate(timeout=60)[0] for copy in copies]
    assert [copy.returncode for copy in copies] == [0] * 8, outputs
    for file in migrations.glob("[0-9]*.sql"):
        assert sum(f"applied {file.name}" in output for output in outputs) == 1, outputs
    assert len(ledger(empty)) == len(list(migrations.glob("[0-9]*.sql")))


def test_the_second_time_nothing_is_done(empty, migrations):
    migrate(migrations, empty)
    before = empty.rows("select * from schema_migration")
    done = migrate(migrations, empty)
    assert done.returncode == 0 and "applied" not in done.stdout
    assert empty.rows("select * from schema_migration") == before


def test_a_changed_file_is_refused_by_name(empty, migrations):
    migrate(migrations, empty)
    before = ledger(empty)
    changed = newest(migrations)
    changed.write_text(changed.read_text() + "-- one more line\n")
    (migrations / "9000_next.sql").write_text("create table next (x integer);\n")
    for arguments in ((), ("--check",)):
        done = migrate(migrations, empty, *arguments)
        assert done.returncode != 0 and changed.name in done.stderr, done
    assert ledger(empty) == before
    assert empty.value("select to_regclass('next')") is None


def test_a_recorded_version_without_a_file_is_refused(empty, migrations):
    (migrations / "9000_future.sql").write_text("create table future (x integer);\n")
    migrate(migrations, empty)
    (migrations / "9000_future.sql").unlink()
    for arguments in ((), ("--check",)):
        done = migrate(migrations, empty, *arguments)
        assert done.returncode != 0 and "9000_future.sql" in done.stderr and "ahead" in done.stderr, done


def test_a_file_behind_the_newest_is_refused(empty, migrations):
    (migrations / "9000_last.sql").write_text("select 1;\n")
    migrate(migrations, empty)
    (migrations / "8000_late.sql").write_text("create table late (x integer);\n")
    done = migrate(migrations, empty)
    assert done.returncode != 0 and "8000_late.sql" in done.stderr
    assert empty.value("select to_regclass('late')") is None


def test_a_file_that_fails_leaves_nothing_of_itself(empty, migrations):
    broken = migrations / "9000_broken.sql"
    broken.write_text("create table half (x integer);\nselect 1/0;\n")
    done = migrate(migrations, empty)
    assert done.returncode != 0 and "9000_broken.sql:2" in done.stderr and "division by zero" in done.stderr, done
    assert empty.value("select to_regclass('half')") is None
    assert all(name != broken.name for _, name, _ in ledger(empty))
    broken.write_text("create table half (x integer);\n")
    assert migrate(migrations, empty).returncode == 0
    assert empty.value("select to_regclass('half')") == "half"


def test_a_file_cannot_end_its_transaction(empty, migrations):
    (migrations / "9000_split.sql").write_text("create table split (x integer);\ncommit;\nbegin;\n")
    done = migrate(migrations, empty)
    assert done.returncode != 0 and "9000_split.sql" in done.stderr


def test_check_changes_nothing(empty, migrations):
    done = migrate(migrations, empty, "--check")
    assert done.returncode == 1 and "missing" in done.stdout
    assert empty.value("select count(*) from pg_class where relnamespace = 'public'::regnamespace") == 0
    migrate(migrations, empty)
    done = migrate(migrations, empty, "--check")
    assert done.returncode == 0 and "up to date" in done.stdout
    (migrations / "9000_next.sql").write_text("select 1;\n")
    done = migrate(migrations, empty, "--check")
    assert done.returncode == 1 and "9000_next.sql" in done.stdout


def test_of_several_hosts_the_one_that_can_be_written_to(empty, migrations):
    """As podium connects: the first may be a standby, after a failover."""
    standby = PrivateServer()
    try:
        standby.maintenance.execute(f'create database "{conninfo_to_dict(empty.url)["dbname"]}"')
        standby.maintenance.execute("alter system set default_transaction_read_only = on")
        standby.stop()
        standby.start()
        hosts = ",".join(conninfo_to_dict(url)["host"] for url in (standby.maintenance.url, empty.url))
        both = Database(make_conninfo(empty.url, host=hosts))
        assert "empty database" in migrate(migrations, both, "--check").stdout, "to look, the standby will do"
        done = migrate(migrations, both)
        assert done.returncode == 0 and "up to date" in done.stdout, done
    finally:
        standby.close()
    assert len(ledger(empty)) == len(list(migrations.glob("[0-9]*.sql")))


def test_cdpath_does_not_matter(empty, migrations):
    done = subprocess.run(
        ["migrations/migrate", empty.url], cwd=migrations.parent, env=os.environ | {"CDPATH": ".:/tmp"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done


@pytest.mark.parametrize("name", ["0001_again.sql", "1_short.sql", "0002-dash.sql", "0002_Upper.sql"])
def test_names_that_are_none(empty, migrations, name):
    (migrations / name).write_text("select 1;\n")
    done = migrate(migrations, empty)
    assert done.returncode != 0 and name in done.stderr


def test_where_the_database_comes_from(empty, migrations):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PODIUM", "PG"))}
    command = [migrations / "migrate", "--check"]
    for more in ({"PODIUM_DATABASE_URL": empty.url}, {"PODIUM_DATABASE_URL": "host=/nowhere"}):
        last = [] if more["PODIUM_DATABASE_URL"] == empty.url else [empty.url]
        done = subprocess.run(command + last, env=environment | more, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 1 and "empty database" in done.stdout, done
    done = subprocess.run(
        command, env=environment | {"PGHOST": "/nowhere"}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 3 and "no connection" in done.stderr, done
    assert "/nowhere" in done.stderr


def test_golden_schema(database):
    """migrations/schema.sql is what the migrations make: after a change, scripts/dump-schema DATABASE >migrations/schema.sql"""
    assert run([ROOT / "scripts" / "dump-schema", database.url]) == (ROOT / "migrations" / "schema.sql").read_text()


def test_the_schema_refuses_what_must_never_be(database):
    """Constraints, not only code: another game's team or question, two answers to one question, negative counters."""
    import psycopg

    with database.connect() as connection:
        ids = connection.execute(
            """
            with g as (insert into game (name, join_code) values ('A', 'AAAAAA'), ('B', 'BBBBBB') returning id)
            select array_agg(id order by id) from g
            """
        ).fetchone()[0]
        made = {}
        for name, game in zip("ab", ids, strict=True):
            board = connection.execute("insert into board (game_id, position) values (%s, 0) returning id", [game]).fetchone()[
                0
            ]
            category = connection.execute(
                "insert into category (game_id, board_id, name, position) values (%s, %s, 'C', 0) returning id", [game, board]
            ).fetchone()[0]
            made[name] = {
                "game": game,
                "board": board,
                "category": category,
                "question": connection.execute(
                    "insert into question (game_id, category_id, text, points, position) values (%s, %s, 'Q', 1, 0)"
                    " returning id",
                    [game, category],
                ).fetchone()[0],
                "team": connection.execute("insert into team (game_id, name) values (%s, 'T') returning id", [game]).fetchone()[
                    0
                ],
                "player": connection.execute(
                    "insert into player (game_id, name) values (%s, 'P') returning id", [game]
                ).fetchone()[0],
            }
        a, b = made["a"], made["b"]
        answer = "insert into player_answer (game_id, player_id, question_id, is_correct, points) values (%s, %s, %s, true, 1)"
        connection.execute(answer, [a["game"], a["player"], a["question"]])
        for query, parameters in (
            ("update player set team_id = %s where id = %s", [b["team"], a["player"]]),
            (answer, [a["game"], a["player"], b["question"]]),
            (answer, [b["game"], a["player"], b["question"]]),
            (answer, [a["game"], a["player"], a["question"]]),
            ("update category set board_id = %s where id = %s", [b["board"], a["category"]]),
            ("update question set category_id = %s where id = %s", [b["category"], a["question"]]),
            ("update player set score_version = -1 where id = %s", [a["player"]]),
            ("update question set state_version = -1 where id = %s", [a["question"]]),
            ("update question set points = -1 where id = %s", [a["question"]]),
            ("update game set revision = -1 where id = %s", [a["game"]]),
            ("update game set join_code = 'BBBBBB' where id = %s", [a["game"]]),
            ("delete from question where id = %s", [a["question"]]),
            ("insert into player (game_id, name) values (0, 'x')", []),
        ):
            with pytest.raises(psycopg.errors.IntegrityError):
                connection.execute(query, parameters)
