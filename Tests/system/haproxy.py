"""HAProxy in front of instances, with deploy/haproxy.cfg as operators use it."""

import pathlib
import shutil
import subprocess
import tempfile
import threading

from client import Api
from cluster import free_port, tied
from postgres import ROOT
from waiting import until

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"


class HAProxy:
    """`port` leads to the API of some instances and the sockets of some; usually all are both."""

    def __init__(self, instances, relays=None):
        program = shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
        assert program, "HAProxy is missing: apt-get install haproxy"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="podium-haproxy-", dir="/tmp"))
        backends = {"api": instances, "relay": relays or instances}
        servers = self.folder / "servers.cfg"
        servers.write_text(
            "".join(
                f"backend {name} from {name}\n"
                + "".join(f"    server {name}-{n} 127.0.0.1:{instance.port}\n" for n, instance in enumerate(members))
                for name, members in backends.items()
            )
        )
        self.lines = []
        self.process = subprocess.Popen(
            tied([program, "-db", "-f", CONFIGURATION, "-f", servers]),
            env={"PODIUM_FRONT": f"127.0.0.1:{self.port}", "PODIUM_SERVERS": "1", "PATH": "/usr/sbin:/usr/bin"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True)
        self.reader.start()
        try:
            until(self._serves, 10, "HAProxy serves")
        except BaseException:
            print("".join(self.lines[-20:]))
            self.stop()
            raise

    def _serves(self):
        assert self.process.poll() is None, "".join(self.lines)
        # What has no backend ready is answered by HAProxy itself.
        return Api(self.url).get("/api/health/ready").status == 200

    def api(self, token=None):
        return Api(self.url, token)

    def stop(self):
        """Open connections end with it."""
        self.process.kill()
        self.process.wait(5)
        self.reader.join(5)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()
