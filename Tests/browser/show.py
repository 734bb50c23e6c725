"""A game and the windows on it: hosts, boards and phones, each on a device of its own."""

import contextlib

from playwright.sync_api import expect

from quizzes import make_game, quiz
from windows import Window


class Host(Window):
    """What a host does, by clicks."""

    def action(self, name):
        return self.page.locator(f'button[data-action="{name}"]:visible').first

    def view(self, name):
        self.page.locator(f'button[data-view="{name}"]').click()
        expect(self.page.locator(f'button[data-view="{name}"]')).to_have_attribute("aria-pressed", "true")

    def round(self, board):
        self.page.locator(f'button[data-board-id="{board}"]').click()

    def cell(self, question):
        return self.page.locator(f'button[data-question-id="{question}"]')

    def open(self, question):
        self.cell(question).click()
        expect(self.page.locator(f'[data-open-question="{question}"]')).to_be_visible()

    def row(self, player):
        return self.page.locator(f'[data-player-id="{player}"]:has(button[data-action="right"])').first

    def judge(self, player, is_correct):
        self.row(player).locator(f'button[data-action="{"right" if is_correct else "wrong"}"]').first.click()

    def toggle(self, question):
        """Marks the question in the panel as played, or as open again."""
        self.action("answered").click()

    @property
    def pressed(self):
        return self.page.locator("[data-buzz-order]")


class Board(Window):
    @property
    def main(self):
        return self.page.locator("main")

    def shows(self, view):
        expect(self.main).to_have_attribute("data-view", view)


class Phone(Window):
    """One player."""

    player = None

    def join(self, path, name):
        self.goto(path)
        self.page.get_by_role("textbox").fill(name)
        self.page.locator('form button[type="submit"]').click()
        own = self.page.locator("[data-player-id]").first
        own.wait_for()
        self.player = int(own.get_attribute("data-player-id"))
        self.connected()

    @property
    def buzzer(self):
        return self.page.locator('button[data-action="buzz"]')

    def buzzes(self):
        """Presses, once the phone shows that it may."""
        self.is_in("armed")
        self.buzzer.tap()

    def is_in(self, *states):
        self.eventually(STATE, list(states), f"the buzzer is {' or '.join(states)}")


STATE = """(states) => {
  const state = document.querySelector('button[data-action="buzz"]')?.dataset.state;
  return states.includes(state);
}"""


class Show:
    """A game; what it opens is closed with it."""

    def __init__(self, browser, front, database):
        self.browser = browser
        self.front = front
        self.database = database
        self.stack = contextlib.ExitStack()
        self.windows = []
        self.game = None

    def make(self, file=None):
        self.game = make_game(self.front.api(), file or quiz())
        self.api = self.front.api(self.game.host_token)
        return self.game

    def window(self, kind=Window, *, url=None, **options):
        window = kind(self.browser, url or self.front.url, **options)
        self.stack.callback(window.close)
        self.windows.append(window)
        return window

    def host(self, **options):
        host = self.window(Host, **options)
        host.goto(f"/host/{self.game.id}#token={self.game.host_token}")
        host.connected()
        return host

    def board(self, **options):
        board = self.window(Board, **{"size": "wall"} | options)
        board.goto(f"/board/{self.game.id}#token={self.game.board_token}")
        board.connected()
        return board

    def phone(self, name, **options):
        phone = self.window(Phone, phone=True, **options)
        phone.join(f"/play/{self.game.id}#join={self.game.join_code}", name)
        return phone

    def score(self, player):
        return self.database.row("select score, score_version from player where id = %s", player)

    def question(self, question):
        return self.database.row("select answered, state_version from question where id = %s", question)

    def changes(self, kind, entity=None):
        """How many changes of a kind the log has."""
        return self.database.value(
            "select count(*) from change where game_id = %s and kind = %s and (%s::bigint is null or entity_id = %s)",
            self.game.id, kind, entity, entity,
        )  # fmt: skip

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is not None:
            for window in self.windows:
                print(f"--- {window.page.url}: {window.console[-20:]} {window.errors}")
        self.stack.close()
