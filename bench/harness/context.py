"""What every measure works with: the servers, the databases, the driver, and what was measured before."""

import contextlib
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from . import pgbench
from .database import Cluster
from .driver import Load
from .rounds import alternately
from .servers import Server, Servers
from .sizes import WARM_UP, Sizes
from .targets import Targets


class MeasureFailed(Exception):
    pass


@dataclass
class Context:
    root: Path
    build: Path
    binaries: Path
    """Where Podium and bench-store were built."""
    driver: Path
    pgbench_program: Path
    scratch: Path
    sizes: Sizes
    cluster: Cluster
    servers: Servers
    targets: Targets
    results: dict[str, list[dict]] = field(default_factory=dict)
    """The rows of each measure so far."""
    failures: dict[str, str] = field(default_factory=dict)
    """What went wrong in the measure that runs, by system."""
    _peers: set[str] = field(default_factory=set)

    @contextlib.contextmanager
    def tolerated(self, system: str) -> Iterator[None]:
        """A system that fails is noted, and the others go on."""
        try:
            yield
        except Exception as error:
            self.failures[system] = str(error)

    def in_turn(self, rounds: int, ways: dict[str, Callable[[], dict]]) -> dict[str, list[dict]]:
        """What each way of measuring found in its rounds, all alternately. Who fails in one of them has no rows."""
        found = {name: [] for name in ways}
        for name in alternately(rounds, list(ways)):
            if name not in self.failures:
                with self.tolerated(name):
                    found[name].append(ways[name]())
        return {name: rows for name, rows in found.items() if name not in self.failures}

    def working(self, servers: list[Server]) -> list[Server]:
        """Those that have not failed in this measure."""
        return [server for server in servers if server.name not in self.failures]

    def podium(self, database: str = "podium", games: int = 2_000) -> Server:
        return self.servers.podium(self.cluster.podium(database, games))

    def peer(self, name: str, *arguments: str) -> Server:
        """The Go or the Django peer on its own database, which is made at the first time."""
        if name not in self._peers:
            url = self.cluster.create(name)
            folder = self.root / "bench/peers" / name
            if name == "django":
                subprocess.run([folder / "prepare", "--migrate", url], check=True, stdout=subprocess.DEVNULL)
            else:
                self.cluster.sql(url, (folder / "schema.sql").read_text())
            self.cluster.fill_peer(url)
            self._peers.add(name)
        return self.servers.peer(name, self.cluster.url(name), *arguments)

    def load(self, *arguments: object, servers: Sequence[Server] = ()) -> Load:
        """Starts the driver; the CPU time of the servers, if any, and of PostgreSQL is read with it."""
        watched = {
            "server": lambda: sum(server.cpu_seconds() for server in servers), "postgres": self.cluster.cpu_seconds,
        } if servers else {}
        return Load(self.driver, list(arguments), watched)

    def http(self, server: Server, targets: Path, clients: int, seconds: float | None = None) -> dict:
        """Mutations in a closed loop; a row of figures, times in microseconds."""
        load = self.load(
            "http", "--url", server.url, "--targets", targets, "--clients", clients, "--warm-up", WARM_UP,
            "--seconds", seconds or self.sizes.seconds, servers=[server])
        figures = load.result()
        if figures["failed"]:
            raise MeasureFailed(f"{server.name}: {figures['failed']} of {figures['requests']} requests failed")
        return {
            "system": server.name, "clients": clients, "per_second": figures["per_second"],
            **latencies(figures["latency_us"]), **cpu_each(figures, figures["requests"]),
        }

    def pgbench(self, script: str, clients: int, seconds: float | None = None, database: str = "pgbench") -> dict:
        """The plain transaction on Podium's own schema: bench/store/SCRIPT.sql."""
        url = self.cluster.podium(database)
        path = self.root / "bench/store" / f"{script}.sql"
        return {"system": script} | pgbench.run(self.pgbench_program, path, url, clients, seconds or self.sizes.seconds)

    def pgbench_select(self, seconds: float) -> dict:
        """Prepared SELECTs of one connection."""
        path = self.scratch / "select.sql"
        path.write_text("SELECT 1;\n")
        return pgbench.run(self.pgbench_program, path, self.cluster.podium("pgbench"), 1, seconds)

    def bench_store(self, *arguments: str) -> float:
        """What a command of bench-store measured, a second."""
        done = subprocess.run([self.binaries / "bench-store", *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise MeasureFailed(f"bench-store {arguments[0]}: {done.stderr[-2000:]}")
        return float(done.stdout)


def latencies(histogram: dict) -> dict:
    return {f"{name}_us": histogram[name] for name in ("mean", "p50", "p90", "p99", "p999", "max")}


def cpu_each(figures: dict, count: int) -> dict:
    """Microseconds of CPU for each of what was counted, by who spent them."""
    return {
        f"{name}_cpu_us": figures[f"{name}_cpu_seconds"] / max(count, 1) * 1e6
        for name in ("server", "postgres", "driver") if f"{name}_cpu_seconds" in figures
    } | {"driver_share": driver_share(figures)}


def driver_share(figures: dict) -> float:
    """How much of its one core the driver used; near 1, it is the driver that was measured."""
    return figures["driver_cpu_seconds"] / figures["seconds"]
