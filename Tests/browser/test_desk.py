"""The rest of the host's desk, in two hosts' windows and on a board: players and teams, custom points, files to take away, open doors."""

import csv
import json
import os

import pytest
from playwright.sync_api import expect

from cluster import Instance
from desks import about, add_player, dialog, done, line, named, player_named, press, shows_player, shows_team, snapshot, undo
from postgres import ROOT
from quizzes import quiz
from show import Board, Host, Phone, Show

COLOR = "#12ab34"


@pytest.fixture
def desks(show):
    """Two hosts and a board."""
    show.make()
    return show.host(), show.host(), show.board()


@pytest.fixture
def open_show(browser, database):
    """On a server of its own, which asks nobody for a token."""
    pages = os.environ.get("PODIUM_WEB_ROOT", ROOT / "web")
    with Instance(database.url, auth="open", web_root=pages) as instance, Show(browser, instance, database) as show:
        yield show


def test_a_player_is_changed_removed_and_brought_back(show, desks):
    host, other, board = desks
    ada = add_player(show, host, "Ada")
    host.open(show.game.questions[0])
    host.judge(ada, True)
    host.action("close").click()
    host.view("scores")
    board.shows("scores")
    shows_player(desks, ada, "Ada", 200)
    asked = about(other, ada, "Ada")
    asked.get_by_label("Name", exact=True).fill("Ada Lovelace")
    done(other, asked, "Save")
    shows_player(desks, ada, "Ada Lovelace", 200)

    host.action("teams").click()
    teams = dialog(host, "Teams")
    teams.get_by_label("Colour of the new team").fill(COLOR)
    teams.get_by_label("Name of a new team").fill("Green")
    press(teams, "Add the team")
    expect(teams.locator('[data-team-id] input[type="color"]')).to_have_value(COLOR)
    host.page.keyboard.press("Escape")
    asked = about(host, ada, "Ada Lovelace")
    asked.get_by_label("Team", exact=True).select_option(label="Green")
    done(host, asked, "Save")
    (team,) = snapshot(show)["teams"]
    assert (team["name"], team["color"]) == ("Green", COLOR)
    shows_team((host, other), board, team, 200, "Ada Lovelace")

    press(about(host, ada, "Ada Lovelace"), "Remove")
    done(host, dialog(host, "Remove this player?"), "Remove")
    for window in desks:
        expect(window.page.locator(f'[data-player-id="{ada}"]')).to_have_count(0)
    expect(board.page.locator(f'[data-team-id="{team["id"]}"] [data-value="0"]').first).to_be_visible()
    undo(other, f"{named('Ada Lovelace')} removed")
    shows_team((host, other), board, team, 200, "Ada Lovelace")
    back = player_named(show, "Ada Lovelace")
    assert (back["team_id"], show.score(back["id"])[0]) == (team["id"], 200)
    shows_player(desks, back["id"], "Ada Lovelace", 200)


def test_points_of_the_hosts_choice(show, desks):
    """Any whole number, in place of what there was, and away again."""
    host, *_ = desks
    ada = add_player(show, host, "Ada")
    host.open(show.game.questions[0])
    for points in (-350, 125):
        asked = about(host, ada, "Ada")
        asked.get_by_label("Points of your choice").fill(str(points))
        done(host, asked, "Record")
        shows_player(desks, ada, "Ada", points)
        assert show.score(ada)[0] == points
    asked = about(host, ada, "Ada")
    asked.get_by_label("Points of your choice").fill("1.5")
    press(asked, "Record")
    expect(host.page.locator(".toast", has_text="Write a whole number")).to_be_visible()
    assert show.score(ada)[0] == 125
    done(host, asked, "Take +125 back")
    shows_player(desks, ada, "Ada", 0)
    answers = show.database.value("select count(*) from player_answer where player_id = %s", ada)
    assert (answers, show.score(ada)[0]) == (0, 0)


