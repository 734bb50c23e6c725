"""What every test in a browser may ask for: one Chromium a run, three instances behind HAProxy a module."""

import os
import pathlib
import shutil
import signal
import sys

import pytest
from playwright.sync_api import expect, sync_playwright

# A run in the background of a shell ignores Ctrl-C, and its processes would too.
signal.signal(signal.SIGINT, signal.default_int_handler)
HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "system")]

from cluster import BINARY, Cluster  # noqa: E402
from haproxy import HAProxy  # noqa: E402
from postgres import ROOT, PrivateServer, Server  # noqa: E402
from show import Show  # noqa: E402

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def postgres():
    """The PostgreSQL server of the run: PODIUM_TEST_DATABASE_URL, or a private one."""
    url = os.environ.get("PODIUM_TEST_DATABASE_URL")
    server = Server(url) if url else PrivateServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, or the one that PODIUM_CHROMIUM names."""
    program = os.environ.get("PODIUM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: apt-get install chromium, or set PODIUM_CHROMIUM"
    with sync_playwright() as playwright:
        # Root may not use the sandbox; and all that is loaded here is our own.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def database(postgres):
    """A migrated database of this module's own."""
    with postgres.database() as database:
        yield database


@pytest.fixture(scope="module")
def cluster(database):
    """Three instances with the pages (those of PODIUM_WEB_ROOT, if set), on the module's database."""
    assert BINARY.exists(), f"{BINARY} is missing: swift build -c release --product podium, or set PODIUM_BINARY"
    with Cluster(database, 3, web_root=os.environ.get("PODIUM_WEB_ROOT", ROOT / "web")) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def front(cluster):
    """HAProxy in front of them: what browsers are given."""
    with HAProxy(cluster.instances) as front:
        yield front


@pytest.fixture
def show(browser, front, database):
    """A game of this test's own, and the windows that it opens."""
    with Show(browser, front, database) as show:
        yield show
