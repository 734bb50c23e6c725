"""scripts/cluster: several instances behind HAProxy, one command up and one down."""

import http.client
import json
import os
import signal
import subprocess
import threading

import pytest
import websockets.sync.client

from client import make_game
from cluster import free_port
from front import SCRIPT, Front
from invariants import check_database
from postgres import Database
from waiting import until


class Load:
    """Reads and answers, one after the other and without a pause, until stopped; each reply's status is noted."""

    def __init__(self, front, game):
        self.front = front
        self.game = game
        self.api = front.api(game.host_token)
        self.reads = []
        self.writes = []
        self.accepted = 0
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._read), threading.Thread(target=self._write)]

    def _read(self):
        while not self.stopping.is_set():
            self.reads.append(self.api.get(self.game.path).status)

    def _write(self):
        """A write that fails is sent again with the same key, as a client should."""
        number = 0
        while not self.stopping.is_set():
            number += 1
            body = self.game.answer(player=number % 3, question=number % 5, points=number)
            status = None
            while status != 200:
                headers = {"Idempotency-Key": f"load-{number}"}
                status = self.api.post(f"{self.game.path}/answers", body, headers=headers).status
                self.writes.append(status)
                assert status in (200, 502, 503)
            self.accepted += 1

    def more(self):
        """Waits until some more of both were served."""
        reads, accepted = len(self.reads), self.accepted
        until(lambda: len(self.reads) >= reads + 50 and self.accepted >= accepted + 50, 30, "requests go on")

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        self.more()
        return self

    def __exit__(self, *error):
        self.stopping.set()
        for thread in self.threads:
            thread.join(timeout=20)
            assert not thread.is_alive()


@pytest.fixture(scope="module")
def front(binary):
    with Front() as front:
        lines = front.run(2).splitlines()
        assert lines[0] == f"cluster: {front.url}"
        assert [line.split()[0] for line in lines[1:]] == ["podium-1", "podium-2"]
        yield front


@pytest.fixture
def game(front):
    return make_game(front.api())


def database(front):
    return Database(f"postgresql:///podium?host={front.state}/postgres/socket&user=postgres")


def test_both_instances_serve(front, game):
    for _ in range(4):
        front.api(game.host_token).get(game.path).expect(200)
    for name in ("podium-1", "podium-2"):
        until(lambda: f" api/{name} " in front.log("haproxy"), 5, "HAProxy logs the requests")
        connection = http.client.HTTPConnection(front.address(name), timeout=10)
        connection.request("GET", "/api/health/ready")
        assert connection.getresponse().status == 200
        connection.close()


def test_requests_go_on_when_an_instance_dies(front, game):
    with Load(front, game) as load:
        front.kill("podium-1")
        load.more()
        done = front.command("status")
        assert done.returncode == 1 and "down" in done.stdout and "podium-2" in done.stdout, done
        load.more()
        front.run("restart", "podium-1")
        load.more()
    assert set(load.reads) == {200}, "a read is served by another instance"
    # The one that was under way may have been committed: the proxy may not repeat it, and says that it does not know.
    assert sum(status != 200 for status in load.writes) <= 2, load.writes
    check_database(database(front))
    assert database(front).value("select sum(score_version) from player where game_id = %s", game.id) == load.accepted


def test_a_rolling_restart_fails_nothing(front, game):
    with Load(front, game) as load:
        for name in ("podium-1", "podium-2"):
            before = front.pid(name)
            assert "down" not in front.run("restart", name)
            assert front.pid(name) != before
            load.more()
    assert set(load.reads) == {200}
    assert set(load.writes) == {200}


def test_clients_are_told_apart_behind_the_proxy(binary, postgres):
    """The rate limit counts the client's address, and a client cannot make up another."""
    with postgres.empty_database() as own, Front(database_url=own.url, rate_limit_address=5) as front:
        front.run(1)
        statuses = []
        for number in range(30):
            headers = {"X-Forwarded-For": f"192.0.2.{number}"}
            statuses.append(front.api().post("/api/games", {"name": "x"}, headers=headers).status)
        assert 429 in statuses
        assert not (front.state / "postgres").exists()


