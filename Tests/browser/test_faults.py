"""The network goes during a click, an answer gets lost, an instance is killed: no click is lost, none counts twice."""

import contextlib
import time

import pytest
from playwright.sync_api import expect

from line import Line
from show import Host
from waiting import until

LIVE = "() => document.querySelector('.connection')?.dataset.level === 'live'"
OFFLINE = '.connection:not([data-level="live"])'


@pytest.fixture
def line(front):
    """A cable between one window and HAProxy."""
    with Line(front.port) as line:
        yield line


@pytest.fixture
def game(show):
    game = show.make()
    game.players.append(show.api.post(f"{game.path}/players", {"name": "Ada"}).expect(201).json()["id"])
    return game


def host_with_a_question_open(show, game, **options):
    host = show.window(Host, **options)
    host.goto(f"/host/{game.id}#token={game.host_token}")
    host.connected()
    host.open(game.questions[1])
    return host


def test_a_click_while_offline_is_kept_and_counts_once(show, game):
    """The browser itself says that it is offline."""
    host = host_with_a_question_open(show, game)
    board = show.board()
    (player,) = game.players
    host.context.set_offline(True)
    expect(host.page.locator(OFFLINE)).to_be_attached()
    host.judge(player, True)
    expect(host.page.locator(f'[data-player-id="{player}"][data-pending="true"]')).to_be_attached()
    assert show.score(player) == (0, 0)
    host.context.set_offline(False)
    for window in (host, board):
        window.has_score(player, 400)
    host.connected()
    assert show.score(player) == (400, 1)
    assert show.changes("update_score", player) == 1


def test_a_click_while_the_cable_is_out_is_kept_and_counts_once(show, game, line):
    """Every connection of the window ends, and the browser is not told."""
    host = host_with_a_question_open(show, game, url=line.url)
    board = show.board()
    (player,) = game.players
    with line.pulled():
        expect(host.page.locator(".connection-banner p")).to_be_visible()
        host.judge(player, True)
        expect(host.page.locator(f'[data-player-id="{player}"][data-pending="true"]')).to_be_attached()
        # What the others do meanwhile is there afterwards, too.
        show.api.patch(f"/api/questions/{game.questions[0]}", {"answered": True}).expect(200)
    for window in (host, board):
        window.has_score(player, 400)
    host.connected()
    expect(host.cell(game.questions[0])).to_have_attribute("data-answered", "true")
    assert show.score(player) == (400, 1)


@pytest.mark.parametrize("lost", ["answer", "request"])
def test_a_click_whose_answer_is_lost_counts_once(show, game, lost):
    """The server has recorded it, or has never heard of it: the page cannot know, and asks again under the same key."""
    host = host_with_a_question_open(show, game)
    (player,) = game.players
    keys = []

    def lose(route):
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) <= 2:
            if lost == "answer":
                assert route.fetch().status == 200
            route.abort("connectionreset")
        else:
            route.continue_()

    host.page.route("**/api/games/*/answers", lose)
    host.judge(player, True)
    host.has_score(player, 400)
    host.eventually("() => !document.querySelector('[data-pending=true]')", None, "the click is answered")
    assert len(keys) >= (1 if lost == "answer" else 3) and len(set(keys)) == 1, keys
    assert show.score(player) == (400, 1)
    assert show.changes("update_score", player) == 1


@contextlib.contextmanager
def killed(instance, front, place):
    """SIGKILL; started again afterwards, once HAProxy has noticed, and until it leads there."""

    def said(state):
        return sum(f"relay-{place} is {state}" in line for line in front.lines)

    downs, ups = said("DOWN"), said("UP")
    instance.kill()
    yield
    until(lambda: said("DOWN") > downs, 10, "HAProxy has noticed")
    instance.start()
    instance.wait_until_listening()
    until(lambda: said("UP") > ups, 10, "HAProxy leads to it again")


def test_killed_instances_cost_nothing(show, game, cluster, front):
    """Each of the three in turn, SIGKILL: all windows are back and in step in under 5 s, and clicks meanwhile count."""
    host, board = show.host(), show.board()
    phones = [show.phone("Grace"), show.phone("Alan")]
    windows = [host, board, *phones]
    host.open(game.questions[0])
    expected = {phone.player: 0 for phone in phones}
    for turn, instance in enumerate(cluster.instances):
        with killed(instance, front, turn):
            start = time.monotonic()
            # The opposite of what was recorded takes it back.
            for phone in phones:
                host.judge(phone.player, turn % 2 == 0)
                expected[phone.player] = 200 if turn % 2 == 0 else 0
            for window in windows:
                window.eventually(LIVE, None, "it is back", 5)
            for phone in phones:
                for window in (host, board, phone):
                    window.has_score(phone.player, expected[phone.player], 5)
            took = time.monotonic() - start
            assert took < 5, f"{took:.1f} s"
            for phone in phones:
                assert show.score(phone.player) == (expected[phone.player], turn + 1)
    assert all(len(window.instances) > 1 for window in windows), "some window has never lost its instance"
    assert not any(window.errors for window in windows)


def test_presses_after_an_instance_was_killed(show, game, cluster, front):
    """Buzzers work on whatever instance a phone has come back to, and all see one order."""
    host, board = show.host(), show.board()
    phones = [show.phone("Grace"), show.phone("Alan")]
    host.open(game.questions[0])
    host.action("arm").click()
    for phone in phones:
        phone.is_in("armed")
    # Each instance has a socket at least: there are four of them.
    with killed(cluster.instances[1], front, 1):
        for window in (host, board, *phones):
            window.eventually(LIVE, None, "it is back", 5)
        phones[1].buzzes()
        phones[1].is_in("first")
        phones[0].buzzes()
        for window in (host, board):
            expect(window.page.locator("[data-buzz-order]:visible")).to_have_count(2)
            expect(window.page.locator('[data-buzz-order="1"]')).to_contain_text("Alan")