def test_a_played_question_is_opened_again(show, desks):
    """By whom it is looked at: the others see it in the grid, and nothing comes onto the big screen."""
    host, other, board = desks
    question = show.game.questions[1]
    host.open(question)
    host.action("close").click()
    for window in desks:
        expect(window.page.locator(f'[data-question-id="{question}"]')).to_have_attribute("data-answered", "true")
    other.cell(question).click()
    press(other.page.locator(".desk-question"), "Played: take it back")
    for window in desks:
        expect(window.page.locator(f'[data-question-id="{question}"]')).to_have_attribute("data-answered", "false")
    expect(other.action("reopen")).to_have_text("Open on the big screen")
    board.shows("board")
    assert show.question(question) == (False, 2)


def test_files_to_take_away(show, desks, tmp_path):
    host, *_ = desks
    ada = add_player(show, host, "Ada")
    second = show.game.questions[1]
    host.open(second)
    host.judge(ada, False)
    host.has_score(ada, -400)
    host.action("close").click()
    expect(host.cell(second)).to_have_attribute("data-answered", "true")
    host.action("game").click()
    texts = {}
    for mode, name in {"template": "template.json", "full": "full.json", "csv": "results.csv"}.items():
        with host.page.expect_download() as download:
            host.action(f"export-{mode}").click()
        assert download.value.suggested_filename == f"friday-quiz-{name}"
        download.value.save_as(tmp_path / name)
        texts[mode] = (tmp_path / name).read_text()
    template, full = json.loads(texts["template"]), json.loads(texts["full"])
    for mode, file in {"template": template, "full": full}.items():
        assert (file["mode"], file["game"]["name"]) == (mode, "Friday quiz")
        assert asked_in(file) == asked_in(quiz())
        show.front.api().post("/api/games/import", file).expect(201)
    assert "Ada" not in texts["template"] and "answered" not in texts["template"]
    (player,) = full["game"]["players"]
    (answer,) = player["answers"]
    assert (player["name"], answer["question_index"], answer["is_correct"], answer["points"]) == ("Ada", 1, False, -400)
    assert [bool(one.get("answered")) for one in full["game"]["boards"][0]["categories"][0]["questions"]] == [False, True, False]
    head, *rows = csv.reader(texts["csv"].splitlines())
    assert head[:3] == ["player", "team", "score"] and len(head) == 3 + 6
    assert rows == [["Ada", "", "-400", "", "-400", "", "", "", ""]]


def asked_in(file):
    categories = file["game"]["boards"][0]["categories"]
    return [[(one["text"], one["answer"], one["points"]) for one in category["questions"]] for category in categories]


def test_a_server_that_asks_for_no_tokens(open_show):
    """Host, board and phone go by the bare addresses, and a round goes through all three."""
    show = open_show
    game = show.make()
    host, board = show.window(Host), show.window(Board, size="wall")
    for window, page in ((host, "host"), (board, "board")):
        window.goto(f"/{page}/{game.id}")
        window.connected()
    phone = show.window(Phone, phone=True)
    phone.join(f"/play/{game.id}#join={game.join_code}", "Ada")
    host.open(game.questions[0])
    expect(board.main).to_contain_text("What is 0-0-0?")
    host.action("arm").click()
    phone.buzzes()
    expect(board.page.locator('[data-buzz-order="1"]')).to_contain_text("Ada")
    host.page.locator('[data-buzz-order="1"] button[data-action="right"]').click()
    for window in (host, board, phone):
        window.has_score(phone.player, 200)
    for window in (host, board):
        assert "token" not in " ".join(socket.url for socket in window.sockets)
    host.action("history").click()
    expect(line(host, f"{named('Ada')} +200: right")).to_contain_text("Somebody")
    host.action("game").click()
    for page in ("host", "board"):
        link = dialog(host, "Game").locator(f'[data-link="{page}"]')
        expect(link).to_have_attribute("href", f"{show.front.url}/{page}/{game.id}")


def test_without_a_token_elsewhere(show):
    """The same addresses on a server that does ask: told in words, and nothing of the game is there."""
    game = show.make()
    for page, words in {"host": "This page is for the host.", "board": "This screen has no access"}.items():
        window = show.window()
        window.goto(f"/{page}/{game.id}")
        expect(window.page.locator("main")).to_contain_text(words)
        assert "Friday quiz" not in window.page.content() and window.sockets == []
