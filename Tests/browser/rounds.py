"""A round of a show, stage by stage, with what each window has to show at each of them."""

from playwright.sync_api import expect


class Round:
    """One host, a board and two phones. Each stage is gone through by the host's clicks and the phones' presses."""

    STAGES = ("lobby", "categories", "opened", "armed", "buzzed", "wrong", "right", "closed", "scores", "final")

    def __init__(self, show, host, board, phones, question=None):
        self.show, self.host, self.board, self.phones = show, host, board, phones
        self.question = question or show.game.questions[0]

    def stages(self):
        """Goes through them, and yields each one's name once every window shows it."""
        for stage in self.STAGES:
            getattr(self, stage)()
            yield stage

    def lobby(self):
        self.host.view("lobby")
        self.board.shows("lobby")
        for phone in self.phones:
            phone.is_in("idle")
            expect(self.board.page.locator(f'[data-player-id="{phone.player}"]')).to_be_visible()
            expect(self.host.row(phone.player)).to_be_attached()

    def categories(self):
        self.host.view("board")
        self.host.action("reveal-all").click()
        for window in (self.host, self.board):
            shown = window.page.locator('[data-category-id][data-revealed="true"]')
            expect(shown).to_have_count(len(self.show.game.snapshot["boards"][0]["categories"]))
        self.board.shows("board")

    def question_text(self):
        return self.asked_question()["text"]

    def asked_question(self):
        boards = self.show.game.snapshot["boards"]
        questions = [one for board in boards for category in board["categories"] for one in category["questions"]]
        return next(one for one in questions if one["id"] == self.question)

    def opened(self):
        self.host.open(self.question)
        self.board.shows("question")
        for window in (self.board, *self.phones):
            expect(window.page.locator("main")).to_contain_text(" ".join(self.question_text().split()))

    def armed(self):
        self.host.action("arm").click()
        expect(self.host.action("disarm")).to_be_visible()
        for phone in self.phones:
            phone.is_in("armed")
        expect(self.board.page.locator('[data-armed="true"]')).to_be_visible()

    def buzzed(self):
        first, *others = self.phones
        first.buzzes()
        first.is_in("first")
        for phone in others:
            phone.buzzes()
            phone.is_in("pressed")
        self.sees_order([phone.player for phone in self.phones])

    def sees_order(self, players):
        """Host and board list these presses in this order, and each phone its own place."""
        names = {player["id"]: player["name"] for player in self.show.api.get(self.show.game.path).json()["players"]}
        for window in (self.host, self.board):
            expect(window.page.locator("[data-buzz-order]:visible")).to_have_count(len(players))
            for place, player in enumerate(players, 1):
                expect(window.page.locator(f'[data-buzz-order="{place}"]')).to_contain_text(names[player])
        for phone in self.phones:
            if phone.player in players:
                expect(phone.buzzer).to_have_attribute("data-buzz-order", str(players.index(phone.player) + 1))

    def asked(self, name):
        return self.host.page.locator(f'[data-buzz-order="1"] button[data-action="{name}"]')

    def wrong(self):
        """Who is asked is wrong, and locked; the others may press again."""
        points = self.asked_question()["points"]
        self.asked("wrong").click()
        first, *others = self.phones
        first.is_in("locked")
        for phone in others:
            phone.is_in("armed")
        self.everywhere(first.player, -points)

    def right(self):
        points = self.asked_question()["points"]
        second = self.phones[1]
        second.buzzes()
        second.is_in("first")
        self.asked("right").click()
        self.everywhere(second.player, points)
        expect(second.buzzer).to_have_attribute("data-face", "right")

    def closed(self):
        self.host.action("close").click()
        self.board.shows("board")
        for window in (self.host, self.board):
            cell = window.page.locator(f'[data-question-id="{self.question}"]')
            expect(cell).to_have_attribute("data-answered", "true")
        for phone in self.phones:
            phone.is_in("idle")

    def scores(self):
        self.host.view("scores")
        self.board.shows("scores")

    def final(self):
        self.host.view("final")
        self.board.shows("final")
        for phone in self.phones:
            expect(phone.buzzer).to_have_attribute("data-face", "final")

    def everywhere(self, player, score):
        """This score, on every window that shows the player's; and on the host's, what the answer has added to it."""
        self.host.has_score(player, score)
        expect(self.host.row(player).locator(".player-mark")).to_contain_text(str(abs(score)))
        # Where there are teams, the big screen has those.
        if not self.show.game.teams:
            self.board.has_score(player, score)
        for phone in self.phones:
            if phone.player == player:
                phone.has_score(player, score)
