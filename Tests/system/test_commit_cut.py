"""The connection to PostgreSQL is cut before, during and after COMMIT: the HTTP answer is the truth all the same."""

import concurrent.futures
import random
import threading
import time

import pytest

from client import make_game
from cluster import Instance
from invariants import check_database
from pgproxy import Cut, PgProxy
from waiting import until

CUTS = list(Cut)


@pytest.fixture(scope="module")
def proxy(database):
    with PgProxy(database.url) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def instance(binary, proxy):
    # One connection in the pool at most works too, but a cut should also hit a pool of several.
    with Instance(proxy.url, database_pool=4) as instance:
        yield instance


@pytest.fixture
def game(proxy, instance):
    """A fresh game, once nothing is cut or refused and the server has noticed."""
    proxy.arm()
    proxy.accept()
    until(lambda: instance.api().get("/api/health/ready").status == 200, 5, "ready")
    game = make_game(instance.api(), players=16)
    yield game
    proxy.arm()
    proxy.accept()


def versions(database, game):
    return dict(database.rows("select id, score_version from player where game_id = %s", game.id))


def send(host, game, player, key):
    """One answer worth 1; how long it took belongs to what is checked."""
    start = time.monotonic()
    headers = {"Idempotency-Key": key} if key else {}
    response = host.post(f"{game.path}/answers", game.answer(player=player, points=1), headers=headers)
    return response, time.monotonic() - start


def check_truth(response, recorded):
    """200 means recorded exactly once; an error means not recorded, unless it says that it does not know."""
    assert response.status in (200, 503), response
    if response.status == 200:
        assert recorded == 1, f"200, but recorded {recorded} times"
    else:
        assert int(response.headers["Retry-After"]) >= 1
        if response.code == "outcome_unknown":
            assert recorded in (0, 1)
        else:
            assert response.code in ("database_unavailable", "overloaded", "game_busy"), response
            assert recorded == 0, f"{response}, but recorded"


@pytest.mark.parametrize("keyed", [True, False], ids=["key", "no-key"])
@pytest.mark.parametrize("cut", CUTS, ids=[cut.name for cut in CUTS])
def test_one_answer(proxy, instance, database, game, cut, keyed):
    host = instance.api(game.host_token)
    for turn in range(5):
        before = versions(database, game)[game.players[turn]]
        cuts = proxy.cuts
        proxy.arm(cut)
        key = f"{cut.name}-{turn}" if keyed else None
        response, seconds = send(host, game, turn, key)
        assert proxy.cuts == cuts + 1, "nothing was cut: the test proves nothing"
        assert seconds < 3.5
        check_truth(response, versions(database, game)[game.players[turn]] - before)
        # PostgreSQL was there all the time, so there was a way to find out.
        assert response.status == 200, response
        if keyed:
            again, _ = send(host, game, turn, key)
            assert again.status == 200
            assert again.json()["version"] == before + 1, "recorded a second time"
            assert again.headers["Idempotency-Replayed"] == "true"
    check_database(database)


@pytest.mark.parametrize("cut", CUTS, ids=[cut.name for cut in CUTS])
def test_sixteen_at_once(proxy, instance, database, game, cut):
    """A whole batch, and those that wait behind it; and the connection that asks for the outcome is cut as well."""
    host = instance.api(game.host_token)
    before = versions(database, game)
    cuts = proxy.cuts
    proxy.arm(cut, Cut.BETWEEN_TRIPS, cut)
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        results = list(pool.map(lambda player: send(host, game, player, f"many-{cut.name}-{player}"), range(16)))
    assert proxy.cuts > cuts, "nothing was cut: the test proves nothing"
    proxy.arm()
    after = versions(database, game)
    for player, (response, seconds) in enumerate(results):
        assert seconds < 3.5
        identity = game.players[player]
        check_truth(response, after[identity] - before[identity])
    for player in range(16):
        again, _ = send(host, game, player, f"many-{cut.name}-{player}")
        assert again.expect(200).json()["version"] == before[game.players[player]] + 1
    assert versions(database, game) == {player: version + 1 for player, version in before.items()}
    check_database(database)


