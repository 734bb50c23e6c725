"""What tests of the host's desk do and look at: dialogs, players, teams, questions and the history."""

import re

from playwright.sync_api import expect


def dialog(window, title):
    return window.page.get_by_role("dialog", name=title, exact=True)


def press(place, name):
    place.get_by_role("button", name=name, exact=True).click()


def done(window, asked, action):
    """Ends a dialog with this button; it closes once the server has agreed."""
    press(asked, action)
    expect(window.page.get_by_role("dialog")).to_have_count(0)


def named(name):
    """As names stand in sentences: isolated, whatever their direction of writing."""
    return f"\u2068{name}\u2069"


def line(window, words):
    """The newest entry of the history with these words."""
    return window.page.locator("[data-revision]").filter(has_text=words).first


def undo(window, words):
    """From the history, which is open only meanwhile."""
    window.action("history").click()
    line(window, words).locator('[data-action="undo"]').click()
    message = window.page.get_by_role("status").locator(".toast", has_text="Undone.")
    message.get_by_role("button", name="Dismiss").click()
    window.action("history").click()


def snapshot(show):
    return show.api.get(show.game.path).expect(200).json()


def player_named(show, name):
    (player,) = [player for player in snapshot(show)["players"] if player["name"] == name]
    return player


def categories(show):
    return snapshot(show)["boards"][0]["categories"]


def stored(show, question):
    return next(one for category in categories(show) for one in category["questions"] if one["id"] == question)


def add_player(show, host, name):
    host.action("add-player").click()
    asked = dialog(host, "Add a player")
    asked.get_by_label("Name", exact=True).fill(name)
    done(host, asked, "Add")
    return player_named(show, name)["id"]


def about(host, player, title):
    """A player's dialog."""
    host.row(player).locator('[data-action="custom"]').click()
    return dialog(host, title)


def shows_player(windows, player, name, score):
    for window in windows:
        expect(window.page.locator(f'[data-player-id="{player}"]').first).to_contain_text(name)
        window.has_score(player, score)


def shows_team(hosts, board, team, score, member):
    """The team's name, colour and score; and on the desks, who is in it."""
    for host in hosts:
        row = host.page.locator(".team-row", has_text=team["name"])
        expect(row.locator(".team-mark")).to_have_attribute("style", re.compile(team["color"]))
        expect(row.locator(".team-score")).to_have_text(str(score))
        expect(host.page.locator(f'.team-row:has-text("{team["name"]}") + .player-row')).to_contain_text(member)
    unit = board.page.locator(f'[data-team-id="{team["id"]}"]').first
    expect(unit).to_have_attribute("style", re.compile(team["color"]))
    expect(unit).to_contain_text(team["name"])
    expect(unit.locator("[data-value]")).to_have_attribute("data-value", str(score))
