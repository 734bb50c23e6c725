"""A reload in the middle of everything: each page shows the same picture as before."""

from pictures import picture, same_again
from quizzes import quiz
from rounds import Round


def test_every_page_survives_a_reload_at_every_stage(show):
    show.make()
    host, board = show.host(), show.board()
    phones = [show.phone("Ada"), show.phone("Grace")]
    windows = {"host": host, "board": board, "first phone": phones[0], "second phone": phones[1]}
    for stage in Round(show, host, board, phones).stages():
        for name, window in windows.items():
            before = picture(window)
            assert before, f"{name} shows nothing at all"
            window.reload()
            window.connected()
            same_again(window, before, f"the {name}, reloaded in the stage '{stage}'")
    for window in windows.values():
        assert window.complaints == []


def test_a_question_in_several_parts_survives_a_reload(show):
    """Its text takes more than one message."""
    long = "A question that takes a while to read aloud. " * 44
    show.make(quiz(text=lambda *_: long))
    host, board, phone = show.host(), show.board(), show.phone("Ada")
    host.open(show.game.questions[0])
    for window in (board, phone):
        window.eventually("(text) => document.querySelector('main').textContent.includes(text)", long.strip(), "the whole question")
        before = picture(window)
        window.reload()
        window.connected()
        same_again(window, before, "the long question after a reload")
