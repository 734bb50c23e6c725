"""What opening a page costs, and that it is quiet: nothing foreign, nothing forbidden, nothing that jumps."""

import re

import pytest

from quizzes import quiz
from show import Board, Host, Phone

LIMIT = 100_000  # bytes
PAGES = ("start", "host", "board", "join", "play")

# When the page was usable, by its own clock.
READY = """
new MutationObserver((_, observer) => {
  if (!document.documentElement || !('ready' in document.documentElement.dataset)) return;
  window.__ready = performance.now();
  observer.disconnect();
}).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready'] });
"""

# The texts of scores have come to their values.
COUNTED = """() => [...document.querySelectorAll('[data-value]')].every(({ textContent, dataset }) =>
  textContent.replace(/\\D/g, '') === String(Math.abs(dataset.value)))"""


def path_of(show, page):
    game = show.game
    return {
        "start": "/",
        "host": f"/host/{game.id}#token={game.host_token}",
        "board": f"/board/{game.id}#token={game.board_token}",
        "join": f"/play/{game.id}#join={game.join_code}",
    }[page]


class Meter:
    """Counts what comes over the wire, as Chromium's own network log has it."""

    def __init__(self, window):
        self.bytes = {}
        self.urls = {}
        session = window.context.new_cdp_session(window.page)
        session.on("Network.requestWillBeSent", lambda event: self.urls.update({event["requestId"]: event["request"]["url"]}))
        session.on("Network.loadingFinished", lambda event: self.bytes.update({event["requestId"]: event["encodedDataLength"]}))
        session.on("Network.webSocketFrameReceived", self._frame)
        session.send("Network.enable")

    def _frame(self, event):
        self.bytes[event["requestId"]] = self.bytes.get(event["requestId"], 0) + len(event["response"]["payloadData"])

    @property
    def total(self):
        return sum(self.bytes.values())

    @property
    def largest(self):
        return sorted(((size, self.urls.get(one, one)) for one, size in self.bytes.items()), reverse=True)[:8]


def first_view(show, page):
    """A window that has never been there before, and what its first view has taken."""
    kinds = {"host": Host, "board": Board, "join": Phone}
    window = show.window(kinds.get(page, Phone), phone=page in ("join", "play"))
    if page == "play":
        # The player is known to this browser, and nothing else is.
        seat = show.api.post("/api/join", {"join_code": show.game.join_code, "name": "Ada"}).expect(201).json()
        path = f"/play/{show.game.id}#token={seat['player_token']}"
    else:
        path = path_of(show, page)
    window.page.add_init_script(READY)
    meter = Meter(window)
    window.goto(path)
    window.page.wait_for_load_state("networkidle")
    return window, meter


@pytest.fixture
def game(show):
    """With players, so that there is something to see."""
    game = show.make(quiz(boards=2, categories=6, questions=5))
    for n in range(12):
        show.api.post(f"{game.path}/players", {"name": f"Player {n}"}).expect(201)
    return game


@pytest.mark.parametrize("page", PAGES)
def test_first_view_is_small_quick_and_quiet(show, game, page):
    window, meter = first_view(show, page)
    assert 0 < meter.total < LIMIT, f"{meter.total} bytes: {meter.largest}"
    # The best of three: this machine may have other things to do.
    times = [one.page.evaluate("window.__ready") for one in (window, *(first_view(show, page)[0] for _ in range(2)))]
    assert min(times) < 1000, f"{times} ms until it was usable"
    assert window.complaints == []
    assert window.foreign_requests == []
    assert not [response.url for response in window.responses if response.status >= 400]
    # Words that come with the connection may settle in their place; nothing else moves.
    assert sum(shift["value"] for shift in window.shifts) < 0.01, window.shifts


@pytest.mark.parametrize("page", PAGES)
def test_headers_of_pages_and_files(show, game, page):
    """A strict policy on every page; files are compressed, and asked for again without being sent again."""
    window, _ = first_view(show, page)
    page_response, *others = [response for response in window.responses if "/api/" not in response.url]
    policy = page_response.headers["content-security-policy"]
    rules = {name: values.split() for name, _, values in (rule.strip().partition(" ") for rule in policy.split(";"))}
    assert rules["default-src"] == ["'none'"] and rules["script-src"] == ["'self'"] and rules["style-src"] == ["'self'"]
    assert "unsafe" not in policy and not re.search(r"https?:|\*", policy), policy
    assert page_response.headers["x-content-type-options"] == "nosniff"
    for response in (page_response, *others):
        headers = response.headers
        assert "etag" in headers and "cache-control" in headers, response.url
        if re.search(r"\.(js|css)$", response.url):
            assert headers.get("content-encoding") == "gzip" or len(response.body()) < 1500, response.url
    window.page.reload()
    window.ready()
    again = [response for response in window.responses if response.url == others[0].url]
    assert len(again) <= 2


def test_nothing_jumps_when_scores_change(show, game):
    """From 0 to seven digits and below zero, in host, board (strip, question, scores) and phone."""
    host, board = show.host(reduced_motion="no-preference"), show.board(reduced_motion="no-preference")
    phone = show.phone("Ada", reduced_motion="no-preference")
    windows = (host, board, phone)
    question = game.questions[0]
    players = [player["id"] for player in show.api.get(game.path).json()["players"]]

    def scores_change(stage):
        for window in windows:
            window.forget_shifts()
        for player in (phone.player, players[0], players[5]):
            for points in (100, 12_345, 1_234_567, -98_765):
                body = {"player_id": player, "question_id": question, "is_correct": True, "points": points}
                show.api.post(f"{game.path}/answers", body).expect(200)
            host.has_score(player, -98_765)
            show.api.delete(f"{game.path}/answers/{player}/{question}").expect(200)
        phone.has_score(phone.player, 0)
        for window in windows:
            window.eventually(COUNTED, None, "no score is counting any more")
            assert window.shifts == [], f"{window.page.url} in the stage '{stage}'"

    host.view("board")
    board.shows("board")
    scores_change("board")
    host.open(question)
    board.shows("question")
    scores_change("question")
    host.view("scores")
    board.shows("scores")
    scores_change("scores")
