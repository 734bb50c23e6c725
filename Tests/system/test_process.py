"""The process: settings, the schema check, secrets, signals."""

import concurrent.futures
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

import cluster
from client import make_game
from cluster import SECRET, Instance, free_port, podium
from invariants import check_database
from postgres import MIGRATE, ROOT, Database
from waiting import until


def serve(database, *arguments, **settings):
    """Runs `podium serve` that is expected to end by itself."""
    settings = {"database_url": database.url, "secret": SECRET, "port": free_port()} | settings
    return podium("serve", *arguments, timeout=15, **settings)


def check_one_line(done, *words):
    """Ended, not well, with one line that has these words."""
    assert done.returncode not in (0, None), done
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    assert len(lines) == 1, done
    assert "listening" not in lines[0]
    for word in words:
        assert word in lines[0], lines[0]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("port", "abc"),
        ("port", "70000"),
        ("port", "-1"),
        ("role", "king"),
        ("auth", "maybe"),
        ("log_level", "loud"),
        ("log_format", "xml"),
        ("metrics", "perhaps"),
        ("rate_limit_token", "abc"),
        ("rate_limit_token", "-1"),
        ("rate_limit_address", "1.5e400"),
        ("body_limit", "lots"),
        ("body_limit", "-1"),
        ("import_limit", "0x10"),
        ("database_pool", "0"),
        ("database_pool", "many"),
        ("mutation_timeout", "soon"),
        ("shutdown_timeout", "-5"),
        ("trusted_proxies", "my proxy"),
        ("trusted_proxies", "10.0.0.0/99"),
        ("database_url", "postgresql://[nowhere"),
        ("database_url", "no_such_option=1"),
        ("secret", ""),
        ("allowed_origins", "quiz.example"),
        ("allowed_origins", "https://quiz.example/"),
        ("allowed_origins", "https://quiz.example/path"),
        ("allowed_origins", "https://quiz.example:443"),
        ("allowed_origins", ","),
        ("listen_database_url", ""),
        ("rate_limit_socket", "-1"),
        ("socket_message_limit", "0"),
        ("socket_queue_limit", "lots"),
        ("ping_interval", "0"),
    ],
)
def test_a_setting_that_cannot_be_read(binary, database, setting, value):
    done = serve(database, **{setting: value})
    check_one_line(done)
    line = (done.stdout + done.stderr).strip()
    flag = setting.replace("_", "-")
    assert flag in line or f"PODIUM_{setting.upper()}" in line, line
    if setting == "database_url":
        assert "secret-password" not in line


@pytest.mark.parametrize("role", ["all", "api"])
@pytest.mark.parametrize("setting", ["database_url", "listen_database_url"])
@pytest.mark.parametrize("url", ["postgresql://podium:100%secret@localhost/x", "host=localhost password=my secret"])
def test_a_part_of_a_password_is_not_shown(binary, database, setting, role, url):
    done = serve(database, role=role, **{setting: url})
    check_one_line(done, setting.replace("_", "-"), "connection string")
    assert "secret" not in done.stderr


def test_a_listener_on_another_database(binary, database, postgres):
    """Nobody would hear of anything."""
    with postgres.database() as other:
        check_one_line(serve(database, listen_database_url=other.url), "listen-database-url")
    with Instance(database.url, listen_database_url=make_conninfo(database.url, connect_timeout=5)) as instance:
        instance.api().get("/api/health/ready").expect(200)


def test_a_listeners_database_that_is_away(binary, database):
    """It is served without, and not ready; an import needs none."""
    away = "host=127.0.0.1 port=1 dbname=x"
    quiz = str(ROOT / "examples" / "the-long-table.json")
    done = podium("import", quiz, database_url=database.url, listen_database_url=away, secret=SECRET)
    assert done.returncode == 0, done
    with Instance(database.url, wait=False, listen_database_url=away) as instance:
        instance.wait_until_listening()
        make_game(instance.api())
        instance.api().get("/api/health/ready").expect(503)


