"""Who may do what: no token, bad tokens, roles, other games, `auth open`, the admin token, and which games one sees."""

import base64
import hashlib
import hmac
import json

import pytest

from client import make_game
from cluster import SECRET, Instance

ADMIN = "an-admin-token-for-tests-0123456789"


@pytest.fixture(scope="module")
def guarded(binary, database):
    """An instance with an admin token."""
    with Instance(database.url, admin_token=ADMIN) as instance:
        yield instance


@pytest.fixture(scope="module")
def mine(guarded):
    return make_game(guarded.api(ADMIN), name="Mine")


@pytest.fixture(scope="module")
def foreign(guarded):
    return make_game(guarded.api(ADMIN), name="Foreign")


@pytest.fixture(scope="module")
def tokens(guarded, mine, foreign):
    """A token of each role."""
    api = guarded.api()
    return {
        "admin": ADMIN,
        "host": mine.host_token,
        "board": mine.board_token,
        "player": api.post("/api/join", {"join_code": mine.join_code, "name": "Ada"}).expect(201).json()["player_token"],
        "spectator": api.post("/api/join", {"join_code": mine.join_code}).expect(201).json()["spectator_token"],
        "foreign host": foreign.host_token,
        "foreign board": foreign.board_token,
    }


def mutations(game):
    """Each route that changes a game, with a body that would be right."""
    return [
        ("POST", f"{game.path}/answers", game.answer()),
        ("DELETE", f"{game.path}/answers/{game.players[0]}/{game.questions[0]}", None),
        ("PATCH", game.path, {"name": "Mine"}),
        ("POST", f"{game.path}/boards", {"name": "x"}),
        ("PATCH", f"/api/boards/{game.boards[0]}", {"name": "x"}),
        ("DELETE", f"/api/boards/{game.boards[0]}", None),
        ("POST", f"/api/boards/{game.boards[0]}/categories", {"name": "x"}),
        ("PATCH", f"/api/categories/{game.categories[0]}", {"name": "x"}),
        ("DELETE", f"/api/categories/{game.categories[0]}", None),
        ("POST", f"/api/categories/{game.categories[0]}/questions", {"text": "x", "points": 1}),
        ("PATCH", f"/api/questions/{game.questions[0]}", {"answered": True}),
        ("DELETE", f"/api/questions/{game.questions[0]}", None),
        ("POST", f"{game.path}/teams", {"name": "x"}),
        ("PATCH", f"/api/teams/{game.teams[0]}", {"name": "x"}),
        ("DELETE", f"/api/teams/{game.teams[0]}", None),
        ("POST", f"{game.path}/players", {"name": "x"}),
        ("PATCH", f"/api/players/{game.players[0]}", {"name": "x"}),
        ("DELETE", f"/api/players/{game.players[0]}", None),
    ]


def reads(game):
    return [("GET", game.path, None), ("GET", f"{game.path}/changes", None)]


def exports(game):
    return [("GET", f"{game.path}/export", None), ("GET", f"{game.path}/export?mode=full", None)]


def revisions(database):
    return database.rows("select id, revision from game order by id")


def check_refused(api, calls, status, database):
    before = revisions(database)
    for method, path, body in calls:
        response = api.call(method, path, body)
        assert response.status == status, f"{method} {path}: {response}"
        assert response.code == {401: "unauthorized", 403: "forbidden"}[status]
    assert revisions(database) == before


@pytest.mark.parametrize("role", ["board", "player", "spectator"])
def test_readers_read_and_change_nothing(guarded, database, mine, tokens, role):
    api = guarded.api(tokens[role])
    for method, path, body in reads(mine):
        api.call(method, path, body).expect(200)
    check_refused(api, mutations(mine) + exports(mine), 403, database)
    check_refused(api, [("POST", "/api/games", {"name": "x"})], 403, database)


@pytest.mark.parametrize("role", ["foreign host", "foreign board"])
def test_another_games_token(guarded, database, mine, tokens, role):
    check_refused(guarded.api(tokens[role]), reads(mine) + exports(mine) + mutations(mine), 403, database)


