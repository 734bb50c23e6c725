"""A phone: joining, the buzzer, and coming back after whatever phones do."""

import re

import pytest
from playwright.sync_api import expect

from line import Line
from show import Phone


@pytest.fixture
def game(show):
    return show.make()


def test_joining_by_code_from_the_start_page(show, game):
    """The code is typed in small letters, the name is asked for, and the link is not needed."""
    phone = show.window(Phone, phone=True)
    phone.goto("/")
    phone.page.locator("input.code, input[name=code]").first.fill(game.join_code.lower())
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url(f"**/play/{game.id}*")
    phone.page.locator("input[name=nickname]").fill("Ada")
    phone.page.locator('form button[type="submit"]').click()
    phone.page.locator("[data-player-id]").first.wait_for()
    assert show.database.rows("select name, game_id from player")[-1] == ("Ada", game.id)


def test_a_wrong_code_is_told(show, game):
    phone = show.window(Phone, phone=True)
    phone.goto(f"/play/{game.id}#join=ZZZZZZ")
    expect(phone.page.locator(".field-error, [role=alert]").filter(has_text="code").first).to_be_visible()


def test_buzzes_come_in_one_order_everywhere(show, game):
    """Eight phones on three instances press at once: hosts, boards and phones agree on the order."""
    host, other, board = show.host(), show.host(), show.board()
    phones = [show.phone(f"Player {n}") for n in range(8)]
    host.open(game.questions[0])
    host.action("arm").click()
    for phone in phones:
        phone.is_in("armed")
    for phone in phones:
        phone.page.evaluate("() => document.querySelector('button[data-action=buzz]').click()")
    for window in (host, other):
        expect(window.page.locator("[data-buzz-order]:visible")).to_have_count(8)
    for phone in phones:
        expect(phone.buzzer).to_have_attribute("data-buzz-order", re.compile(r"^[1-8]$"))
    places = {int(phone.buzzer.get_attribute("data-buzz-order")): phone.player for phone in phones}
    assert sorted(places) == list(range(1, 9)), "two phones have the same place"
    players = [phone.player for phone in phones]
    names = [f"Player {players.index(places[place])}" for place in range(1, 9)]
    for window in (host, other):
        expect(window.page.locator("[data-buzz-order]:visible")).to_contain_text(names)
    expect(board.page.locator("[data-buzz-order]:visible")).to_contain_text(names[:6])
    first = [phone.player for phone in phones if phone.buzzer.get_attribute("data-state") == "first"]
    assert first == [places[1]]


def sent(phone):
    """The presses that it has told the server."""
    return [frame for socket in phone.sockets for frame in socket.sent if "buzzer_pressed" in frame]


def test_too_early_and_wrong_are_locked_out(show, game):
    host = show.host()
    ada, grace = show.phone("Ada"), show.phone("Grace")
    host.open(game.questions[0])
    expect(ada.buzzer).to_have_attribute("data-face", "ready")
    ada.buzzer.tap()
    expect(ada.buzzer).to_have_attribute("data-face", "ready")
    assert not sent(ada), "a press before the buzzers were armed was sent"
    host.action("arm").click()
    ada.buzzes()
    ada.is_in("first")
    ada.buzzer.tap()
    assert len(sent(ada)) == 1, "a second press was sent"
    host.page.locator('[data-buzz-order="1"] button[data-action="wrong"]').click()
    ada.is_in("locked")
    ada.buzzer.tap()
    assert len(sent(ada)) == 1, "a press was sent while locked out"
    ada.reload()
    ada.connected()
    ada.is_in("locked")
    grace.buzzes()
    grace.is_in("first")
    expect(host.page.locator("[data-buzz-order]:visible")).to_have_count(1)


def test_the_same_player_after_a_reload_and_a_new_tab(show, game):
    phone = show.phone("Ada")
    player = phone.player
    phone.reload()
    expect(phone.page.locator("[data-player-id]").first).to_have_attribute("data-player-id", str(player))
    # The link again, in another tab of the same browser.
    page = phone.context.new_page()
    page.goto(f"{show.front.url}/play/{game.id}#join={game.join_code}")
    expect(page.locator("[data-player-id]").first).to_have_attribute("data-player-id", str(player))
    assert show.database.value("select count(*) from player where game_id = %s", game.id) == 1


