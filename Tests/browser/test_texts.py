"""What people write is shown as they wrote it, runs nothing and breaks no page; what the pages say is in the browser's language."""

import pytest
from playwright.sync_api import expect

from pictures import nothing_is_cut_off
from quizzes import NASTY_NAMES, nasty_quiz
from rounds import Round
from windows import SIZES

HACKED = "window.hacked !== undefined || document.querySelector('main img[src=x], main script, main b') !== null"
SAYS = "(text) => document.querySelector('main').textContent.replace(/\\s+/g, ' ').includes(text)"


@pytest.fixture
def windows(show):
    game = show.make(nasty_quiz())
    for name in NASTY_NAMES * 3:
        show.api.post(f"{game.path}/players", {"name": name, "team_id": game.teams[len(name) % 2]}).expect(201)
    host, board = show.host(), show.board()
    return host, board, [show.phone(NASTY_NAMES[0]), show.phone(NASTY_NAMES[1])]


def test_nasty_texts_are_text_and_break_no_layout(show, windows):
    """Through a whole round, on all pages at three sizes."""
    host, board, phones = windows
    show.api.post(f"{show.game.path}/answers", {
        "player_id": phones[0].player, "question_id": show.game.questions[3], "is_correct": True, "points": 2_000_000_000,
    }).expect(200)  # fmt: skip
    show.api.delete(f"{show.game.path}/answers/{phones[0].player}/{show.game.questions[3]}").expect(200)
    for stage in Round(show, host, board, phones).stages():
        for name, window in {"host": host, "board": board, "first phone": phones[0], "second phone": phones[1]}.items():
            for size in SIZES:
                window.resize(size)
                nothing_is_cut_off(window, f"{name} in '{stage}' at {size}", may_scroll=window is not board or size == "phone")
            window.resize("wall" if window is board else "phone" if window in phones else "laptop")
            assert window.page.evaluate(HACKED) is False, f"{name} in '{stage}'"
    for window in (host, board, *phones):
        assert window.complaints == []


def test_names_are_shown_as_they_were_written(show, windows):
    host, board, phones = windows
    host.view("lobby")
    board.shows("lobby")
    for name in NASTY_NAMES:
        said = " ".join(name.split())
        for window in (host, board):
            window.eventually(SAYS, said, f"the name {name[:20]}")
    for phone, name in zip(phones, NASTY_NAMES, strict=False):
        phone.eventually(SAYS, " ".join(name.split()), "the player's own name")
    # A dialog, the history and a message with a name in it.
    host.action("clients").click()
    expect(host.page.get_by_role("dialog")).to_contain_text(NASTY_NAMES[0])
    nothing_is_cut_off(host, "the clients' dialog")
    host.page.keyboard.press("Escape")
    host.action("history").click()
    expect(host.page.locator("[data-revision]").first).to_be_visible()
    nothing_is_cut_off(host, "the history")
    assert not any(window.page.evaluate(HACKED) for window in (host, board, *phones))


def test_the_start_page_with_a_nasty_name(show):
    """A game is made with it by the form, and listed with it afterwards."""
    start = show.window()
    start.goto("/")
    start.page.get_by_label("Name of the game").fill(NASTY_NAMES[0])
    start.page.get_by_role("button", name="Create the game").click()
    start.page.wait_for_url("**/host/*")
    start.connected()
    start.goto("/")
    expect(start.page.locator("[data-game-id]")).to_contain_text(NASTY_NAMES[0])
    for size in SIZES:
        start.resize(size)
        nothing_is_cut_off(start, f"the start page at {size}")
    assert start.page.evaluate(HACKED) is False
    assert start.complaints == []


@pytest.mark.parametrize(("locale", "language"), [("en-US", "en"), ("de-AT", "de"), ("es-MX", "es"), ("fr-FR", "en")])
def test_pages_speak_the_browsers_language(show, locale, language):
    """The three languages differ on every page, and another one gets English."""
    show.make()
    host, board, phone = show.host(locale=locale), show.board(locale=locale), show.phone("Ada", locale=locale)
    start = show.window(locale=locale)
    start.goto("/")
    texts = start.page.evaluate("(language) => import(`/text/${language}.js`).then((texts) => texts.default)", language)
    expected = {
        host: texts["host"]["players"],
        board: texts["board"]["lobby"]["noCode"],
        phone: texts["play"]["allScores"],
        start: texts["start"]["title"],
    }
    for window, words in expected.items():
        expect(window.page.locator("html")).to_have_attribute("lang", language)
        expect(window.page.locator("body")).to_contain_text(words)
        assert window.complaints == []
        nothing_is_cut_off(window, f"{window.page.url} in {locale}")