def test_a_database_of_another_encoding(binary, postgres):
    postgres.maintenance.execute("create database podium_test_latin1 encoding 'LATIN1' locale 'C' template template0")
    try:
        url = make_conninfo(postgres.maintenance.url, dbname="podium_test_latin1")
        done = subprocess.run([MIGRATE, url], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 2 and "encoding LATIN1" in done.stderr and "ENCODING 'UTF8'" in done.stderr, done
        Database(url).execute("create table schema_migration as select 4 as version")
        check_one_line(serve(Database(url)), "encoding LATIN1", "ENCODING 'UTF8'")
    finally:
        postgres.drop("podium_test_latin1")


def test_a_statement_gets_the_mutations_time(binary, postgres):
    """Not PostgreSQL's own bound of 2 s, which would cut it again and again."""
    with postgres.database() as database, Instance(database.url, mutation_timeout=10_000) as instance:
        game = make_game(instance.api())
        database.execute(
            "create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(2.5); return new; end'"
        )
        database.execute("create trigger slow before insert on team for each row execute function slow()")
        instance.api(game.host_token).post(f"{game.path}/teams", {"name": "Slow"}).expect(201)


def test_the_same_as_a_flag(binary, database):
    done = serve(database, "--rate-limit-token", "abc")
    assert done.returncode != 0 and "rate-limit-token" in done.stderr + done.stdout
    done = serve(database, "--no-such-flag")
    assert done.returncode != 0 and "no-such-flag" in done.stderr + done.stdout


def test_no_password_in_the_output(binary):
    url = f"postgresql://podium:hunter2-hunter2@127.0.0.1:{free_port()}/x"
    with Instance(url, wait=False, log_level="trace") as instance:
        assert instance.wait(20) != 0, "there is no such database"
        assert "127.0.0.1" in instance.log
        assert "hunter2" not in instance.log


def test_the_flag_wins(binary, database):
    with Instance(database.url, port=1, log_level="loud", arguments=("--log-level", "warning")) as instance:
        instance.api().get("/api/health/ready").expect(200)


def test_listening_line(binary, database):
    with Instance(database.url, wait=False, arguments=("--role", "api")) as instance:
        match = instance.wait_until_listening()
        assert match.groups() == ("127.0.0.1", str(instance.port), "api")
        # It answers from the moment that the line is there.
        instance.api().get("/api/health/live").expect(200)


def test_port_in_use(binary, database):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        check_one_line(serve(database, port=port), str(port))


def test_json_log(binary, database):
    with Instance(database.url, log_format="json") as instance:
        instance.api().get("/api/games/0", headers={"X-Request-Id": "json-log-test"})
        until(lambda: "json-log-test" in instance.log, 5, "the request in the log")
    lines = [line for line in instance.lines if not line.startswith("podium: listening")]
    entries = [json.loads(line) for line in lines]
    assert any("json-log-test" in str(entry) for entry in entries)


class TestSecret:
    def test_made_up_on_loopback(self, binary, database):
        with Instance(database.url, secret=None) as instance:
            make_game(instance.api())

    @pytest.mark.parametrize("host", ["0.0.0.0", "::"])
    def test_refused_elsewhere(self, binary, database, host):
        check_one_line(serve(database, "--host", host, secret=None), "secret")

    def test_given_elsewhere(self, binary, database):
        with Instance(database.url, arguments=("--host", "0.0.0.0")) as instance:
            instance.api().get("/api/health/ready").expect(200)

    def test_tokens_of_another_secret(self, binary, database):
        with Instance(database.url) as instance:
            game = make_game(instance.api())
        with Instance(database.url, secret=SECRET[::-1]) as instance:
            instance.api(game.host_token).get(game.path).expect(401)
        with Instance(database.url) as instance:
            instance.api(game.host_token).get(game.path).expect(200)


class TestSchema:
    def test_empty(self, binary, postgres):
        with postgres.empty_database() as database:
            check_one_line(serve(database), "migrations/migrate")

    def test_behind(self, binary, postgres):
        with postgres.database() as database:
            database.execute("delete from schema_migration where version = (select max(version) from schema_migration)")
            check_one_line(serve(database), "migrations/migrate")

    def test_ahead(self, binary, postgres):
        with postgres.database() as database:
            database.execute("insert into schema_migration (version, name, checksum) values (9999, '9999_future.sql', 'x')")
            done = serve(database)
            check_one_line(done, "9999")
            assert "ahead" in done.stdout + done.stderr or "newer" in done.stdout + done.stderr

    def test_import_checks_it_too(self, binary, postgres, tmp_path):
        file = tmp_path / "quiz.csv"
        file.write_text("round,category,points,question,answer\nOne,Rivers,100,Q,A\n")
        with postgres.empty_database() as database:
            check_one_line(podium("import", str(file), database_url=database.url, secret=SECRET), "migrations/migrate")


class TestShutdown:
    def test_idle(self, binary, database):
        with Instance(database.url) as instance:
            start = time.monotonic()
            instance.terminate()
            assert instance.wait(10) == 0
            assert time.monotonic() - start < 10

    def test_interrupt_from_the_keyboard(self, binary, database):
        with Instance(database.url) as instance:
            instance.process.send_signal(signal.SIGINT)
            assert instance.wait(10) == 0

    def test_idle_connections_do_not_hold_it_up(self, binary, database):
        with Instance(database.url) as instance:
            connections = [http.client.HTTPConnection("127.0.0.1", instance.port, timeout=10) for _ in range(20)]
            for connection in connections:
                connection.request("GET", "/api/health/live")
                connection.getresponse().read()
            with (
                socket.create_connection(("127.0.0.1", instance.port)) as silent,
                socket.create_connection(("127.0.0.1", instance.port)) as half,
            ):
                half.sendall(
                    b"POST /api/games HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
                )
                instance.terminate()
                assert instance.wait(10) == 0
                silent.close()
            for connection in connections:
                connection.close()

    def test_requests_in_flight_are_answered(self, binary, database):
        with Instance(database.url) as instance, database.connect() as holder:
            game = make_game(instance.api())
            host = instance.api(game.host_token)
            holder.execute("begin")
            holder.execute("select from game where id = %s for update", [game.id])
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                waiting = [
                    pool.submit(host.post, f"{game.path}/answers", game.answer(question=n % 5, points=1)) for n in range(8)
                ]

                def blocked():
                    return database.value(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
                    )

                until(blocked, 5, "a mutation waits for the row")
                start = time.monotonic()
                instance.terminate()

                def gone():
                    """New connections are refused, or told that the instance is not ready."""
                    try:
                        return host.get("/api/health/ready").status == 503
                    except (ConnectionError, http.client.HTTPException):
                        return True

                until(gone, 2, "not ready any more")
                assert not any(answer.done() for answer in waiting), "answered before the row was free"
                holder.execute("rollback")
                assert [answer.result().status for answer in waiting] == [200] * 8
            assert instance.wait(10) == 0
            assert time.monotonic() - start < 10
        versions = sorted(answer.result().json()["version"] for answer in waiting)
        assert versions == list(range(1, 9))
        check_database(database)

    def test_under_load_nothing_acknowledged_is_lost(self, binary, database):
        with Instance(database.url) as instance:
            game = make_game(instance.api(), players=8)
            host = instance.api(game.host_token)
            acknowledged = [0] * 8

            def play(player):
                while True:
                    try:
                        response = host.post(f"{game.path}/answers", game.answer(player=player, points=1))
                    except (ConnectionError, http.client.HTTPException, OSError):
                        return
                    if response.status != 200:
                        assert response.status == 503, response
                        return
                    acknowledged[player] += 1

            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                players = [pool.submit(play, player) for player in range(8)]
                until(lambda: min(acknowledged) >= 20, 20, "load")
                instance.terminate()
                assert instance.wait(10) == 0
                for player in players:
                    player.result()
        versions = [database.value("select score_version from player where id = %s", player) for player in game.players]
        for told, stored in zip(acknowledged, versions, strict=True):
            # One more may have been committed whose answer met a closing connection: it must not be less.
            assert told <= stored <= told + 1
        check_database(database)

    def test_no_connection_stays_behind(self, binary, database):
        with Instance(database.url, instance_id="leaver") as instance:
            make_game(instance.api())
            count = "select count(*) from pg_stat_activity where application_name = 'leaver'"
            assert database.value(count) >= 1
        until(lambda: database.value(count) == 0, 5, "all connections gone")


def test_killed_and_started_again(binary, database):
    """SIGKILL under load: what was acknowledged is there, and the next process starts as if nothing had been."""
    with Instance(database.url) as instance:
        game = make_game(instance.api(), players=8)
        host = instance.api(game.host_token)
        acknowledged = [0] * 8

        def play(player):
            while True:
                try:
                    response = host.post(f"{game.path}/answers", game.answer(player=player, points=1))
                except (ConnectionError, http.client.HTTPException, OSError):
                    return
                acknowledged[player] += response.status == 200

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            players = [pool.submit(play, player) for player in range(8)]
            until(lambda: min(acknowledged) >= 20, 20, "load")
            instance.process.kill()
            instance.wait(10)
            for player in players:
                player.result()
    with Instance(database.url) as instance:
        instance.api(game.host_token).post(f"{game.path}/answers", game.answer()).expect(200)
    versions = [database.value("select score_version from player where id = %s", player) for player in game.players]
    for player, (told, stored) in enumerate(zip(acknowledged, versions, strict=True)):
        assert told <= stored <= told + 1 + (player == 0)
    check_database(database)


def test_libpq_variables_are_used(binary, database, monkeypatch):
    """Without a database-url, PGHOST and its like say where."""
    parts = conninfo_to_dict(database.url)
    variables = {"PGHOST": parts["host"], "PGDATABASE": parts["dbname"], "PGUSER": parts.get("user", "postgres")}
    variables |= {f"PG{name.upper()}": parts[name] for name in ("port", "password") if name in parts}
    environment = cluster.environment
    monkeypatch.setattr(cluster, "environment", lambda **settings: environment(**settings) | variables)
    with Instance(None) as instance:
        instance.api().get("/api/health/ready").expect(200)


def test_several_hosts(binary, database):
    """The first one that takes writes is used, as libpq does it; the first one named here is away."""
    parts = conninfo_to_dict(database.url)
    port = parts.get("port", "5432")
    url = make_conninfo(database.url, host=f"127.0.0.1,{parts['host']}", port=f"{free_port()},{port}")
    with Instance(url) as instance:
        make_game(instance.api())


EPOLL_PWAIT2 = 441
"""Its number on every architecture."""


def test_a_kernel_without_timers_to_the_microsecond(binary, database, monkeypatch):
    """Before Linux 5.11, and in some sandboxes."""
    tied = cluster.tied
    launcher = [sys.executable, pathlib.Path(__file__).with_name("denied.py"), str(EPOLL_PWAIT2)]
    monkeypatch.setattr(cluster, "tied", lambda command: tied([*launcher, *command]))
    with Instance(database.url) as instance, concurrent.futures.ThreadPoolExecutor(4) as pool:
        game = make_game(instance.api())
        host = instance.api(game.host_token)
        answers = [pool.submit(host.post, f"{game.path}/answers", game.answer()) for _ in range(40)]
        for answer in answers:
            answer.result().expect(200)
    check_database(database)


def test_help(binary):
    done = podium("--help")
    assert done.returncode == 0 and "serve" in done.stdout and "import" in done.stdout
    done = podium("serve", "--help")
    assert done.returncode == 0
    names = "role host port database-url listen-database-url secret admin-token auth instance-id log-level log-format web-root"
    names += " metrics rate-limit-token rate-limit-address trusted-proxies rate-limit-socket body-limit import-limit"
    names += " allowed-origins socket-message-limit socket-queue-limit ping-interval"
    for name in names.split():
        assert f"--{name}" in done.stdout, name


def test_only_threads_that_answer_requests_interrupt_nobody(instance, game):
    """The event loops' and the connections' threads stay interactive: what goes out is not late on a busy machine."""
    instance.api(game.host_token).get(f"/api/games/{game.id}")
    policies = {}
    for thread in pathlib.Path(f"/proc/{instance.process.pid}/task").iterdir():
        policies.setdefault(os.sched_getscheduler(int(thread.name)), []).append((thread / "comm").read_text().strip())
    assert set(policies) == {os.SCHED_OTHER, os.SCHED_BATCH}, policies
    loops = [name for name in policies[os.SCHED_BATCH] if name.startswith(("NIO", "pgstore"))]
    assert not loops, policies
