"""Podium and its peers: each is started, waited for until it answers, and stopped, with all its processes."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import processes
from .tokens import host_token

ADMIN_TOKEN = "bench-admin-token"
SECRET = "bench-secret-of-at-least-thirty-two-bytes"
START_TIMEOUT = 30
"""Seconds until a server has to answer."""


class DidNotStart(Exception):
    pass


@dataclass
class Server:
    """A server that runs. Ends with the `with` block."""

    name: str
    port: int
    process: subprocess.Popen
    answers_path: str
    socket_path: str
    query: str = ""
    host_token: Callable[[int], str] | None = None
    """What the host of a game sends; None: nobody is asked for a token."""
    others: list[subprocess.Popen] = field(default_factory=list)
    """What belongs to it besides, as Redis: its CPU time and memory count too."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def socket_url(self, game: int | str) -> str:
        return f"ws://127.0.0.1:{self.port}{self.socket_path.format(game)}{self.query}"

    def cpu_seconds(self) -> float:
        return processes.cpu_seconds(self._roots())

    def pss_bytes(self) -> int:
        return processes.pss_bytes(self._roots())

    def stop(self) -> None:
        for process in [self.process, *self.others]:
            end_group(process)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _roots(self) -> list[int]:
        return [process.pid for process in [self.process, *self.others]]


def spread_over(rooms: int) -> str:
    """The game in a socket's URL when connections are spread over rooms.

    The driver counts its connections from 0 and ids start at 1: a digit before the number makes ids from 10 on.
    """
    return f"1{{n%{rooms}}}"


class Servers:
    """How each system is started."""

    def __init__(self, root: Path, build: Path, podium: Path, logs: Path):
        self._root, self._build, self._podium, self._logs = root, build, podium, logs

    def podium(self, database: str) -> Server:
        port = free_port()
        process = self._start("podium", [self._podium, "serve"], self.podium_environment(database, port))
        server = Server(
            "podium", port, process, answers_path="/api/games/{}/answers", socket_path="/ws/games/{}",
            query=f"?token={ADMIN_TOKEN}", host_token=lambda game: host_token(SECRET, game))
        return started(server, "/api/health/ready")

    def podium_environment(self, database: str, port: int) -> dict[str, str]:
        return {
            "PODIUM_DATABASE_URL": database, "PODIUM_PORT": str(port), "PODIUM_ADMIN_TOKEN": ADMIN_TOKEN,
            "PODIUM_SECRET": SECRET, "PODIUM_LOG_LEVEL": "warning",
            "PODIUM_RATE_LIMIT_TOKEN": "0", "PODIUM_RATE_LIMIT_ADDRESS": "0", "PODIUM_RATE_LIMIT_SOCKET": "0",
            "PODIUM_WEB_ROOT": str(self._root / "web"),
        }

    def peer(self, name: str, database: str | None = None, *arguments: str) -> Server:
        """A peer by its folder's name, with what it needs: a database's URL, further arguments of its serve."""
        port = free_port()
        command = [self._root / "bench/peers" / name / "serve", "--port", str(port)]
        if database:
            command += ["--database", database]
        others = []
        if name == "django":
            redis_port = free_port()
            others.append(self._start("redis", [
                "redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]))
            command += ["--redis", f"redis://127.0.0.1:{redis_port}/0"]
        process = self._start(name, [*command, *arguments])
        server = Server(
            name, port, process, answers_path="/api/games/{}/answers/", socket_path="/ws/game/{}/", others=others)
        return started(server, "/healthz")

    def _start(self, name: str, command: list, environment: dict[str, str] | None = None) -> subprocess.Popen:
        with open(self._logs / f"{name}.log", "ab") as log:
            return subprocess.Popen(
                command, env=os.environ | {"BENCH_BUILD": str(self._build)} | (environment or {}),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)


def started(server: Server, health: str) -> Server:
    """The server, once it answers 200."""
    try:
        wait_for_answer(server.process, server.port, health)
    except BaseException:
        server.stop()
        raise
    return server


def wait_for_answer(process: subprocess.Popen, port: int, path: str) -> None:
    """Asks every 2 ms until there is a 200."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise DidNotStart(f"{os.path.relpath(process.args[0])} ended with {process.returncode}; its log is beside the others'")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except (ConnectionError, http.client.HTTPException, TimeoutError):
            pass    # not listening yet
        finally:
            connection.close()
        time.sleep(0.002)
    raise DidNotStart(f"{os.path.relpath(process.args[0])} did not answer within {START_TIMEOUT} s")


def end_group(process: subprocess.Popen) -> None:
    """SIGTERM to the server, and SIGKILL to what is left of its session after 15 s."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
