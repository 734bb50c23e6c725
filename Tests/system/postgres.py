"""PostgreSQL for the tests: databases made from a migrated template, and private servers that may be stopped and frozen."""

import contextlib
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import tempfile

import psycopg
from psycopg.conninfo import make_conninfo

ROOT = pathlib.Path(__file__).resolve().parents[2]
MIGRATE = ROOT / "migrations" / "migrate"
SCRIPT = ROOT / "scripts" / "lib" / "postgres.sh"


def run(command, **options):
    """Runs a command; its output is in the error if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)
    assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


class Database:
    """One database; `url` is a libpq string."""

    def __init__(self, url):
        self.url = url

    def connect(self, **options):
        return psycopg.connect(self.url, autocommit=True, **options)

    def rows(self, query, *parameters):
        with self.connect() as connection:
            return connection.execute(query, parameters).fetchall()

    def row(self, query, *parameters):
        (row,) = self.rows(query, *parameters)
        return row

    def value(self, query, *parameters):
        (value,) = self.row(query, *parameters)
        return value

    def execute(self, query, *parameters):
        with self.connect() as connection:
            connection.execute(query, parameters)


class Server:
    """A PostgreSQL server, known by the connection string of a maintenance database."""

    def __init__(self, url):
        self.maintenance = Database(url)
        self.template = None

    def create(self, template="template1"):
        name = f"podium_test_{secrets.token_hex(6)}"
        self.maintenance.execute(f'create database "{name}" template "{template}"')
        return name, Database(make_conninfo(self.maintenance.url, dbname=name))

    def drop(self, name):
        self.maintenance.execute(f'drop database if exists "{name}" with (force)')

    @contextlib.contextmanager
    def empty_database(self):
        name, database = self.create()
        try:
            yield database
        finally:
            self.drop(name)

    @contextlib.contextmanager
    def database(self):
        """A migrated database; the migrations run once and are copied from then on."""
        if self.template is None:
            self.template, database = self.create()
            run([MIGRATE, database.url])
        name, database = self.create(self.template)
        try:
            yield database
        finally:
            self.drop(name)

    def close(self):
        if self.template is not None:
            self.drop(self.template)


class PrivateServer(Server):
    """A server of a test's own, in a temporary folder, without TCP."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="podium-pg-", dir="/tmp"))
        self.folder.chmod(0o755)
        super().__init__(run([SCRIPT, "start", self.folder]).strip())

    def start(self):
        run([SCRIPT, "start", self.folder])

    def stop(self, mode="fast"):
        run([SCRIPT, "stop", self.folder, mode])

    def processes(self):
        """The postmaster and all its children."""
        postmaster = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = []
        for entry in pathlib.Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                if entry.name.isdigit() and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == postmaster:
                    children.append(int(entry.name))
        return [postmaster, *children]

    @contextlib.contextmanager
    def frozen(self):
        """All its processes stopped by SIGSTOP: sockets stay open and nothing answers."""
        stopped = []
        try:
            # The postmaster first; twice, for those that were forked meanwhile. Others may have ended by themselves.
            for _ in range(2):
                for pid in self.processes():
                    if pid not in stopped:
                        with contextlib.suppress(ProcessLookupError):
                            os.kill(pid, signal.SIGSTOP)
                            stopped.append(pid)
            yield
        finally:
            for pid in reversed(stopped):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def close(self):
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)
