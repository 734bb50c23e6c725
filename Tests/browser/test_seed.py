"""What the first request for this system asked to be tried by hand: host, board and phones in windows on different instances."""

import pytest
from playwright.sync_api import expect

CLICKS = """([player, count]) => {
  const row = document.querySelector(`[data-player-id="${player}"]:has(button[data-action="right"])`);
  for (let turn = 0; turn < count; turn += 1) {
    row.querySelector(`button[data-action="${turn % 2 === 0 ? 'right' : 'wrong'}"]`).click();
  }
}"""


@pytest.fixture
def windows(show):
    """A host, a board and two phones."""
    show.make()
    host, board = show.host(), show.board()
    return host, board, show.phone("Ada"), show.phone("Grace")


def same_everywhere(show, windows, player):
    """The score that the database has stands in every window that shows the player's; it is returned with its version."""
    score, version = show.score(player)
    for window in windows:
        if getattr(window, "player", player) == player:
            window.has_score(player, score)
    return score, version


def test_windows_are_on_different_instances(show, windows):
    """Four sockets through HAProxy: all three instances have some."""
    used = {window.instances[-1] for window in windows}
    assert len(used) == 3, used


def test_recorded_answers_update_scores_across_windows(show, windows):
    host, _, ada, grace = windows
    first, second = show.game.questions[:2]
    host.open(first)
    host.judge(ada.player, True)
    host.judge(grace.player, False)
    for window in windows[:3]:
        window.has_score(ada.player, 200)
    for window in (*windows[:2], grace):
        window.has_score(grace.player, -200)
    host.action("close").click()
    host.open(second)
    host.judge(ada.player, True)
    for window in windows[:3]:
        window.has_score(ada.player, 600)
    assert show.score(ada.player) == (600, 2)
    assert show.score(grace.player) == (-200, 1)
    rows = show.database.rows("select question_id, is_correct, points from player_answer where player_id = %s", ada.player)
    assert sorted(rows) == [(first, True, 200), (second, True, 400)]


def test_toggled_questions_are_in_step_across_windows(show, windows):
    host, board, *_ = windows
    other = show.host()
    question = show.game.questions[2]
    host.view("board")
    host.open(question)
    # Marked in one window, opened again in another one, and so on.
    for turn, window in enumerate([host, other, host, other]):
        answered = turn % 2 == 0
        window.toggle(question)
        for each in (host, other):
            expect(each.cell(question)).to_have_attribute("data-answered", str(answered).lower())
        assert show.question(question) == (answered, turn + 1)
    host.action("close").click()
    for each in (host, other, board):
        expect(each.page.locator(f'[data-question-id="{question}"]')).to_have_attribute("data-answered", "true")
    assert show.question(question) == (True, 5)


def test_rapid_clicks_from_two_hosts_end_in_one_score(show, windows):
    """100 clicks on one player, 50 in each of two windows: each is recorded once, and all windows end in what is stored."""
    host, board, ada, grace = windows
    other = show.host()
    host.open(show.game.questions[1])
    expect(other.page.locator("[data-open-question]")).to_be_visible()
    host.page.evaluate(CLICKS, [ada.player, 50])
    other.page.evaluate(CLICKS, [ada.player, 50])
    host.eventually("() => !document.querySelector('[data-pending=true]')", None, "all of the clicks are answered", 20)
    other.eventually("() => !document.querySelector('[data-pending=true]')", None, "all of the clicks are answered", 20)
    assert show.changes("update_score", ada.player) == 100
    _, version = same_everywhere(show, [*windows, other], ada.player)
    assert version == 100
    assert show.score(grace.player) == (0, 0)


def test_invalid_data_shows_its_error(show, windows):
    """The server's own words, on the window that asked; nothing is stored, and the next click works."""
    host, board, ada, _ = windows
    host.open(show.game.questions[0])
    host.page.route(
        "**/api/games/*/answers",
        lambda route: route.continue_(post_data=route.request.post_data.replace('"question_id":', '"question_id":9999999')),
        times=1,
    )
    host.judge(ada.player, True)
    problem = host.page.get_by_role("alert").filter(has_text="question")
    expect(problem).to_be_visible()
    assert show.score(ada.player) == (0, 0)
    host.judge(ada.player, True)
    for window in (host, board, ada):
        window.has_score(ada.player, 200)
    assert show.score(ada.player) == (200, 1)


def test_windows_stay_in_step(show, windows):
    """Names change, players come and go, windows are opened late: all of them show the same."""
    host, board, ada, grace = windows
    first = show.game.questions[0]
    host.open(first)
    host.judge(ada.player, True)
    show.api.patch(f"/api/players/{ada.player}", {"name": "Ada Lovelace"}).expect(200)
    late = show.board()
    host.action("close").click()
    host.view("scores")
    for each in (board, late):
        each.shows("scores")
        expect(each.page.locator(f'[data-player-id="{ada.player}"]')).to_contain_text("Ada Lovelace")
        each.has_score(ada.player, 200)
    expect(host.row(ada.player)).to_contain_text("Ada Lovelace")
    expect(ada.page.locator("main")).to_contain_text("Ada Lovelace")
    show.api.delete(f"/api/players/{grace.player}").expect(204)
    for each in (host, board, late):
        expect(each.page.locator(f'[data-player-id="{grace.player}"]')).to_have_count(0)
    expect(grace.buzzer).to_have_count(0)
