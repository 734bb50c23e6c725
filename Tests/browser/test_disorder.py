"""Frames that come late, twice and in the wrong order: the screen ends right, and what is stale is logged."""

import json

import pytest

from show import Board, Host, Phone

class Disorder:
    """Between a page and the server: shuffles the first so many changes of scores, then lets everything pass."""

    def __init__(self, window, shuffled=12, group=3):
        self.left = shuffled
        self.group = group
        self.held = []
        self.done = []
        self.connections = 0
        window.page.route_web_socket(lambda url: "/ws/games/" in url, self.connect)

    def connect(self, page):
        self.connections += 1
        self.held = []
        server = page.connect_to_server()
        page.on_message(lambda message: server.send(message))
        server.on_message(lambda message: self.pass_on(page, message))

    def pass_on(self, page, message):
        if self.left == 0 or json.loads(message)["type"] != "update_score":
            # What was held back comes at last, long after what followed it.
            for late in [message, *self.held]:
                page.send(late)
            self.held = []
            return
        self.held.append(message)
        if len(self.held) == self.group:
            self.left = max(0, self.left - self.group)
            shuffled = [*reversed(self.held), *self.held[:2]]
            self.done += shuffled
            self.held = []
            for one in shuffled:
                page.send(one)


def opened(show, kind, path, **options):
    """A window whose socket is in disorder, connected."""
    window = show.window(kind, **options)
    disorder = Disorder(window)
    window.goto(path)
    window.connected()
    return window, disorder


@pytest.fixture
def game(show):
    game = show.make()
    for name in ("Ada", "Grace"):
        game.players.append(show.api.post(f"{game.path}/players", {"name": name}).expect(201).json()["id"])
    return game


def test_every_page_ends_right_and_logs_what_is_stale(show, game):
    host, first = opened(show, Host, f"/host/{game.id}#token={game.host_token}")
    board, second = opened(show, Board, f"/board/{game.id}#token={game.board_token}")
    phone = show.window(Phone, phone=True)
    third = Disorder(phone)
    phone.join(f"/play/{game.id}#join={game.join_code}", "Alan")
    host.view("scores")
    board.shows("scores")
    players = [*game.players, phone.player]
    for turn in range(24):
        player = players[turn % 3]
        body = {"player_id": player, "question_id": game.questions[turn % 6], "is_correct": True, "points": turn + 1}
        score = show.api.post(f"{game.path}/answers", body).expect(200).json()["score"]
        if turn >= 21:
            for window in (host, board):
                window.has_score(player, score)
    phone.has_score(phone.player, show.score(phone.player)[0])
    for window, disorder in ((host, first), (board, second), (phone, third)):
        assert disorder.left == 0, "the proxy has shuffled nothing"
        stale = [text for kind, text in window.console if kind == "info" and "ignored stale" in text]
        assert stale, window.console
        for player in game.players if window is not phone else [phone.player]:
            window.has_score(player, show.score(player)[0])
        assert window.complaints == [], [response.url for response in window.responses if response.status == 404]


def test_an_old_frame_that_comes_again_changes_nothing(show, game):
    """The same change once more, after newer ones, also with a newer revision than its own."""
    board = show.window(Board)
    pages, seen = [], []

    def connect(page):
        server = page.connect_to_server()
        pages.append(page)
        page.on_message(lambda message: server.send(message))

        def pass_on(message):
            seen.append(json.loads(message))
            page.send(message)

        server.on_message(pass_on)

    board.page.route_web_socket(lambda url: "/ws/games/" in url, connect)
    board.goto(f"/board/{game.id}#token={game.board_token}")
    board.connected()
    host = show.host()
    host.view("scores")
    board.shows("scores")
    player, question = game.players[0], game.questions[0]
    for points in (100, 250, 700):
        answer = {"player_id": player, "question_id": question, "is_correct": True, "points": points}
        show.api.post(f"{game.path}/answers", answer).expect(200)
        board.has_score(player, points)
    first, *_, last = [message for message in seen if message["type"] == "update_score"]
    pages[-1].send(json.dumps(first))
    pages[-1].send(json.dumps(first | {"revision": last["revision"] + 1}))
    show.api.patch(f"/api/questions/{question}", {"answered": True}).expect(200)
    show.api.post(f"{game.path}/answers", answer | {"player_id": game.players[1]}).expect(200)
    board.has_score(game.players[1], 700)
    board.has_score(player, 700)
    stale = [text for _, text in board.console if "ignored stale" in text]
    assert any(f"player {player}" in text for text in stale) and any("revision" in text for text in stale), stale
