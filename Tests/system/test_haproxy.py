"""deploy/haproxy.cfg before instances that are scripted, so that each can die at the worst moment."""

import contextlib
import http.client
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading

import pytest

from client import Api
from cluster import environment, free_port, tied
from postgres import ROOT
from waiting import until

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
HAPROXY = shutil.which("haproxy", path=os.environ["PATH"] + ":/usr/local/sbin:/usr/sbin")

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno"
UPGRADED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
)
UPGRADE = {
    "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip


class Upstream:
    """An instance that answers as it is told. `reply` gets a request's head, and returns bytes, or None to hang up."""

    def __init__(self, reply=lambda head: OK):
        self.reply = reply
        self.live = OK
        self.ready = OK
        self.frozen = threading.Event()
        self.heads = []  # of all but health checks
        self.first = []  # whether each of them was the first of its connection
        self.sockets = []  # those that were upgraded
        self.connections = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        number = 0
        try:
            reader = connection.makefile("rb")
            while head := self._head(reader):
                number += 1
                path = head.split()[1]
                if self.frozen.is_set():
                    continue
                if path.startswith("/api/health/"):
                    connection.sendall(self.ready if path.endswith("ready") else self.live)
                    continue
                self.heads.append(head)
                self.first.append(number == 1)
                reply = self.reply(head)
                if reply is None:
                    break
                if reply == UPGRADED:
                    self.sockets.append(connection)
                connection.sendall(reply)
                if reply == UPGRADED:
                    while data := connection.recv(4096):
                        connection.sendall(data)
                    break
        except OSError:
            pass
        connection.close()

    def _head(self, reader):
        lines = []
        while (line := reader.readline()) not in (b"\r\n", b""):
            lines.append(line.decode())
        for line in lines:
            if line.lower().startswith("content-length:"):
                reader.read(int(line.split(":")[1]))
        return "".join(lines)

    def die(self):
        """Refuses connections from now on; open ones stay."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)  # ends the accept, too
        self.listener.close()

    def close(self):
        self.die()
        for connection in self.connections:
            connection.close()


class Proxy:
    def __init__(self, *upstreams):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="podium-haproxy-", dir="/tmp"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        settings = {"front": f"127.0.0.1:{self.port}", "stats_socket": self.folder / "socket"}
        settings |= {f"server_{number}": f"127.0.0.1:{one.port}" for number, one in enumerate(upstreams, 1)}
        self.log_path = self.folder / "log"
        with self.log_path.open("w") as log:
            self.process = subprocess.Popen(
                tied([HAPROXY, "-db", "-f", CONFIGURATION]), env=environment(**settings), stdout=log, stderr=log,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        try:
            until(lambda: Api(self.url).get("/api/health/live").expect(200), 10, f"HAProxy listens: {self.log}")
        except BaseException:
            self.close()
            raise

    @property
    def log(self):
        return self.log_path.read_text()

    def states(self, backend):
        """What HAProxy makes of each server, by name: UP, DOWN …"""
        with socket.socket(socket.AF_UNIX) as admin:
            admin.connect(str(self.folder / "socket"))
            admin.sendall(b"show stat\n")
            rows = [line.split(",") for line in admin.makefile().read().splitlines()]
        return {row[1]: row[17].split()[0] for row in rows if row[0] == backend and row[1].startswith("podium")}

    def socket(self, path="/ws/games/1?token=secret"):
        """An upgraded connection."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        lines = [f"GET {path} HTTP/1.1", "Host: x", *(f"{name}: {value}" for name, value in UPGRADE.items()), "", ""]
        connection.sendall("\r\n".join(lines).encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += connection.recv(1)
        assert b" 101 " in head, head
        return connection

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=10)
        shutil.rmtree(self.folder)


@pytest.fixture
def pair():
    """Two upstreams and the proxy before them, all healthy."""
    assert HAPROXY, "haproxy is missing: apt-get install haproxy"
    upstreams = Upstream(), Upstream()
    proxy = Proxy(*upstreams)
    yield proxy, *upstreams
    proxy.close()
    for upstream in upstreams:
        upstream.close()


def test_nobody_there(pair):
    proxy, *upstreams = pair
    for upstream in upstreams:
        upstream.close()
    until(lambda: set(proxy.states("api").values()) == {"DOWN"}, 5, "both are down")
    for path in ("/api/games", "/ws/games/1"):
        answer = Api(proxy.url).get(path).expect(503)
        assert answer.headers["Retry-After"] == "1"
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "not_ready" and answer.json()["status"] == 503


def test_a_mutation_is_never_repeated(pair):
    proxy, *upstreams = pair
    for upstream in upstreams:
        upstream.reply = lambda head: None  # it got the request, and died
    for method in ("POST", "PATCH", "DELETE"):
        before = sum(len(upstream.heads) for upstream in upstreams)
        answer = Api(proxy.url).call(method, "/api/games/1", {"name": "x"}).expect(502)
        assert answer.headers["Retry-After"] == "1" and answer.json()["code"] == "outcome_unknown"
        assert sum(len(upstream.heads) for upstream in upstreams) == before + 1


def test_a_read_is_repeated_elsewhere(pair):
    proxy, dying, other = pair
    dying.reply = lambda head: None
    for _ in range(4):
        Api(proxy.url).get("/api/games/1").expect(200)
    assert len(other.heads) == 4 and dying.heads


def test_what_could_not_be_sent_is_sent_elsewhere(pair):
    proxy, gone, other = pair
    gone.die()
    for _ in range(6):
        Api(proxy.url).post("/api/games", {"name": "x"}).expect(200)
    assert len(other.heads) == 6 and not gone.heads


def test_an_instance_that_is_not_ready_gets_no_requests_but_keeps_its_sockets(pair):
    """The database is away, or it drains."""
    proxy, away, other = pair
    away.reply = other.reply = lambda head: UPGRADED if "/ws/" in head else OK
    sockets = [proxy.socket(), proxy.socket()]
    assert len(away.sockets) == len(other.sockets) == 1, "the least connections"
    away.ready = UNAVAILABLE
    until(lambda: proxy.states("api") == {"podium-1": "DOWN", "podium-2": "UP"}, 5, "it is out")
    assert proxy.states("relay") == {"podium-1": "UP", "podium-2": "UP"}
    before = len(away.heads)
    for _ in range(4):
        Api(proxy.url).get("/api/games/1").expect(200)
    assert len(away.heads) == before
    for one in sockets:
        one.sendall(b"hello")
        assert one.recv(5) == b"hello"
        one.close()


def test_a_refused_handshake_is_tried_elsewhere(pair):
    proxy, draining, other = pair
    draining.reply = lambda head: UNAVAILABLE
    other.reply = lambda head: UPGRADED
    for _ in range(4):
        proxy.socket().close()
    assert len(other.sockets) == 4


def test_every_handshake_has_a_connection_of_its_own(pair):
    proxy, *upstreams = pair
    for upstream in upstreams:
        upstream.reply = lambda head: b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=10)
    for _ in range(6):  # one connection of the client
        connection.request("GET", "/ws/games/1", headers=UPGRADE)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 401
    connection.close()
    first = upstreams[0].first + upstreams[1].first
    assert len(first) == 6 and all(first)


