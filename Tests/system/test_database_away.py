"""PostgreSQL stopped or frozen: refused in time, and well again soon after its return, without a restart."""

import concurrent.futures
import time

import pytest

from client import make_game
from cluster import Instance
from invariants import check_database
from postgres import PrivateServer
from waiting import until

REFUSED_WITHIN = 3.0
WELL_WITHIN = 2.0


@pytest.fixture(scope="module")
def server():
    server = PrivateServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def database(server):
    with server.database() as database:
        yield database


@pytest.fixture(scope="module")
def away_instance(binary, database):
    with Instance(database.url) as instance:
        yield instance


@pytest.fixture
def game(server, away_instance):
    server.start()
    until(lambda: away_instance.api().get("/api/health/ready").status == 200, 5, "ready")
    yield make_game(away_instance.api(), players=8)
    server.start()


def timed(call):
    start = time.monotonic()
    response = call()
    return response, time.monotonic() - start


def check_refused(instance, game):
    """Reads, mutations and joins at the same time, each refused in time with a hint when to come again."""
    host = instance.api(game.host_token)
    calls = [
        *(lambda n=n: host.post(f"{game.path}/answers", game.answer(player=n, points=1)) for n in range(8)),
        lambda: host.get(game.path),
        lambda: host.get(f"{game.path}/changes"),
        lambda: host.get("/api/games"),
        lambda: host.get(f"{game.path}/export"),
        lambda: instance.api().post("/api/join", {"join_code": game.join_code, "name": "Late"}),
        lambda: instance.api().post("/api/games", {"name": "Late"}),
    ]
    with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
        for response, seconds in pool.map(timed, calls):
            assert response.status == 503, response
            assert response.code in ("database_unavailable", "outcome_unknown"), response
            assert int(response.headers["Retry-After"]) >= 1
            assert seconds < REFUSED_WITHIN, f"{seconds:.2f} s"
    response, seconds = timed(lambda: host.get("/api/health/ready"))
    assert response.status == 503 and response.code == "not_ready", response
    assert seconds < REFUSED_WITHIN
    response, seconds = timed(lambda: host.get("/api/health/live"))
    assert response.status == 200
    assert seconds < 1


def check_well(instance, game, returned):
    """Mutating and ready within two seconds after `returned`."""
    host = instance.api(game.host_token)
    question = f"/api/questions/{game.questions[0]}"
    until(lambda: host.patch(question, {"answered": True}).status == 200, WELL_WITHIN, "mutating again")
    until(lambda: host.get("/api/health/ready").status == 200, WELL_WITHIN, "ready again")
    seconds = time.monotonic() - returned
    assert seconds < WELL_WITHIN, f"well after {seconds:.2f} s"


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_stopped_and_started(away_instance, server, database, game, mode):
    process = away_instance.process.pid
    server.stop(mode)
    check_refused(away_instance, game)
    server.start()
    check_well(away_instance, game, time.monotonic())
    assert away_instance.is_running and away_instance.process.pid == process
    check_database(database)


def test_stopped_under_load(away_instance, server, database, game):
    """What was acknowledged is there; what was refused is not, unless its outcome was said to be unknown."""
    host = away_instance.api(game.host_token)
    results = {player: [] for player in range(8)}
    stop = False

    def play(player):
        while not stop:
            response, seconds = timed(lambda: host.post(f"{game.path}/answers", game.answer(player=player, points=1)))
            results[player].append(response)
            assert seconds < REFUSED_WITHIN + 0.5, f"{seconds:.2f} s"

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        players = [pool.submit(play, player) for player in range(8)]
        until(lambda: all(len(answers) >= 20 for answers in results.values()), 20, "load")
        server.stop("immediate")
        refused = lambda: all(answers[-1].status == 503 for answers in results.values())  # noqa: E731
        until(refused, 10, "refused")
        server.start()
        until(lambda: all(answers[-1].status == 200 for answers in results.values()), 5, "accepted again")
        stop = True
        for player in players:
            player.result()

    recorded = dict(database.rows("select id, score_version from player where game_id = %s", game.id))
    for player, answers in results.items():
        assert {answer.status for answer in answers} <= {200, 503}
        acknowledged = sum(answer.status == 200 for answer in answers)
        unknown = sum(answer.status == 503 and answer.code == "outcome_unknown" for answer in answers)
        version = recorded[game.players[player]]
        assert acknowledged <= version <= acknowledged + unknown
        versions = [answer.json()["version"] for answer in answers if answer.status == 200]
        assert versions == sorted(set(versions))
    check_database(database)


def test_frozen(away_instance, server, database, game):
    with server.frozen():
        check_refused(away_instance, game)
    check_well(away_instance, game, time.monotonic())
    check_database(database)


def test_frozen_while_answering(away_instance, server, database, game):
    """Frozen with requests on the way: each has an answer in time, and it is the truth."""
    host = away_instance.api(game.host_token)
    before = dict(database.rows("select id, score_version from player where game_id = %s", game.id))
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        with server.frozen():
            send = lambda n: timed(lambda: host.post(f"{game.path}/answers", game.answer(player=n)))  # noqa: E731
            results = list(pool.map(send, range(8)))
    check_well(away_instance, game, time.monotonic())
    # Sessions that were frozen in the middle have ended when their locks are gone.
    database.execute("begin; lock table player; commit")
    after = dict(database.rows("select id, score_version from player where game_id = %s", game.id))
    for player, (response, seconds) in enumerate(results):
        assert seconds < REFUSED_WITHIN, f"{seconds:.2f} s"
        assert response.status == 503, response
        recorded = after[game.players[player]] - before[game.players[player]]
        assert recorded == 0 or (recorded == 1 and response.code == "outcome_unknown")
    check_database(database)


def test_a_server_that_starts_without_database_says_so(binary, server, database, game):
    """No hang and no half-started server: it ends with a plain line, or it waits for the database and is not ready."""
    server.stop()
    with Instance(database.url, wait=False) as instance:
        until(lambda: instance.lines, 10, "a line of output")
        if instance.process.poll() is None:
            try:
                instance.process.wait(timeout=5)
            except Exception:
                assert instance.api().get("/api/health/ready").status == 503
                return
        assert instance.process.returncode not in (0, None)
        instance.reader.join(5)
        assert "podium:" in instance.log or "connect" in instance.log, instance.log


def test_frozen_while_a_game_is_made(away_instance, server, game):
    """Alone: it waits for PostgreSQL, and not behind others for a connection."""
    with server.frozen():
        response, seconds = timed(lambda: away_instance.api().post("/api/games", {"name": "Late"}))
    assert response.status == 503 and response.code == "database_unavailable", response
    assert seconds < REFUSED_WITHIN, f"{seconds:.2f} s"
