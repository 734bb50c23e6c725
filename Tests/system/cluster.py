"""Real `podium serve` processes on free ports."""

import contextlib
import os
import pathlib
import queue
import random
import re
import shutil
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
    """Not one that the kernel gives to outgoing connections: a restarted server would find it taken."""
    while True:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", random.randrange(20_000, 32_000)))
            return probe.getsockname()[1]


def environment(**settings):
    """This process's environment without Podium's and libpq's variables, and with these settings as PODIUM_NAME."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PODIUM_", "PG"))}
    settings = {"docs_root": ROOT} | settings  # the binary may be a copy from elsewhere
    return clean | {f"PODIUM_{name.upper()}": str(value) for name, value in settings.items() if value is not None}


def podium(*arguments, timeout=30, stdin="", **settings):
    """Runs the binary to its end."""
    command, variables = [BINARY, *arguments], environment(**settings)
    return subprocess.run(
        command, env=variables, input=stdin, capture_output=True, text=True, timeout=timeout, check=False
    )


def tied(command):
    """The command, to be killed by the kernel when this process ends, however it ends. To be started by the main thread."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", *command] if setpriv else command


class Instance:
    """One server process. Settings are passed as environment variables; None leaves one unset."""

    def __init__(self, database_url, arguments=(), wait=True, **settings):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.arguments = arguments
        defaults = {
            "database_url": database_url,
            "secret": SECRET,
            "rate_limit_token": 0,
            "rate_limit_address": 0,
            "log_level": "info",
        }
        self.environment = environment(**defaults | settings)
        self.lines = []
        self.start()
        if wait:
            self.wait_until_listening()

    def start(self):
        """Also again, on the same port, when the process has ended; wait_until_listening comes after it."""
        self.ready = queue.Queue()
        self.process = subprocess.Popen(
            tied([BINARY, "serve", "--port", str(self.port), *self.arguments]),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self.reader = threading.Thread(target=self._read, args=[self.process, self.ready], daemon=True)
        self.reader.start()

    def _read(self, process, ready):
        for line in process.stdout:
            self.lines.append(line.rstrip("\n"))
            if match := LISTENING.match(self.lines[-1]):
                ready.put(match)
        ready.put(None)

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

    def kill(self):
        """SIGKILL: gone without a word."""
        self.process.kill()
        self.wait(5)

    @contextlib.contextmanager
    def frozen(self):
        """Stopped by SIGSTOP: its sockets stay open and nothing answers."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def metric(self, name):
        """The sum of a metric over its labels; 0 where it was not counted yet."""
        text = self.api().get("/metrics").expect(200).body.decode()
        return sum(float(value) for value in re.findall(rf"^{re.escape(name)}(?:{{[^}}]*}})? (\S+)$", text, re.MULTILINE))

    def resident(self):
        """Its resident memory in bytes."""
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

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
    """Several instances on one database; `roles` names one for each, else all are both."""

    def __init__(self, database, count, roles=None, **settings):
        self.database = database
        self.stack = contextlib.ExitStack()
        try:
            # Started side by side, then awaited.
            self.instances = [
                self.stack.enter_context(
                    Instance(database.url, wait=False, instance_id=f"test-{index}", role=roles and roles[index], **settings)
                )
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

    @property
    def ports(self):
        return [instance.port for instance in self.instances]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return self.stack.__exit__(*error)