@pytest.mark.parametrize("how", ["dead", "frozen"])
def test_sockets_of_a_lost_instance_end(pair, how):
    """A frozen one closes nothing by itself."""
    proxy, *upstreams = pair
    for upstream in upstreams:
        upstream.reply = lambda head: UPGRADED
    lost, kept = proxy.socket(), proxy.socket()
    if how == "dead":
        upstreams[0].die()
    else:
        upstreams[0].frozen.set()
    until(lambda: proxy.states("relay")["podium-1"] == "DOWN", 10, "the loss is noticed")
    assert lost.recv(1) == b""
    kept.sendall(b"x")
    assert kept.recv(1) == b"x"
    lost.close()
    kept.close()


def test_what_instances_are_told_and_what_is_logged(pair):
    proxy, *upstreams = pair
    for upstream in upstreams:
        upstream.reply = lambda head: UPGRADED if "/ws/" in head else OK
    Api(proxy.url).get("/api/games?token=secret", headers={"X-Forwarded-For": "192.0.2.1"}).expect(200)
    (head,) = upstreams[0].heads + upstreams[1].heads
    told = [line for line in head.splitlines() if line.lower().startswith("x-forwarded-for")]
    assert [line.split(":")[1].strip() for line in told] == ["127.0.0.1"]
    for path in ("/metrics", "/metrics/", "//metrics", "/metrics//"):
        assert json.loads(Api(proxy.url).get(path).expect(404).body)["code"] == "not_found"
    proxy.socket().close()
    until(lambda: "GET /ws/games/1" in proxy.log and "GET /api/games" in proxy.log, 5, "both are logged")
    assert "secret" not in proxy.log