@pytest.mark.parametrize("cut", CUTS, ids=[cut.name for cut in CUTS])
def test_and_no_new_connection_for_a_while(proxy, instance, database, game, cut):
    """After the cut PostgreSQL cannot be asked: the answer says so in time, and a repetition sets it right."""
    host = instance.api(game.host_token)
    before = versions(database, game)[game.players[0]]
    cuts = proxy.cuts
    proxy.arm(cut, refuse_after=True)
    # The other pooled connections go, so that there really is no way left.
    until(lambda: len(proxy.links) > 0, 5, "a connection")
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        answer = pool.submit(send, host, game, 0, f"away-{cut.name}")
        until(lambda: proxy.cuts == cuts + 1, 5, "the cut")
        proxy.cut_all()
        response, seconds = answer.result()
    assert seconds < 3.5, "not in bounded time"
    assert response.status == 503, response
    check_truth(response, versions(database, game)[game.players[0]] - before)
    if cut in (Cut.COMMIT_LOST_REPLY, Cut.COMMIT_UNCONFIRMED):
        assert response.code == "outcome_unknown"
    assert instance.api().get("/api/health/ready").status == 503

    proxy.accept()
    until(lambda: instance.api().get("/api/health/ready").status == 200, 3, "ready again")
    again, _ = send(host, game, 0, f"away-{cut.name}")
    assert again.expect(200).json()["version"] == before + 1
    assert versions(database, game)[game.players[0]] == before + 1
    check_database(database)


@pytest.mark.parametrize("cut", CUTS, ids=[cut.name for cut in CUTS])
def test_found_out_when_connections_come_back_in_time(proxy, instance, database, game, cut):
    """Away for less than a request's time: the outcome is found out, and the answer is a plain 200."""
    host = instance.api(game.host_token)
    before = versions(database, game)[game.players[0]]
    cuts = proxy.cuts
    proxy.arm(cut, refuse_after=True)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        answer = pool.submit(send, host, game, 0, None)
        until(lambda: proxy.cuts == cuts + 1, 5, "the cut")
        proxy.cut_all()
        proxy.accept()
        response, seconds = answer.result()
    assert seconds < 3.5
    response.expect(200)
    assert versions(database, game)[game.players[0]] == before + 1


def test_reads_go_on_after_a_cut(proxy, instance, game):
    """A pooled connection that was cut while idle is noticed, and never given to a reader."""
    host = instance.api(game.host_token)
    for _ in range(10):
        proxy.cut_all()
        host.get(game.path).expect(200)
        host.patch(f"/api/questions/{game.questions[0]}", {"answered": True}).expect(200)


def test_cut_at_random_under_load(proxy, instance, database, game):
    """Cut again and again while 16 clients repeat each answer until it is accepted: each is there exactly once."""
    host = instance.api(game.host_token)
    answers = 30
    stop = threading.Event()
    cuts = proxy.cuts

    def cutter():
        chance = random.Random(1)
        while not stop.is_set():
            proxy.arm(chance.choice(CUTS))
            if chance.random() < 0.1:
                proxy.cut_all()
            # A turn lasts until its cut has happened, or is given up.
            count, deadline = proxy.cuts, time.monotonic() + 0.2
            while proxy.cuts == count and time.monotonic() < deadline and not stop.wait(0.005):
                pass

    def client(player):
        refused = 0
        versions = []
        for number in range(answers):
            while True:
                response, seconds = send(host, game, player, f"random-{player}-{number}")
                assert seconds < 3.5
                if response.status == 200:
                    break
                assert response.status == 503, response
                refused += 1
            versions.append(response.json()["version"])
        assert versions == list(range(1, answers + 1))
        return refused

    thread = threading.Thread(target=cutter)
    thread.start()
    try:
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            refused = sum(pool.map(client, range(16)))
    finally:
        stop.set()
        thread.join()
    print(f"{proxy.cuts - cuts} cuts, {refused} times refused")
    assert proxy.cuts - cuts >= 20
    assert set(versions(database, game).values()) == {answers}
    check_database(database)
