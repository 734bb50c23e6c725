"""A cluster behind HAProxy, made by scripts/cluster."""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile

from client import Api
from cluster import BINARY, environment, free_port
from postgres import ROOT

SCRIPT = ROOT / "scripts" / "cluster"


class Front:
    """One state folder and one port, in which a cluster goes up and down."""

    def __init__(self, **settings):
        # Short, and where the user postgres can go: a socket's path is limited.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="podium-cluster-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.state = self.folder / "cluster"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        defaults = {"binary": BINARY, "state": self.folder, "port": self.port}
        limits = {"rate_limit_token": 0, "rate_limit_address": 0}
        self.environment = environment(**defaults | limits | settings)

    def command(self, *arguments):
        """Runs scripts/cluster to its end."""
        return subprocess.run(
            [SCRIPT, *map(str, arguments)], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=120, check=False,
        )  # fmt: skip

    def run(self, *arguments):
        done = self.command(*arguments)
        assert done.returncode == 0, f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}\n{self.logs}"
        return done.stdout

    @property
    def logs(self):
        return "".join(f"--- {log.name}\n{log.read_text()[-4000:]}\n" for log in sorted(self.state.glob("*.log")))

    def log(self, name):
        """All that an instance, or haproxy, has logged since its start."""
        return (self.state / f"{name}.log").read_text()

    def api(self, token=None):
        return Api(self.url, token)

    def pid(self, name):
        return int((self.state / f"{name}.pid").read_text().split()[0])

    def address(self, name):
        """The instance's own ADDRESS:PORT."""
        return re.search(rf"^{name} \S+ (\S+)$", (self.state / "instances").read_text(), re.M)[1]

    def kill(self, name, how=signal.SIGKILL):
        os.kill(self.pid(name), how)

    def processes(self):
        """All that this cluster has started: whose arguments, folder or environment name its folder."""
        found = {}
        for entry in pathlib.Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if not entry.name.isdigit() or int(entry.name) == os.getpid():
                    continue
                command = (entry / "cmdline").read_bytes()
                traces = command + (entry / "environ").read_bytes() + os.readlink(entry / "cwd").encode()
                if command and str(self.folder).encode() in traces:
                    found[int(entry.name)] = command.replace(b"\0", b" ").decode()
        return found

    def close(self):
        self.run("down")
        left = self.processes()
        shutil.rmtree(self.folder)
        assert not left

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is not None:
            print(self.logs)
        self.close()
