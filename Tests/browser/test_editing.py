"""Editing a quiz while it is being played, in two hosts' windows; and the history, from which all of it can be undone."""

import pytest
from playwright.sync_api import expect

from desks import categories, dialog, done, line, named, press, stored, undo

RIVER, LAKE = "Which river is the longest?", "Which lake is the deepest?"
NEW = {"text": "Which sea is dead?", "answer": "The Dead Sea", "points": 250, "flags": ["salty"]}


@pytest.fixture
def desks(show):
    """Two hosts and a board."""
    show.make()
    return show.host(), show.host(), show.board()


@pytest.mark.parametrize("insists", [True, False])
def test_two_hosts_edit_one_question(show, desks, insists):
    """Who is slower is told so in words, and decides; nothing is overwritten before that."""
    host, other, board = desks
    question = show.game.questions[0]
    host.open(question)
    for desk in (host, other):
        desk.action("edit").click()
    first, second = dialog(host, "Edit the question"), dialog(other, "Edit the question")
    first.get_by_label("Question", exact=True).fill(RIVER)
    first.get_by_label("Points").fill("250")
    done(host, first, "Save")
    everywhere(desks, question, RIVER)
    edited = stored(show, question)
    assert (edited["text"], edited["points"], edited["answer"]) == (RIVER, 250, "It is 0-0-0")

    text, points = second.get_by_label("Question", exact=True), second.get_by_label("Points")
    text.fill(LAKE)
    press(second, "Save")
    conflict = second.locator('.conflict[role="alert"]')
    expect(conflict).to_be_visible()
    expect(conflict).to_contain_text("Another host has changed this question meanwhile. It now says:")
    expect(conflict).to_contain_text(RIVER)
    expect(conflict).to_contain_text("250 points")
    expect(text).to_have_value(LAKE)
    assert [answer.status for answer in other.responses if answer.request.method == "PATCH"] == [412]
    assert stored(show, question) == edited
    if not insists:
        press(second, "Use their text")
        expect(conflict).to_be_hidden()
        expect(text).to_have_value(RIVER)
        expect(points).to_have_value("250")
    done(other, second, "Save")
    kept = LAKE if insists else RIVER
    everywhere(desks, question, kept)
    now = stored(show, question)
    assert (now["text"], now["version"]) == (kept, edited["version"] + insists)


def test_an_edit_that_comes_too_late_is_not_lost_with_its_dialog(show, desks):
    """Closed before the answer has come: the editor opens again, with what the host has written and what the other has."""
    host, _, _ = desks
    question = show.game.questions[0]
    host.open(question)
    host.action("edit").click()
    asked = dialog(host, "Edit the question")
    show.api.patch(f"/api/questions/{question}", {"text": RIVER}).expect(200)
    asked.get_by_label("Question", exact=True).fill(LAKE)
    held = []
    host.page.route("**/api/questions/*", lambda route: held.append(route), times=1)
    with host.page.expect_request("**/api/questions/*"):
        press(asked, "Save")
    host.page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    held[0].continue_()
    expect(asked.locator('.conflict[role="alert"]')).to_contain_text(RIVER)
    expect(asked.get_by_label("Question", exact=True)).to_have_value(LAKE)
    assert stored(show, question)["text"] == RIVER
    done(host, asked, "Save")
    everywhere(desks, question, LAKE)


def test_a_question_with_a_mark_twice_is_shown(show, desks):
    host, _, board = desks
    first, second = show.game.questions[:2]
    show.api.patch(f"/api/questions/{second}", {"text": RIVER, "flags": ["hard", "hard"]}).expect(200)
    host.open(first)
    host.action("close").click()
    host.open(second)
    everywhere(desks, second, RIVER)
    expect(host.page.locator(".question-flags .chip")).to_have_text(["hard"])
    assert host.errors == []


def everywhere(desks, question, text):
    """An open question's text."""
    *hosts, board = desks
    for host in hosts:
        expect(host.page.locator(".question-text")).to_have_text(text)
    expect(board.main).to_contain_text(text)


def test_a_question_is_added_deleted_and_brought_back(show, desks):
    host, other, board = desks
    host.view("board")
    host.action("edit-mode").click()
    press(host.page, f"Add a question to {named('Category 1B')}")
    asked = dialog(host, "New question")
    expect(asked.get_by_label("Points")).to_have_value("800")
    fill(asked, NEW)
    done(host, asked, "Add")
    first = is_last(show, desks)
    host.cell(first).click()
    press(dialog(host, "Edit the question"), "Delete")
    done(host, dialog(host, "Delete this question?"), "Delete")
    is_gone(desks, f'[data-question-id="{first}"]')
    assert [len(category["questions"]) for category in categories(show)] == [3, 3]
    undo(other, "Question deleted")
    assert is_last(show, desks) != first


def fill(asked, question):
    asked.get_by_label("Question", exact=True).fill(question["text"])
    asked.get_by_label("Answer").fill(question["answer"])
    asked.get_by_label("Points").fill(str(question["points"]))
    asked.get_by_label("Marks").fill(", ".join(question["flags"]))


