"""What every test may ask for."""

import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from client import make_game  # noqa: E402
from cluster import BINARY, Cluster, Instance  # noqa: E402
from postgres import PrivateServer, Server  # noqa: E402


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