def test_the_data_stays(binary):
    with Front() as front:
        front.run(1, "--auth", "open")
        game = make_game(front.api())
        again = front.command(2)
        assert again.returncode != 0 and "already running" in again.stderr, again
        front.api().get("/api/health/ready").expect(200)
        front.run("down")
        assert not front.processes()
        assert front.command("status").returncode == 3
        front.run("down")
        front.run(2)
        assert front.api(game.host_token).get(game.path).json()["name"] == game.snapshot["name"]
        front.api().get(game.path).expect(401)  # the setting was of that time


def test_api_and_relay_instances(binary, postgres):
    with postgres.empty_database() as own, Front(database_url=own.url) as front:
        output = front.run("--api", 2, "--relay", 2)
        assert [line.split()[:2] for line in output.splitlines()[1:]] == [
            ["api-1", "api"], ["api-2", "api"], ["relay-1", "relay"], ["relay-2", "relay"],
        ]  # fmt: skip
        game = make_game(front.api())
        url = f"{front.url.replace('http', 'ws')}/ws/games/{game.id}?token={game.board_token}"
        with websockets.sync.client.connect(url) as first, websockets.sync.client.connect(url) as second:
            for client in (first, second):
                assert [json.loads(client.recv(5))["type"] for _ in range(2)] == ["welcome", "snapshot"]
            front.api(game.host_token).post(f"{game.path}/answers", game.answer()).expect(200)
            for client in (first, second):
                assert json.loads(client.recv(5))["type"] == "update_score"
            # A relay that stops says so, through HAProxy; the other one's client does not notice.
            front.run("restart", "relay-1")
            front.api(game.host_token).post(f"{game.path}/answers", game.answer(question=1)).expect(200)
            codes = []
            for client in (first, second):
                try:
                    assert json.loads(client.recv(5))["type"] == "update_score"
                except websockets.ConnectionClosed as closed:
                    codes.append(closed.rcvd and closed.rcvd.code)
            assert codes == [1001]
        for name in ("relay-1", "relay-2"):
            until(lambda: f" relay/{name} " in front.log("haproxy"), 5, "HAProxy logs the sockets")
        assert "api/relay-" not in front.log("haproxy") and "relay/api-" not in front.log("haproxy")


def test_what_does_not_start_leaves_nothing(binary, postgres):
    with postgres.empty_database() as own, Front(database_url=own.url) as front:
        done = front.command(2, "--log-level", "loud")
        assert done.returncode == 1 and "log-level" in done.stderr, done
        assert not front.processes()
        assert front.command("status").returncode == 3
        for wrong in ((0,), ("--api", 1), ("three",), ("restart",), ()):
            assert front.command(*wrong).returncode in (1, 64)
        front.run(1)
        other = Front(database_url=own.url, port=front.port)
        done = other.command(1)
        assert done.returncode == 1 and "PODIUM_PORT" in done.stderr, done
        other.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_nothing(binary, how):
    front = Front()
    process = subprocess.Popen(
        [SCRIPT, "3"], env=front.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    until(lambda: (front.state / "instances").exists(), 60, "instances are being started")
    if how == signal.SIGINT:
        os.killpg(process.pid, how)
    else:
        process.send_signal(how)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 128 + how, output
    assert not front.processes()
    front.close()


def test_a_pid_that_is_somebody_elses_now_is_left_alone(binary):
    with Front() as front, subprocess.Popen(["sleep", "60"]) as stranger:
        front.state.mkdir()
        (front.state / "instances").write_text("podium-1 all 127.0.0.1:1\n")
        (front.state / "podium-1.pid").write_text(f"{stranger.pid} 1\n")
        front.run("down")
        assert stranger.poll() is None
        stranger.kill()
