"""scripts/run: everything with one command, and nothing left running."""

import os
import re
import signal
import subprocess
import threading

import pytest

from client import Api
from cluster import LISTENING, environment, free_port
from postgres import ROOT, SCRIPT
from waiting import until


class Run:
    """scripts/run with a state folder and a port of its own, in a process group of its own."""

    def __init__(self, binary, state, arguments=(), **settings):
        self.port = free_port()
        self.state = state
        self.process = subprocess.Popen(
            [ROOT / "scripts" / "run", *arguments],
            env=environment(binary=binary, state=state, port=self.port, **settings),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        self.lines = []
        self.reader = threading.Thread(target=lambda: self.lines.extend(iter(self.process.stdout.readline, "")), daemon=True)
        self.reader.start()

    @property
    def output(self):
        return "".join(self.lines)

    def wait_until_listening(self):
        def listening():
            assert self.process.poll() is None or self.reader.is_alive() is False
            if self.process.poll() is not None:
                raise RuntimeError(self.output)
            return any(LISTENING.match(line.strip()) for line in self.lines)

        until(listening, 60, "scripts/run serves")
        return self

    def api(self, token=None):
        return Api(f"http://127.0.0.1:{self.port}", token)

    def end(self, how):
        """Sends the signal to the whole group, as a terminal's Ctrl-C does, or to the script alone."""
        if how == signal.SIGINT:
            os.killpg(self.process.pid, how)
        else:
            self.process.send_signal(how)
        code = self.process.wait(timeout=20)
        self.reader.join(timeout=5)
        return code

    def postgres_runs(self):
        return subprocess.run([SCRIPT, "status", self.state / "postgres"], check=False, timeout=20).returncode == 0


def host_link(output, port):
    match = re.search(rf"http://127\.0\.0\.1:{port}/host/(\d+)\S*?([\w-]+\.[\w-]+\.[\w-]+)", output)
    assert match, output
    return int(match[1]), match[2]


@pytest.fixture
def state(tmp_path):
    # Short, and where the user postgres can go: a socket's path is limited.
    import pathlib
    import shutil
    import tempfile

    folder = pathlib.Path(tempfile.mkdtemp(prefix="podium-run-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    subprocess.run([SCRIPT, "stop", folder / "postgres", "immediate"], check=False, timeout=60)
    shutil.rmtree(folder)


def test_twice(binary, state):
    first = Run(binary, state).wait_until_listening()
    try:
        game, token = host_link(first.output, first.port)
        snapshot = first.api(token).get(f"/api/games/{game}").expect(200).json()
        assert len(first.api(token).get("/api/games").expect(200).json()["games"]) == 1
        question = snapshot["boards"][0]["categories"][0]["questions"][0]["id"]
        first.api(token).patch(f"/api/questions/{question}", {"answered": True}).expect(200)
        assert first.output.count("/host/") == 2, "both examples"
        assert (state / "secret").stat().st_mode & 0o777 == 0o600
        # A second one in the same folder does not touch the first.
        second = subprocess.run(
            [ROOT / "scripts" / "run"], env=environment(binary=binary, state=state, port=free_port()),
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert second.returncode != 0 and "already running" in second.stderr
        first.api().get("/api/health/ready").expect(200)
    finally:
        first.end(signal.SIGINT)
    assert not first.postgres_runs()

    again = Run(binary, state).wait_until_listening()
    try:
        # Its data, its tokens and its links are still there, for the new port.
        assert host_link(again.output, again.port) == (game, token)
        snapshot = again.api(token).get(f"/api/games/{game}").expect(200).json()
        assert snapshot["boards"][0]["categories"][0]["questions"][0]["answered"] is True
    finally:
        again.end(signal.SIGTERM)
    assert not again.postgres_runs()


def test_the_links_of_what_was_imported_before_it_was_stopped(binary, state):
    stopped = state / "podium"
    stopped.write_text(f'#!/bin/sh\ncase "$1$2" in import*.csv) exit 1 ;; esac\nexec {binary} "$@"\n')
    stopped.chmod(0o755)
    first = Run(stopped, state)
    assert first.process.wait(timeout=60) == 1
    again = Run(binary, state).wait_until_listening()
    try:
        game, token = host_link(again.output, again.port)
        again.api(token).get(f"/api/games/{game}").expect(200)
        assert "PODIUM_STATE" not in again.output and "PODIUM_BINARY" not in again.output, "of the script, not of the server"
    finally:
        again.end(signal.SIGTERM)


def test_with_a_database_of_ones_own(binary, postgres, state):
    with postgres.empty_database() as database:
        run = Run(binary, state, database_url=database.url).wait_until_listening()
        try:
            assert database.value("select count(*) from game") == 2
            assert not (state / "postgres").exists()
        finally:
            run.end(signal.SIGTERM)


def test_settings_are_passed_on(binary, postgres, state):
    with postgres.empty_database() as database:
        run = Run(binary, state, ["--auth", "open"], database_url=database.url).wait_until_listening()
        try:
            assert len(run.api().get("/api/games").expect(200).json()["games"]) == 2
        finally:
            run.end(signal.SIGTERM)


def test_a_server_that_does_not_start_takes_postgresql_down(binary, state):
    run = Run(binary, state, ["--role", "king"])
    assert run.process.wait(timeout=60) not in (0, None)
    run.reader.join(timeout=5)
    assert "king" in run.output
    assert not run.postgres_runs()


def test_without_swift_it_says_where_to_get_it(state):
    """A PATH that has the usual tools and no Swift."""
    tools = state / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "basename", "sed", "sort", "head", "printf", "env", "realpath", "mkdir", "chmod"):
        for folder in ("/usr/bin", "/bin"):
            if os.path.exists(f"{folder}/{name}"):
                (tools / name).symlink_to(f"{folder}/{name}")
                break
    done = subprocess.run(
        ["/bin/bash", ROOT / "scripts" / "run"], env=environment(state=state) | {"PATH": str(tools)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode != 0 and "swift.org/install" in done.stderr, done
