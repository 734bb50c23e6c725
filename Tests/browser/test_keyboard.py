"""The host's whole work by keys alone."""

import pytest
from playwright.sync_api import expect

# What has the focus: something that stays the same when the page is drawn anew.
FOCUS = """() => {
  const node = document.activeElement;
  window.__focused = node;
  return `${node.localName} ${node.dataset.questionId ?? ''}`;
}"""


@pytest.fixture
def windows(show):
    show.make()
    return show.host(), show.board(), show.phone("Ada"), show.phone("Grace")


def test_a_question_by_keys_only(show, windows):
    host, board, ada, grace = windows
    keyboard = host.page.keyboard
    first = show.game.questions[0]
    keyboard.press("o")
    board.shows("board")
    keyboard.press("Shift+M")
    expect(board.page.locator('[data-category-id][data-revealed="true"]')).to_have_count(2)
    # Into the grid, and to the first question.
    keyboard.press("g")
    expect(host.page.locator("[role=grid] button:focus")).to_have_count(1)
    keyboard.press("Home")
    for _ in range(4):
        keyboard.press("ArrowUp")
    keyboard.press("ArrowDown")
    expect(host.cell(first)).to_be_focused()
    keyboard.press("Enter")
    board.shows("question")
    keyboard.press("a")
    expect(host.page.locator("[data-answer]")).to_contain_text("It is 0-0-0")
    keyboard.press("b")
    ada.buzzes()
    expect(host.page.locator('[data-buzz-order="1"]')).to_contain_text("Ada")
    keyboard.press("n")
    for window in (host, board, ada):
        window.has_score(ada.player, -200)
    grace.buzzes()
    expect(host.page.locator('[data-buzz-order="1"]')).to_contain_text("Grace")
    keyboard.press("y")
    for window in (host, board, grace):
        window.has_score(grace.player, 200)
    keyboard.press("x")
    board.shows("board")
    expect(host.cell(first)).to_have_attribute("data-answered", "true")
    # Undo of the newest change, then points to a chosen player.
    keyboard.press("u")
    expect(host.cell(first)).to_have_attribute("data-answered", "false")
    digit = host.row(ada.player).locator(".player-digit").inner_text()
    keyboard.press(digit)
    keyboard.press("+")
    for window in (host, board, ada):
        window.has_score(ada.player, 0)
    keyboard.press("s")
    board.shows("scores")
    keyboard.press("f")
    board.shows("final")
    assert show.score(grace.player) == (200, 1)
    assert show.score(ada.player) == (0, 2)


def test_the_list_of_keys(show, windows):
    host, *_ = windows
    host.page.keyboard.press("?")
    dialog = host.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for key in "ABYNXEMLOSFJGHU":
        expect(dialog.locator("kbd", has_text=key).first).to_be_visible()
    host.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_keys_that_are_typed_do_nothing_else(show, windows):
    """A name with all the letters of the keys in it."""
    host, board, *_ = windows
    host.view("lobby")
    host.action("add-player").click()
    field = host.page.get_by_role("dialog").get_by_role("textbox").first
    field.fill("")
    field.press_sequentially("xylofonbasumghjrew123+-?/")
    expect(field).to_have_value("xylofonbasumghjrew123+-?/")
    field.press("Enter")
    expect(host.page.get_by_role("dialog")).to_have_count(0)
    expect(board.main).to_contain_text("xylofonbasumghjrew123+-?/")
    board.shows("lobby")


def test_focus_stays_when_the_game_changes(show, windows):
    """Scores, names, players, questions and rounds change under the focus: it stays on the same element."""
    host, board, ada, grace = windows
    game = show.game
    places = [
        host.cell(game.questions[1]),
        host.row(grace.player).locator('button[data-action="right"]'),
        host.page.locator('button[data-view="scores"]'),
        host.action("history"),
    ]
    for turn, place in enumerate(places):
        place.focus()
        expect(place).to_be_focused()
        before = host.page.evaluate(FOCUS)
        answer = {"player_id": grace.player, "question_id": game.questions[turn], "is_correct": True}
        show.api.post(f"{game.path}/answers", answer).expect(200)
        show.api.patch(f"/api/players/{ada.player}", {"name": f"Ada {turn}"}).expect(200)
        show.api.patch(f"/api/questions/{game.questions[4]}", {"answered": turn % 2 == 0}).expect(200)
        show.api.post(f"{game.path}/players", {"name": f"Late {turn}"}).expect(201)
        expect(host.page.locator("main")).to_contain_text(f"Late {turn}")
        assert host.page.evaluate("document.activeElement === window.__focused"), before


def test_the_focus_is_always_seen(show, windows):
    """Tab goes through everything, and each stop is marked."""
    host, *_ = windows
    unmarked = set()
    for _ in range(40):
        host.page.keyboard.press("Tab")
        fault = host.page.evaluate("""() => {
          const node = document.activeElement;
          if (node === document.body) return '';
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
          const isMarked = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
          return isMarked ? '' : node.outerHTML.slice(0, 120);
        }""")
        if fault:
            unmarked.add(fault)
    assert not unmarked
