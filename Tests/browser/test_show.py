"""A whole show, from a quiz file with mistakes in it to the winners, with pictures of every stage at three sizes."""

import os
import pathlib

import pytest
from playwright.sync_api import expect

from pictures import at_rest, is_readable_from_afar, nothing_is_cut_off
from show import Board, Host, Phone
from windows import SIZES

GOOD = """round,category,points,question,answer,flags
First round,Rivers,200,Which river flows through Vienna?,The Danube,
First round,Rivers,400,"Which river is the longest one in France, before the Seine and the Rhone?",The Loire,
First round,Peaks,200,In which range is the Matterhorn?,The Alps,
First round,Peaks,400,Which is the highest mountain of Africa?,Kilimanjaro,daily_double
Second round,Islands,400,Which island country has Reykjavik as its capital?,Iceland,
Second round,Islands,800,Which island do Haiti and the Dominican Republic share?,Hispaniola,
"""
BAD = GOOD.replace("Rivers,400,", "Rivers,plenty,").replace("Peaks,200,In which range is the Matterhorn?", "Peaks,200,")


@pytest.fixture(scope="session")
def album(tmp_path_factory):
    """Where the pictures go: PODIUM_SCREENSHOTS, or a folder of this run."""
    folder = pathlib.Path(os.environ.get("PODIUM_SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Photographer:
    """Takes each window at three sizes, and looks whether everything fits."""

    # The size that each window has between its pictures.
    USUAL = {"host": "laptop", "board": "wall", "start": "laptop"}

    def __init__(self, album):
        self.album = album
        self.faults = []
        self.stage = 0

    def take(self, name, **windows):
        self.stage += 1
        for who, window in windows.items():
            for size in SIZES:
                window.resize(size)
                what = f"{who} in '{name}' at {size}"
                try:
                    nothing_is_cut_off(window, what, may_scroll=who != "board" or size == "phone")
                    if who == "board" and window.page.locator("main").get_attribute("data-view") == "question":
                        is_readable_from_afar(window, what)
                except AssertionError as fault:
                    self.faults.append(str(fault))
                window.page.screenshot(path=self.album / f"{self.stage:02}-{name}-{who}-{size}.png")
            window.resize(self.USUAL.get(who, "phone"))
            at_rest(window)


def test_a_show_from_the_file_to_the_winners(show, album):
    photographer = Photographer(album)
    start = show.window(Host)
    start.goto("/")
    photographer.take("start", start=start)
    make_game_of_files(show, start, photographer)
    host = start
    host.connected()
    photographer.take("new-game", host=host)
    join_link, board_link = links_of(show, host, photographer)

    board = show.window(Board, size="wall")
    board.goto(board_link)
    board.connected()
    host.view("lobby")
    expect(board.page.locator("[data-join-code]")).to_have_text(show.database.value("select join_code from game"))
    photographer.take("lobby-empty", host=host, board=board)
    phones = []
    for name in ("Ada", "Grace", "Edsger"):
        phone = show.window(Phone, phone=True)
        if not phones:
            phone.goto(join_link)
            photographer.take("join", phone=phone)
        phone.join(join_link, name)
        phones.append(phone)
    ada, grace, edsger = phones
    photographer.take("lobby", host=host, board=board, phone=ada)

    host.view("board")
    photographer.take("covered", host=host, board=board, phone=ada)
    host.action("reveal-all").click()
    expect(board.page.locator('[data-category-id][data-revealed="true"]')).to_have_count(2)
    photographer.take("revealed", host=host, board=board)

    questions = [row[0] for row in show.database.rows("select id from question order by id")]
    play_first_question(show, host, board, phones, questions[0], photographer)
    # The second one is judged by mistake, without a buzzer.
    host.open(questions[1])
    host.judge(ada.player, False)
    board.has_score(ada.player, -600)
    host.action("close").click()
    expect(host.cell(questions[1])).to_have_attribute("data-answered", "true")
    photographer.take("half-played", host=host, board=board, phone=ada)
    host.action("history").click()
    expect(host.page.locator("[data-revision]").first).to_be_visible()
    photographer.take("history", host=host)
    # The judgement is undone from the history, and stays in it.
    host.page.locator("[data-revision]:has(button[data-action=undo]:enabled)", has_text="Ada").first.locator("button[data-action=undo]").click()
    board.has_score(ada.player, -200)
    host.action("history").click()

    boards = [row[0] for row in show.database.rows("select id from board order by id")]
    host.round(boards[1])
    expect(board.main).to_contain_text("Second round")
    for question, winner in ((questions[4], edsger), (questions[5], grace)):
        host.open(question)
        host.judge(winner.player, True)
        host.action("close").click()
        board.shows("board")
    board.has_score(grace.player, 1000)
    host.view("scores")
    board.shows("scores")
    photographer.take("scores", host=host, board=board, phone=grace)
    host.view("final")
    board.shows("final")
    expect(grace.buzzer).to_have_attribute("data-face", "final")
    photographer.take("final", host=host, board=board, phone=grace)

    assert dict(show.database.rows("select name, score from player")) == {"Ada": -200, "Grace": 1000, "Edsger": 400}
    for phone, score in ((ada, -200), (grace, 1000), (edsger, 400)):
        for window in (host, board, phone):
            window.has_score(phone.player, score)
    answered = [row[0] for row in show.database.rows("select id from question where answered order by id")]
    assert answered == [questions[0], questions[1], questions[4], questions[5]]
    for window in (host, board, *phones):
        assert window.complaints == []
    assert not photographer.faults, "\n".join(photographer.faults)


def choose(window, name, text):
    window.page.locator('input[type="file"]').set_input_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def make_game_of_files(show, start, photographer):
    """A dry run that finds both mistakes and stores nothing; then the good file, which becomes a game."""
    choose(start, "quiz.csv", BAD)
    errors = start.page.locator("[data-import-error]")
    expect(errors).to_have_count(2)
    expect(errors.nth(0)).to_contain_text("3")
    expect(errors.nth(1)).to_contain_text("4")
    photographer.take("import-errors", start=start)
    assert show.database.value("select count(*) from game") == 0
    # Chromium itself says on the console that the dry run was answered with 400.
    (complaint,) = start.complaints
    assert "400" in complaint
    start.console.clear()
    start.page.get_by_role("button", name="Another file").click()
    choose(start, "quiz.csv", GOOD)
    start.page.get_by_label("Another name").fill("The evening quiz")
    assert show.database.value("select count(*) from game") == 0
    photographer.take("import-ready", start=start)
    start.page.get_by_role("button", name="Import", exact=True).click()
    start.page.wait_for_url("**/host/*")
    start.ready()
    assert show.database.rows("select name from game") == [("The evening quiz",)]


def links_of(show, host, photographer):
    """The links for players and for the big screen, as the host page hands them out."""
    host.action("join").click()
    dialog = host.page.get_by_role("dialog")
    expect(dialog.locator("svg.qr")).to_be_visible()
    dialog.get_by_role("checkbox", name="Show it on the big screen").check()
    photographer.take("join-code", host=host)
    host.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    game, code = show.database.row("select id, join_code from game")
    host.page.goto(show.front.url + "/")
    start = host.page.locator(f'[data-game-id="{game}"]')
    board = start.locator('a[data-link="board"]').get_attribute("href")
    host.page.locator(f'[data-game-id="{game}"] a[data-link="host"]').click()
    host.page.wait_for_url("**/host/*")
    host.ready()
    host.connected()
    return f"/play/{game}#join={code}", board


def play_first_question(show, host, board, phones, question, photographer):
    """Ada is first and wrong, Grace second and right."""
    ada, grace, edsger = phones
    host.open(question)
    board.shows("question")
    photographer.take("question", host=host, board=board, phone=ada)
    host.action("answer").click()
    expect(host.page.locator("[data-answer]")).to_contain_text("The Danube")
    host.action("arm").click()
    ada.is_in("armed")
    photographer.take("armed", host=host, board=board, phone=ada)
    ada.buzzes()
    grace.buzzes()
    edsger.buzzes()
    expect(board.page.locator("[data-buzz-order]:visible")).to_have_count(3)
    expect(board.page.locator('[data-buzz-order="1"]')).to_contain_text("Ada")
    photographer.take("buzzed", host=host, board=board, phone=ada, second=grace)
    host.page.locator('[data-buzz-order="1"] button[data-action="wrong"]').click()
    board.has_score(ada.player, -200)
    ada.is_in("locked")
    photographer.take("wrong", host=host, board=board, phone=ada)
    grace.buzzes()
    host.page.locator('[data-buzz-order="1"] button[data-action="right"]').click()
    board.has_score(grace.player, 200)
    photographer.take("right", host=host, board=board, phone=grace)
    host.action("close").click()
    board.shows("board")
