"""HTTP as the tests need it: one that sends exactly what it is told, and games made through the API."""

import http.client
import json
import urllib.parse


class Response:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:400]!r}>"

    @property
    def code(self):
        """A problem's code."""
        return self.json()["code"]

    def expect(self, *statuses):
        assert self.status in statuses, f"expected {statuses}, got {self!r}"
        return self


class Api:
    """Calls with one token. Each request has a connection of its own."""

    def __init__(self, url, token=None, timeout=15):
        self.url = url
        self.token = token
        self.timeout = timeout

    def with_token(self, token):
        return Api(self.url, token, self.timeout)

    def call(self, method, path, json_body=None, *, body=None, headers=None, content_type="application/json"):
        """json_body is encoded; body is sent as it is (bytes, or an iterable of bytes: chunked)."""
        sent = {}
        if self.token is not None:
            sent["Authorization"] = f"Bearer {self.token}"
        if json_body is not None:
            body = json.dumps(json_body, ensure_ascii=False).encode()
        if body is not None and content_type is not None:
            sent["Content-Type"] = content_type
        sent |= headers or {}
        address = urllib.parse.urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=self.timeout)
        try:
            chunked = body is not None and not isinstance(body, (bytes, bytearray))
            connection.request(method, path, body, sent, encode_chunked=chunked)
            answer = connection.getresponse()
            return Response(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, json_body=None, **options):
        return self.call("POST", path, json_body, **options)

    def patch(self, path, json_body=None, **options):
        return self.call("PATCH", path, json_body, **options)

    def delete(self, path, **options):
        return self.call("DELETE", path, **options)


class Game:
    """A game made through the API, with the ids of what is in it."""

    def __init__(self, created, snapshot):
        self.id = created["game_id"]
        self.join_code = created["join_code"]
        self.host_token = created["host_token"]
        self.board_token = created["board_token"]
        self.snapshot = snapshot
        self.path = f"/api/games/{self.id}"
        self.boards = [board["id"] for board in snapshot["boards"]]
        categories = [category for board in snapshot["boards"] for category in board["categories"]]
        self.categories = [category["id"] for category in categories]
        self.questions = [question["id"] for category in categories for question in category["questions"]]
        self.teams = [team["id"] for team in snapshot["teams"]]
        self.players = [player["id"] for player in snapshot["players"]]

    def answer(self, player=0, question=0, is_correct=True, **more):
        return {
            "player_id": self.players[player],
            "question_id": self.questions[question],
            "is_correct": is_correct,
            **more,
        }


def quiz(name="Test quiz", players=3, questions=5, points=100, teams=1):
    """A quiz file with one board of one category, and the players spread over the teams."""
    return {
        "export_version": "1.0",
        "mode": "full",
        "game": {
            "name": name,
            "mode": "jeopardy",
            "points_term": "points",
            "boards": [
                {
                    "name": "Round 1",
                    "categories": [
                        {
                            "name": "Rivers",
                            "questions": [
                                {"text": f"Question {n}", "answer": f"Answer {n}", "points": points * (n + 1)}
                                for n in range(questions)
                            ],
                        }
                    ],
                }
            ],
            "teams": [
                {
                    "name": f"Team {team}",
                    "color": "#ff0000",
                    "players": [{"name": f"Player {n}"} for n in range(players) if n % teams == team],
                }
                for team in range(teams)
            ],
        },
    }


def make_game(api, **shape):
    """Imports a quiz and reads it back as its host."""
    created = api.post("/api/games/import", quiz(**shape)).expect(201).json()
    host = api.with_token(created["host_token"])
    return Game(created, host.get(f"/api/games/{created['game_id']}").expect(200).json())
