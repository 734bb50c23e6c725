"""Runs bench-driver and reads the lines of JSON that it writes."""

import json
import struct
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from .servers import Server

CPU = Callable[[], float]
"""Seconds of CPU time until now."""

TIME_LIMIT = 120
"""Seconds after which a driver is killed: a broken peer must not stop the run."""


class DriverFailed(Exception):
    pass


class Load:
    """A driver that runs; `result` waits for its end."""

    def __init__(self, program: Path, arguments: list, watched: dict[str, CPU] | None = None):
        self._arguments = [str(argument) for argument in arguments]
        self._watched = watched or {}
        self._process = subprocess.Popen(
            [program, *self._arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._limit = threading.Timer(TIME_LIMIT, self._process.kill)
        self._limit.daemon = True
        self._limit.start()

    def begun(self) -> dict[str, float]:
        """Waits until the measured phase begins; the CPU time until then of all that is watched."""
        self._event("begin")
        return {name: cpu() for name, cpu in self._watched.items()}

    def result(self) -> dict:
        """The figures, with `NAME_cpu_seconds` of all that is watched, between begin and end.

        Raises DriverFailed if a delivery was missing or came twice, or a socket was lost: the driver then ends with 1.
        """
        try:
            before = self.begun()
            figures = self._event("end")
            after = {name: cpu() for name, cpu in self._watched.items()}
            self._finish()
        except BaseException:
            self.abandon()
            raise
        return figures | {f"{name}_cpu_seconds": after[name] - before[name] for name in before}

    def stop(self) -> dict:
        """Ends a load that runs until its input ends."""
        self._process.stdin.close()
        figures = self._event("end")
        self._finish()
        return figures

    def abandon(self) -> None:
        """Kills it, if it still runs."""
        self._limit.cancel()
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _event(self, name: str) -> dict:
        line = self._process.stdout.readline()
        if not line:
            raise DriverFailed(f"bench-driver {' '.join(self._arguments)}: {self._error()}")
        event = json.loads(line)
        if event.pop("event") != name:
            raise DriverFailed(f"bench-driver wrote {line!r} instead of {name}")
        return event

    def _finish(self) -> None:
        status = self._process.wait()
        self._limit.cancel()
        if status != 0:
            raise DriverFailed(f"bench-driver ended with {status}: {self._error()}")

    def _error(self) -> str:
        return " ".join(self._process.stderr.read()[-500:].split())


def ready_arguments(server: Server) -> list[str]:
    """A change before the snapshot is in it, and comes as no message of its own: wait until everybody has theirs."""
    return ["--ready", '"type":"snapshot"'] if server.name == "podium" else []


def parse_samples(data: bytes) -> list[tuple[int, int, int]]:
    """Deliveries as (key, sent, delivered), times in nanoseconds of the real-time clock."""
    return list(struct.iter_unpack("<qqq", data))
