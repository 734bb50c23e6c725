"""What every test may ask for."""

import asyncio
import inspect
import os
import pathlib
import signal
import sys

import pytest

# A run in the background of a shell ignores Ctrl-C, and its processes would too.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, str(pathlib.Path(__file__).parent))

from client import make_game  # noqa: E402
from cluster import BINARY, Cluster, Instance  # noqa: E402
from postgres import PrivateServer, Server  # noqa: E402
from wsclient import abort_all  # noqa: E402


@pytest.fixture(scope="session")
def postgres():
    """The PostgreSQL server of the run: PODIUM_TEST_DATABASE_URL, or a private one."""
    url = os.environ.get("PODIUM_TEST_DATABASE_URL")
    server = Server(url) if url else PrivateServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def database(postgres):
    """A migrated database of this module's own."""
    with postgres.database() as database:
        yield database


@pytest.fixture(scope="session")
def binary():
    assert BINARY.exists(), f"{BINARY} is missing: swift build -c release --product podium, or set PODIUM_BINARY"
    return BINARY


@pytest.fixture(scope="module")
def instance(binary, database):
    """One instance on the module's database."""
    with Instance(database.url) as instance:
        yield instance


@pytest.fixture(scope="module")
def cluster(binary, database):
    """Three instances on the module's database."""
    with Cluster(database, 3) as cluster:
        yield cluster


@pytest.fixture
def game(instance):
    """A fresh game: one board, one category, five questions, one team, three players."""
    return make_game(instance.api())


@pytest.fixture
def host(instance, game):
    """The API as the game's host."""
    return instance.api(game.host_token)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """A test that is a coroutine has an event loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}

    async def run():
        try:
            await pyfuncitem.obj(**arguments)
        finally:
            await abort_all()

    asyncio.run(run())
    return True