def test_nobody_can_tell_whether_a_foreign_game_exists(guarded, mine, tokens):
    """The same answer for a game of others and for one that there is not, but for its request's id."""
    api = guarded.api(tokens["foreign host"])

    def answer(path):
        response = api.get(path)
        problem = response.json()
        problem.pop("request_id")
        return response.status, problem

    assert answer(mine.path) == answer("/api/games/999999999") == (403, answer(mine.path)[1])
    assert str(mine.id) not in json.dumps(answer(mine.path)[1])


def test_no_token(guarded, database, mine):
    check_refused(guarded.api(), reads(mine) + exports(mine) + mutations(mine), 401, database)
    check_refused(guarded.api(), [("GET", "/api/games", None)], 401, database)
    assert guarded.api().get(mine.path).headers["WWW-Authenticate"].startswith("Bearer")


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def forge(claims, secret=SECRET, algorithm="HS256"):
    """A token as somebody else would make it."""
    head = encode(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
    body = encode(json.dumps(claims).encode())
    if algorithm == "none":
        return f"{head}.{body}."
    digest = {"HS256": hashlib.sha256, "HS512": hashlib.sha512}[algorithm]
    return f"{head}.{body}.{encode(hmac.new(secret.encode(), f'{head}.{body}'.encode(), digest).digest())}"


def test_bad_tokens(guarded, database, mine):
    claims = json.loads(base64.urlsafe_b64decode(mine.host_token.split(".")[1] + "=="))
    head, body, signature = mine.host_token.split(".")
    flipped = signature[:-2] + ("A" if signature[-2] != "A" else "B") + signature[-1]
    bad = [
        "x",
        "a.b.c",
        f"{head}.{body}",
        f"{head}.{body}.",
        f"{head}.{body}.{flipped}",
        f"{head}.{encode(json.dumps(claims | {'role': 'admin'}).encode())}.{signature}",
        forge(claims, secret="another-secret-0123456789abcdef0123456789"),
        forge(claims, algorithm="none"),
        forge({}),
        forge({"role": "king"}),
        forge({"role": "host"}),
        forge({"role": "player", "game": mine.id}),
        ADMIN + "x",
        ADMIN[:-1],
    ]
    assert guarded.api(forge(claims)).get(mine.path).status == 200, "the forger's own claims are right"
    for token in bad:
        check_refused(guarded.api(token), reads(mine) + mutations(mine)[:1], 401, database)
        check_refused(guarded.api(token), [("POST", "/api/games", {"name": "x"})], 401, database)
    for header in ("Basic eDp5", "Bearer", "bearer", f"Token {mine.host_token}", ""):
        response = guarded.api().get(mine.path, headers={"Authorization": header})
        assert response.status == 401, (header, response)
    # The scheme's name has no case (RFC 9110, 11.1).
    guarded.api().get(mine.path, headers={"Authorization": f"bearer {mine.host_token}"}).expect(200)


def test_host_and_admin_may_do_everything(guarded, tokens):
    for role in ("host", "admin"):
        game = make_game(guarded.api(ADMIN), name=f"For the {role}")
        api = guarded.api(game.host_token if role == "host" else ADMIN)
        for method, path, body in reads(game) + exports(game):
            api.call(method, path, body).expect(200)
        order = mutations(game)
        # Make and change everything first, then delete from the leaves up.
        for method, path, body in [call for call in order if call[0] != "DELETE"]:
            api.call(method, path, body).expect(200, 201)
        deletions = [call for call in order if call[0] == "DELETE"]
        rank = ["answers", "questions", "categories", "boards", "players", "teams"]
        for method, path, body in sorted(
            deletions, key=lambda call: next(n for n, word in enumerate(rank) if f"/{word}/" in call[1])
        ):
            api.call(method, path, body).expect(200, 204)
        actors = {change["actor"] for change in api.get(f"{game.path}/changes").expect(200).json()["changes"]}
        assert actors == {role}, actors


def test_making_games_needs_the_admin_token_where_one_is_set(guarded, instance, database, tokens):
    for path, body in (("/api/games", {"name": "x"}), ("/api/games/import", {})):
        for token, status in ((None, 401), (tokens["host"], 403), (tokens["player"], 403)):
            check_refused(guarded.api(token), [("POST", path, body)], status, database)
    guarded.api(ADMIN).post("/api/games", {"name": "x"}).expect(201)
    instance.api().post("/api/games", {"name": "x"}).expect(201)


def test_a_player_is_not_the_host_of_its_own_score(guarded, database, mine, tokens):
    api = guarded.api(tokens["player"])
    player = json.loads(base64.urlsafe_b64decode(tokens["player"].split(".")[1] + "=="))["player"]
    check_refused(
        api,
        [
            ("POST", f"{mine.path}/answers", mine.answer() | {"player_id": player}),
            ("DELETE", f"{mine.path}/answers/{player}/{mine.questions[0]}", None),
        ],
        403,
        database,
    )


def test_which_games_one_sees(guarded, mine, foreign, tokens):
    def listed(token, query=""):
        return guarded.api(token).get(f"/api/games{query}").expect(200).json()["games"]

    for role in ("host", "board", "player", "spectator"):
        games = listed(tokens[role])
        assert [game["game_id"] for game in games] == [mine.id], role
        assert ("join_code" in games[0]) == (role == "host"), role
    everything = listed(ADMIN, "?limit=100")
    identities = [game["game_id"] for game in everything]
    assert {mine.id, foreign.id} <= set(identities)
    assert identities == sorted(identities, reverse=True), "newest first"
    paged, after = [], ""
    while page := listed(ADMIN, f"?limit=2{after}"):
        assert len(page) <= 2
        paged += page
        after = f"&after={page[-1]['game_id']}"
    assert paged == everything


def test_join(guarded, mine, foreign, database):
    api = guarded.api()
    joined = api.post("/api/join", {"join_code": mine.join_code, "name": "Grace", "team_id": mine.teams[0]}).expect(201).json()
    row = database.row("select game_id, team_id, name from player where id = %s", joined["player_id"])
    assert row == (mine.id, mine.teams[0], "Grace") and joined["game_id"] == mine.id
    newest = guarded.api(ADMIN).get(f"{mine.path}/changes?limit=1000").expect(200).json()["changes"][-1]
    assert (newest["kind"], newest["entity_id"], newest["actor"]) == ("player_created", joined["player_id"], "join")
    assert api.post("/api/join", {"join_code": "ZZZZZZ", "name": "Grace"}).expect(404).code == "not_found"
    wrong = api.post("/api/join", {"join_code": mine.join_code, "name": "Grace", "team_id": foreign.teams[0]})
    assert wrong.expect(400).code == "wrong_game"
    spectator = api.post("/api/join", {"join_code": mine.join_code}).expect(201).json()
    assert spectator["game_id"] == mine.id and "player_id" not in spectator


@pytest.fixture(scope="module")
def open_instance(binary, database):
    with Instance(database.url, auth="open") as instance:
        yield instance


class TestOpen:
    def test_no_token_is_asked(self, open_instance):
        api = open_instance.api()
        game = make_game(api, name="Open")
        api.get(game.path).expect(200)
        api.post(f"{game.path}/answers", game.answer()).expect(200)
        api.get("/api/games").expect(200)
        snapshot = api.get(game.path).expect(200).json()
        assert snapshot["join_code"] == game.join_code
        assert api.get(f"{game.path}/changes").expect(200).json()["changes"][-1]["actor"] == "open"

    def test_a_token_counts_all_the_same(self, open_instance, database):
        game = make_game(open_instance.api(), name="Open")
        check_refused(open_instance.api(game.board_token), mutations(game), 403, database)
        check_refused(open_instance.api("bad"), reads(game), 401, database)
