"""Links with tokens: worthless ones, ones for a tab that is there already, the admin's, and browsers that store nothing."""

import os

import pytest
from playwright.sync_api import expect

from cluster import Instance
from postgres import ROOT
from quizzes import make_game, quiz
from show import Board, Host, Phone, Show

ADMIN = "an-admin-token-for-browsers-0123456789"
NOT_A_TOKEN = "worthless"
NOBODYS = "e30.eyJyb2xlIjoicGxheWVyIiwiZ2FtZSI6MSwicGxheWVyIjoxfQ.c2ln"  # a player's, by its form
STORES_NOTHING = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
CLEAN = "() => !location.hash.includes('token')"


@pytest.fixture
def game(show):
    return show.make()


@pytest.fixture
def guarded(browser, database):
    """On a server of its own, which lets only the admin make games."""
    pages = os.environ.get("PODIUM_WEB_ROOT", ROOT / "web")
    with Instance(database.url, admin_token=ADMIN, web_root=pages) as instance, Show(browser, instance, database) as show:
        yield show


def visit(window, path):
    """As from a bookmark: the page is loaded, whatever was there before."""
    window.page.goto("about:blank")
    window.page.goto(window.origin + path)


@pytest.mark.parametrize("page", ["host", "board"])
def test_a_worthless_link_costs_nothing(show, game, page):
    window = show.host() if page == "host" else show.board()
    for path in (f"/{page}/{game.id}#token={NOT_A_TOKEN}", f"/{page}/{game.id}"):
        visit(window, path)
        window.connected()
        window.eventually(CLEAN, None, "the address has no token")


def test_a_worthless_link_costs_no_player(show, game):
    phone = show.phone("Ada")
    for path in (f"/play/{game.id}#token={NOBODYS}", f"/play/{game.id}"):
        visit(phone, path)
        phone.connected()
        expect(phone.page.locator("[data-player-id]").first).to_have_attribute("data-player-id", str(phone.player))
        phone.eventually(CLEAN, None, "the address has no token")
    assert show.database.value("select count(*) from player where game_id = %s", game.id) == 1


def test_a_players_link_makes_a_phone_this_player(show, game):
    other = show.phone("Grace")
    token = other.page.evaluate("(id) => JSON.parse(localStorage.getItem(`podium:game:${id}:player`)).token", game.id)
    phone = show.phone("Ada")
    for path in (f"/play/{game.id}#token={token}", f"/play/{game.id}"):
        visit(phone, path)
        phone.connected()
        expect(phone.page.locator("[data-player-id]").first).to_have_attribute("data-player-id", str(other.player))
        phone.eventually(CLEAN, None, "the address has no token")


@pytest.mark.parametrize("page", ["host", "board"])
def test_a_link_is_taken_by_a_tab_that_shows_the_page_already(show, game, page):
    window = show.window({"host": Host, "board": Board}[page])
    window.goto(f"/{page}/{game.id}")
    expect(window.page.get_by_role("heading", level=1)).to_be_visible()
    expect(window.page.locator('.connection[data-level="live"]')).to_have_count(0)
    token = game.host_token if page == "host" else game.board_token
    window.page.goto(f"{window.origin}/{page}/{game.id}#token={token}")
    window.connected()
    window.eventually(CLEAN, None, "the address has no token")


def test_the_admins_token_stays_in_its_tab(guarded):
    game = make_game(guarded.front.api(ADMIN), quiz())
    host = guarded.window(Host)
    host.goto("/")
    host.page.evaluate("(token) => sessionStorage.setItem('podium.admin', token)", ADMIN)
    host.reload()
    host.page.locator(f'main li[data-game-id="{game.id}"] button').first.click()
    host.page.wait_for_url(f"**/host/{game.id}")
    host.connected()
    host.reload()
    host.connected()
    assert ADMIN not in host.page.evaluate("JSON.stringify(Object.values(localStorage))")
    host.action("game").click()
    expect(host.action("make-board-link")).to_be_visible()
    assert host.page.locator('[data-link="host"]').count() == 0
    assert ADMIN not in host.page.content()
    # Who has the game's own token hands that on.
    host.page.keyboard.press("Escape")
    visit(host, f"/host/{game.id}#token={game.host_token}")
    host.connected()
    host.action("game").click()
    link = f"{host.origin}/host/{game.id}#token={game.host_token}"
    expect(host.page.locator('[data-link="host"]')).to_have_attribute("href", link)


def test_an_admins_link_is_kept_for_the_tab(guarded):
    game = make_game(guarded.front.api(ADMIN), quiz())
    host = guarded.window(Host)
    host.goto(f"/host/{game.id}#token={ADMIN}")
    host.connected()
    host.eventually(CLEAN, None, "the address has no token")
    host.reload()
    host.connected()
    assert ADMIN not in host.page.evaluate("JSON.stringify(Object.values(localStorage))")


def test_a_game_is_made_where_nothing_is_stored(show):
    host = show.window(Host)
    host.page.add_init_script(STORES_NOTHING)
    host.goto("/")
    host.page.locator("#game-name").fill("Friday quiz")
    host.page.locator('.create-form button[type="submit"]').click()
    host.page.wait_for_url("**/host/**")
    host.connected()
    host.reload()
    host.connected()


def test_links_survive_a_reload_where_nothing_is_stored(show, game):
    host, board, phone = show.window(Host), show.window(Board), show.window(Phone, phone=True)
    for window in (host, board, phone):
        window.page.add_init_script(STORES_NOTHING)
    host.goto(f"/host/{game.id}#token={game.host_token}")
    board.goto(f"/board/{game.id}#token={game.board_token}")
    phone.join(f"/play/{game.id}#join={game.join_code}", "Ada")
    for window in (host, board, phone):
        window.connected()
        window.reload()
        window.connected()
    expect(phone.page.locator("[data-player-id]").first).to_have_attribute("data-player-id", str(phone.player))
    assert show.database.value("select count(*) from player where game_id = %s", game.id) == 1
