"""Real `podium serve` processes on free ports."""

import contextlib
import os
import pathlib
import queue
import re
import signal
import socket
import subprocess
import threading

from client import Api
from postgres import ROOT

BINARY = pathlib.Path(os.environ.get("PODIUM_BINARY", ROOT / ".build" / "release" / "podium"))
SECRET = "system-tests-0123456789abcdef0123456789abcdef"
LISTENING = re.compile(r"^podium: listening on http://([^ ]+):(\d+) role=(\w+)$")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**settings):
    """This process's environment without Podium's and libpq's variables, and with these settings as PODIUM_NAME."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PODIUM_", "PG"))}
    settings = {"docs_root": ROOT} | settings  # the binary may be a copy from elsewhere
    return clean | {f"PODIUM_{name.upper()}": str(value) for name, value in settings.items() if value is not None}


def podium(*arguments, timeout=30, **settings):
    """Runs the binary to its end."""
    return subprocess.run(
        [BINARY, *arguments], env=environment(**settings), capture_output=True, text=True, timeout=timeout, check=False
    )


class Instance:
    """One server process. Settings are passed as environment variables; None leaves one unset."""

    def __init__(self, database_url, arguments=(), wait=True, **settings):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        defaults = {
            "database_url": database_url,
            "secret": SECRET,
            "rate_limit_token": 0,
            "rate_limit_address": 0,
            "log_level": "info",
        }
        self.lines = []
        self.ready = queue.Queue()
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", str(self.port), *arguments],
            env=environment(**defaults | settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        if wait:
            self.wait_until_listening()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if match := LISTENING.match(self.lines[-1]):
                self.ready.put(match)
        self.ready.put(None)

    def wait_until_listening(self, seconds=20):
        try:
            match = self.ready.get(timeout=seconds)
        except queue.Empty:
            match = None
        if match is None:
            self.stop()
            raise AssertionError(f"podium serve did not come up:\n{self.log}")
        return match

    @property
    def log(self):
        return "\n".join(self.lines)

    @property
    def is_running(self):
        return self.process.poll() is None

    def api(self, token=None):
        return Api(self.url, token)

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def wait(self, seconds):
        """The exit code; the output is complete then."""
        code = self.process.wait(timeout=seconds)
        self.reader.join(timeout=5)
        return code

    def stop(self):
        """The exit code after SIGTERM; killed where that does not help in 15 s."""
        if self.is_running:
            self.terminate()
        try:
            return self.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.wait(5)
            raise AssertionError(f"did not end within 15 s of SIGTERM:\n{self.log[-4000:]}") from None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is not None:
            print(f"--- the end of {self.url}'s log\n{self.log[-6000:]}")
            self.process.kill()
            self.wait(5)
        else:
            self.stop()


class Cluster:
    """Several instances on one database."""

    def __init__(self, database, count, **settings):
        self.database = database
        self.stack = contextlib.ExitStack()
        try:
            # Started side by side, then awaited.
            self.instances = [
                self.stack.enter_context(Instance(database.url, wait=False, instance_id=f"test-{index}", **settings))
                for index in range(count)
            ]
            for instance in self.instances:
                instance.wait_until_listening()
        except BaseException:
            self.stack.close()
            raise

    @property
    def urls(self):
        return [instance.url for instance in self.instances]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return self.stack.__exit__(*error)