def test_a_phone_that_slept(show, game):
    """Frozen by the browser, its socket dead meanwhile: awake, it is in step, and its buzzer works."""
    host = show.host()
    with Line(show.front.port) as line:
        phone = show.phone("Ada", url=line.url)
        session = phone.context.new_cdp_session(phone.page)
        session.send("Page.setWebLifecycleState", {"state": "frozen"})
        line.cut()
        host.open(game.questions[1])
        host.judge(phone.player, True)
        host.has_score(phone.player, 400)
        host.action("arm").click()
        session.send("Page.setWebLifecycleState", {"state": "active"})
        phone.has_score(phone.player, 400)
        phone.buzzes()
        phone.is_in("first")
        expect(host.page.locator('[data-buzz-order="1"]')).to_contain_text("Ada")
    assert show.database.value("select count(*) from player where game_id = %s", game.id) == 1


def test_a_change_of_network(show, game):
    """Every connection ends at once, and again, in the middle of a round."""
    host = show.host()
    with Line(show.front.port) as line:
        phone = show.phone("Ada", url=line.url)
        host.open(game.questions[0])
        for _ in range(3):
            before = len(phone.instances)
            line.cut()
            host.action("arm").click()
            phone.buzzes()
            phone.is_in("first")
            assert len(phone.instances) > before
            host.action("disarm").click()


def test_what_was_taken_back_is_not_said_any_more(show, game):
    """Not by a reload either, nor to who joins in the same tab."""
    host = show.host()
    ada = show.phone("Ada")
    host.open(game.questions[0])
    host.action("arm").click()
    ada.buzzes()
    ada.is_in("first")
    host.judge(ada.player, True)
    expect(ada.buzzer).to_have_attribute("data-face", "right")
    host.has_score(ada.player, 200)
    host.judge(ada.player, False)
    ada.has_score(ada.player, 0)
    for again in (False, True):
        if again:
            ada.reload()
        expect(ada.buzzer).to_have_attribute("data-face", "first")
        expect(ada.page.locator(".question-head .badge.good:visible")).to_have_count(0)
    host.judge(ada.player, True)
    expect(ada.buzzer).to_have_attribute("data-face", "right")
    ada.page.evaluate("(key) => localStorage.removeItem(key)", f"podium:game:{game.id}:player")
    ada.page.goto("about:blank")
    ada.join(f"/play/{game.id}#join={game.join_code}", "Zoe")
    expect(ada.buzzer).to_have_attribute("data-face", "ready")


@pytest.mark.parametrize("how", ["loads anew", "is offline"])
def test_a_press_while_the_only_host_is_away_counts(show, game, how):
    """Host, board and phones agree on who was first, whatever is pressed afterwards."""
    with Line(show.front.port) as line:
        host, board = show.host(url=line.url), show.board()
        ada, grace = show.phone("Ada"), show.phone("Grace")
        host.open(game.questions[0])
        host.action("arm").click()
        grace.is_in("armed")
        with line.pulled():
            if how == "loads anew":
                host.page.goto("about:blank")
            ada.buzzes()
            ada.is_in("first")
            expect(board.page.locator('[data-buzz-order="1"]:visible')).to_contain_text("Ada")
        if how == "loads anew":
            host.goto(f"/host/{game.id}")
        host.connected()
        expect(host.page.locator('[data-buzz-order="1"]:visible')).to_contain_text("Ada")
        grace.buzzes()
        for window in (host, board):
            expect(window.page.locator("[data-buzz-order]:visible")).to_contain_text(["Ada", "Grace"])
        ada.is_in("first")
        expect(grace.buzzer).to_have_attribute("data-buzz-order", "2")


def test_offline_is_obvious(show, game):
    phone = show.phone("Ada")
    phone.context.set_offline(True)
    expect(phone.page.locator(".connection-banner p")).to_be_visible()
    phone.context.set_offline(False)
    phone.connected()
    expect(phone.page.locator(".connection-banner p")).to_have_count(0)


def test_a_player_who_was_removed_is_told(show, game):
    phone = show.phone("Ada")
    show.api.delete(f"/api/players/{phone.player}").expect(204)
    expect(phone.page.get_by_role("alert").get_by_role("heading")).to_be_visible()
    expect(phone.buzzer).to_have_count(0)
