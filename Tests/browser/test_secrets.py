"""What travels to the big screen and to phones: never the text of a question that was not opened, and never an answer."""

import re

from quizzes import Marked
from rounds import Round


def marks_in(window, run):
    """The marked texts and answers that the window has got, or sent."""
    window.read_bodies()
    frames = [frame for socket in window.sockets for frame in (*socket.received, *socket.sent)]
    return set(re.findall(rf"(?:asked|solved){run}b\dc\dq\d", "\n".join([*window.bodies, *frames])))


def test_only_opened_questions_reach_the_board_and_the_phones(show):
    marked = Marked()
    show.make(marked.file)
    host, board = show.host(recording=True), show.board(recording=True)
    phones = [show.phone("Ada", recording=True), show.phone("Grace", recording=True)]
    spectators = (board, *phones)
    opened = set()
    # The second question of the first category; the others stay closed.
    for stage in Round(show, host, board, phones, question=show.game.questions[1]).stages():
        if stage == "opened":
            opened = {marked.text(0, 0, 1)}
            host.action("answer").click()
            host.page.locator('[data-answer][data-shown="true"]').wait_for()
        for window in spectators:
            assert marks_in(window, marked.run) == opened, f"{window.page.url} in the stage '{stage}'"
    # Editing, reloading, adding and exporting change nothing about that.
    edited = {"text": f"Whisper {marked.text(0, 0, 2)} still to nobody", "answer": f"Never {marked.answer(0, 0, 2)}"}
    show.api.patch(f"/api/questions/{show.game.questions[2]}", edited).expect(200)
    for window in spectators:
        window.reload()
        window.connected()
    for window in spectators:
        assert marks_in(window, marked.run) == opened, f"{window.page.url} after a reload"
    # The recorder does see what is there: the host has been sent all of it.
    everything = {f(b, c, q) for f in (marked.text, marked.answer) for b in (0, 1) for c in (0, 1) for q in (0, 1, 2)}
    assert marks_in(host, marked.run) == everything


def test_a_host_token_does_not_lead_the_board_to_the_answers(show):
    """A browser in which somebody is a host as well: the board's page uses the board's own token, not that one."""
    marked = Marked()
    show.make(marked.file)
    window = show.window(recording=True)
    window.goto(f"/host/{show.game.id}#token={show.game.host_token}")
    window.connected()
    assert marks_in(window, marked.run)
    window.sockets, window.bodies, window.responses = [], [], []
    window.goto(f"/board/{show.game.id}#token={show.game.board_token}")
    window.connected()
    assert marks_in(window, marked.run) == set()


def test_tokens_stay_out_of_addresses(show):
    """They are taken out of the fragment, and no request of a page but the WebSocket's has one in its address."""
    show.make()
    for window in (show.host(), show.board(), show.phone("Ada")):
        assert "#" not in window.page.url and "token" not in window.page.url
        assert not [url for url in window.requests if "token=" in url.split("#")[0]]