def is_last(show, windows):
    """The new question is whole, the last of the last category, and in all grids; its id is returned."""
    for window in windows:
        expect(window.page.locator("[data-question-id]", has_text="250")).to_have_count(1)
    question = categories(show)[-1]["questions"][-1]
    assert {name: question[name] for name in NEW} == NEW
    for window in windows:
        expect(window.page.locator(f'[data-question-id="{question["id"]}"]')).to_have_attribute("data-answered", "false")
    return question["id"]


def is_gone(windows, what):
    for window in windows:
        expect(window.page.locator(what)).to_have_count(0)


def test_a_category_is_added_deleted_and_brought_back(show, desks):
    """With its question; and a category that is called otherwise is so on every button."""
    host, other, board = desks
    host.view("board")
    host.action("edit-mode").click()
    press(host.page, "Add a category")
    asked = dialog(host, "Add a category")
    asked.get_by_label("Name").fill("Rivers")
    done(host, asked, "Add")
    press(host.page, f"Edit category {named('Rivers')}")
    asked = dialog(host, "Edit the category")
    asked.get_by_label("Name").fill("Seas")
    done(host, asked, "Save")
    host.page.get_by_role("button", name=f"Add a question to {named('Seas')}", exact=True).first.click()
    asked = dialog(host, "New question")
    fill(asked, NEW)
    done(host, asked, "Add")
    is_last(show, desks)
    first = categories(show)[-1]["id"]
    press(host.page, f"Edit category {named('Seas')}")
    press(dialog(host, "Edit the category"), "Delete")
    done(host, dialog(host, "Delete this category?"), "Delete")
    is_gone(desks, f'[data-category-id="{first}"]')
    is_gone(desks, '[data-question-id]:has-text("250")')
    assert [category["name"] for category in categories(show)] == ["Category 1A", "Category 1B"]
    undo(other, f"Category {named('Seas')} deleted")
    is_last(show, desks)
    assert [category["name"] for category in categories(show)] == ["Category 1A", "Category 1B", "Seas"]
    other.action("reveal-all").click()
    for window in desks[1:]:
        expect(window.page.locator(f'[data-category-id="{categories(show)[-1]["id"]}"]')).to_contain_text("Seas")


def test_the_history_says_who_and_what_and_undoes_the_newest(show):
    show.make()
    grace = show.phone("Grace")
    host, other = show.host(), show.host()
    host.open(show.game.questions[0])
    host.judge(grace.player, False)
    for name in ("Amazing Grace", "Grace Hopper"):
        show.api.patch(f"/api/players/{grace.player}", {"name": name}).expect(200)
    other.action("history").click()
    question = f"{named('Category 1A')} · 200"
    expect(line(other, "is in")).to_contain_text(f"{named('Grace')} is in")
    expect(line(other, "is in")).to_contain_text("Joined by code")
    expect(line(other, "wrong")).to_contain_text(f"{named('Grace Hopper')} −200: wrong, {question}; now −200")
    newest, earlier = line(other, f"now called {named('Grace Hopper')}"), line(other, f"{named('Grace')} is now called")
    expect(newest).to_contain_text(f"{named('Amazing Grace')} is now called")
    expect(earlier).to_contain_text(f"is now called {named('Amazing Grace')}")
    for entry in (line(other, "wrong"), newest, earlier):
        expect(entry.locator(".history-who")).to_contain_text("Host")
        expect(entry.locator("time[datetime]")).to_have_count(1)
    expect(earlier).to_contain_text("changed again later")
    expect(earlier.locator('[data-action="undo"]')).to_be_disabled()
    expect(newest).not_to_contain_text("changed again later")
    # With the newest undone, what was before it is the newest that still has its effect.
    for entry, name in ((newest, "Amazing Grace"), (earlier, "Grace")):
        entry.locator('[data-action="undo"]').click()
        for window in (host, other):
            expect(window.row(grace.player).locator(".player-name")).to_have_text(name)
        expect(grace.page.locator(".me-name")).to_have_text(name)
        expect(entry).to_contain_text("changed again later")
    assert show.database.value("select name from player where id = %s", grace.player) == "Grace"


def test_the_history_goes_back_to_the_start(show):
    show.make()
    question = show.game.questions[0]
    for turn in range(240):
        show.api.patch(f"/api/questions/{question}", {"answered": turn % 2 == 0}).expect(200)
    host = show.host()
    host.action("history").click()
    lines, start = host.page.locator("[data-revision]"), host.page.get_by_text("This is where the game began.")
    expect(lines.first).to_have_attribute("data-revision", "240")
    expect(lines).to_have_count(103)
    expect(start).to_be_hidden()
    # A page more for each time that the end comes near; on a busy machine it may be near again before anybody scrolls.
    for count in (203, 240):
        lines.last.scroll_into_view_if_needed()
        expect(lines.nth(count - 1)).to_be_attached()
    expect(lines).to_have_count(240)
    expect(start).to_be_visible()
    revisions = lines.evaluate_all("(lines) => lines.map((line) => Number(line.dataset.revision))")
    assert revisions == list(range(240, 0, -1))
