"""Quiz files for the tests: one that is easy to follow on the wire, and one that is as nasty as people are."""

import secrets

from client import Game


def quiz(name="Friday quiz", boards=1, categories=2, questions=3, teams=(), text=None, answer=None, **names):
    """A template; `text` and `answer` are called with board, category and question (from 0)."""
    text = text or (lambda board, category, question: f"What is {board}-{category}-{question}?")
    answer = answer or (lambda board, category, question: f"It is {board}-{category}-{question}")
    return {
        "export_version": "1.0",
        "mode": "full",
        "game": {
            "name": name,
            "mode": "jeopardy",
            "points_term": names.get("points_term", "points"),
            "boards": [
                {
                    "name": names.get("board", f"Round {b + 1}"),
                    "categories": [
                        {
                            "name": names.get("category", f"Category {b + 1}{'ABCDEFGH'[c]}"),
                            "description": "",
                            "questions": [
                                {"text": text(b, c, q), "answer": answer(b, c, q), "points": 200 * (q + 1), "flags": []}
                                for q in range(questions)
                            ],
                        }
                        for c in range(categories)
                    ],
                }
                for b in range(boards)
            ],
            "teams": [{"name": team, "color": color, "players": []} for team, color in teams],
        },
    }  # fmt: skip


class Marked:
    """A quiz in which each question's text and each answer is a word that occurs nowhere else."""

    def __init__(self):
        self.run = secrets.token_hex(4)
        self.file = quiz(
            boards=2,
            text=lambda *place: f"Whisper {self.text(*place)} to nobody?",
            answer=lambda *place: f"Never {self.answer(*place)}",
        )

    def text(self, board, category, question):
        return f"asked{self.run}b{board}c{category}q{question}"

    def answer(self, board, category, question):
        return f"solved{self.run}b{board}c{category}q{question}"


MARKUP = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script></p><b>bold</b>&amp;${1}{{x}}"
RIGHT_TO_LEFT = "\u202eشبكة الأسئلة\u202c ‏מי יודע‏ 123 (abc) \u2067אבג\u2069"
EMOJI = "👩‍👩‍👧‍👦🏳️‍🌈🧑🏽‍🚀 e\u0301\u0301\u0301 Z\u0351\u036f\u034a\u0343a\u0361l\u0321g\u0334o"


def padded(start, length):
    """As long as the server allows, without a space to break at after the start."""
    return start + "W" * (length - len(start))


NASTY_NAMES = [padded(MARKUP, 200), padded(RIGHT_TO_LEFT, 200), padded(EMOJI, 200), "W" * 200]
NASTY_TEXT = padded(f"{MARKUP} {RIGHT_TO_LEFT} {EMOJI} " + "a rather long question, " * 60, 2_000)


def nasty_quiz():
    """All that people write, as long as it may be and in every field."""
    return quiz(
        name=NASTY_NAMES[0],
        boards=2,
        categories=5,
        questions=5,
        teams=[(NASTY_NAMES[1], "#ff0000"), (NASTY_NAMES[2], "#00aa00")],
        text=lambda *_: NASTY_TEXT,
        answer=lambda *_: NASTY_TEXT,
        board=NASTY_NAMES[2],
        category=NASTY_NAMES[0],
        points_term=padded("<i>p</i>", 50),
    )


def make_game(api, file):
    """Imports a quiz and reads it back as its host."""
    created = api.post("/api/games/import", file).expect(201).json()
    host = api.with_token(created["host_token"])
    return Game(created, host.get(f"/api/games/{created['game_id']}").expect(200).json())
