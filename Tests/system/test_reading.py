"""Playing and reading over REST: answers, If-Match, changes, ETag, paging, slashes, methods, request ids, metrics."""

import concurrent.futures
import re
import uuid

import pytest

from client import make_game
from invariants import check_database
from postgres import ROOT
from waiting import until


def score(host, game, player=0):
    players = host.get(game.path).expect(200).json()["players"]
    return next(entry for entry in players if entry["id"] == game.players[player])


class TestAnswers:
    def test_points_of_the_question(self, host, game):
        right = host.post(f"{game.path}/answers", game.answer(question=1)).expect(200).json()
        assert right == {"player_id": game.players[0], "score": 200, "version": 1}
        wrong = host.post(f"{game.path}/answers", game.answer(question=2, is_correct=False)).expect(200).json()
        assert wrong == {"player_id": game.players[0], "score": -100, "version": 2}

    def test_same_correctness_replaces_the_points(self, host, game):
        host.post(f"{game.path}/answers", game.answer(points=70)).expect(200)
        again = host.post(f"{game.path}/answers", game.answer(points=30)).expect(200).json()
        assert (again["score"], again["version"]) == (30, 2)

    def test_opposite_correctness_takes_the_answer_back(self, host, game, database):
        host.post(f"{game.path}/answers", game.answer(points=70)).expect(200)
        undone = host.post(f"{game.path}/answers", game.answer(is_correct=False)).expect(200).json()
        assert (undone["score"], undone["version"]) == (0, 2)
        assert database.value("select count(*) from player_answer where player_id = %s", game.players[0]) == 0

    def test_taken_back(self, host, game):
        host.post(f"{game.path}/answers", game.answer(points=70)).expect(200)
        path = f"{game.path}/answers/{game.players[0]}/{game.questions[0]}"
        assert host.delete(path).expect(200).json() == {"player_id": game.players[0], "score": 0, "version": 2}
        assert host.delete(path).expect(404).code == "not_found"

    def test_unknown_and_foreign(self, host, game, instance, database):
        other = make_game(instance.api(), name="Other")
        answer = game.answer()
        assert host.post(f"{game.path}/answers", answer | {"player_id": 10**15}).expect(404).code == "not_found"
        assert host.post(f"{game.path}/answers", answer | {"question_id": 10**15}).expect(404).code == "not_found"
        assert host.post(f"{game.path}/answers", answer | {"player_id": other.players[0]}).expect(400).code == "wrong_game"
        assert host.post(f"{game.path}/answers", answer | {"question_id": other.questions[0]}).expect(400).code == "wrong_game"
        assert database.value("select count(*) from player_answer where game_id = any(%s)", [game.id, other.id]) == 0

    def test_range_of_the_score(self, host, game):
        highest = 2**31 - 1
        host.post(f"{game.path}/answers", game.answer(points=highest)).expect(200)
        refused = host.post(f"{game.path}/answers", game.answer(question=1, points=1)).expect(422)
        assert refused.code == "score_out_of_range"
        assert score(host, game)["score"] == highest and score(host, game)["version"] == 1
        host.post(f"{game.path}/answers", game.answer(question=1, is_correct=False, points=-highest)).expect(200)
        assert score(host, game)["score"] == 0

    def test_database_agrees(self, host, game, database):
        for turn in range(10):
            host.post(f"{game.path}/answers", game.answer(player=turn % 3, question=turn % 5, is_correct=turn % 4 > 0)).expect(
                200
            )
        check_database(database)


class TestBuilding:
    def test_everything_can_be_made_mended_and_deleted(self, host, game):
        board = host.post(f"{game.path}/boards", {"name": "Final"}).expect(201).json()
        assert board == {"id": board["id"], "name": "Final", "order": 1}
        category = host.post(f"/api/boards/{board['id']}/categories", {"name": "Seas"}).expect(201).json()
        assert category == {"id": category["id"], "name": "Seas", "description": "", "order": 0}
        question = (
            host.post(
                f"/api/categories/{category['id']}/questions", {"text": "Q", "answer": "A", "points": 5, "flags": ["dino"]}
            )
            .expect(201)
            .json()
        )
        assert question == {
            "id": question["id"], "text": "Q", "answer": "A", "points": 5, "flags": ["dino"], "order": 0,
            "answered": False, "version": 0,
        }  # fmt: skip
        team = host.post(f"{game.path}/teams", {"name": "Blue", "color": "#00f"}).expect(201).json()
        assert team == {"id": team["id"], "name": "Blue", "color": "#00f"}
        player = host.post(f"{game.path}/players", {"name": "Ada", "team_id": team["id"], "buzzer": 3}).expect(201).json()
        assert player == {
            "id": player["id"], "team_id": team["id"], "name": "Ada", "buzzer": 3, "score": 0, "version": 0,
        }  # fmt: skip

        patched = host.patch(f"/api/boards/{board['id']}", {"name": "", "order": 7}).expect(200).json()
        assert patched == {"id": board["id"], "name": "", "order": 7}
        patched = host.patch(f"/api/categories/{category['id']}", {"description": "Salt"}).expect(200).json()
        assert patched == category | {"description": "Salt"}
        patched = host.patch(f"/api/questions/{question['id']}", {"points": 6, "flags": []}).expect(200).json()
        assert patched == {"question_id": question["id"], "answered": False, "version": 1}
        patched = host.patch(f"/api/teams/{team['id']}", {"color": ""}).expect(200).json()
        assert patched == team | {"color": ""}
        patched = host.patch(f"/api/players/{player['id']}", {"buzzer": None, "team_id": None}).expect(200).json()
        assert patched == player | {"buzzer": None, "team_id": None}
        renamed = host.patch(game.path, {"name": "New", "points_term": "francs"}).expect(200).json()
        snapshot = host.get(game.path).expect(200).json()
        assert renamed == {"game_id": game.id, "name": "New", "points_term": "francs", "revision": snapshot["revision"]}
        assert snapshot["boards"][-1] == {
            "id": board["id"], "name": "", "order": 7,
            "categories": [
                category | {"description": "Salt", "questions": [question | {"points": 6, "flags": [], "version": 1}]}
            ],
        }  # fmt: skip

        host.delete(f"/api/teams/{team['id']}").expect(204)
        host.delete(f"/api/players/{player['id']}").expect(204)
        host.delete(f"/api/questions/{question['id']}").expect(204)
        host.delete(f"/api/categories/{category['id']}").expect(204)
        host.delete(f"/api/boards/{board['id']}").expect(204)
        for path in ("teams", "players", "questions", "categories", "boards"):
            identity = {"teams": team, "players": player, "questions": question, "categories": category, "boards": board}[path]
            assert host.delete(f"/api/{path}/{identity['id']}").expect(404).code == "not_found"
        after = host.get(game.path).expect(200).json()
        assert after["boards"] == game.snapshot["boards"] and after["teams"] == game.snapshot["teams"]
        assert after["revision"] == game.snapshot["revision"] + 16

    def test_what_was_answered_stays(self, host, game):
        host.post(f"{game.path}/answers", game.answer()).expect(200)
        for path in (f"questions/{game.questions[0]}", f"categories/{game.categories[0]}", f"boards/{game.boards[0]}"):
            assert host.delete(f"/api/{path}").expect(409).code == "has_answers"
        host.delete(f"{game.path}/answers/{game.players[0]}/{game.questions[0]}").expect(200)
        host.delete(f"/api/boards/{game.boards[0]}").expect(204)

    def test_a_team_goes_and_its_players_stay(self, host, game):
        host.delete(f"/api/teams/{game.teams[0]}").expect(204)
        players = host.get(game.path).expect(200).json()["players"]
        assert [player["id"] for player in players] == game.players
        assert {player["team_id"] for player in players} == {None}

    def test_a_player_goes_with_the_answers(self, host, game, database):
        host.post(f"{game.path}/answers", game.answer()).expect(200)
        host.delete(f"/api/players/{game.players[0]}").expect(204)
        assert database.value("select count(*) from player_answer where player_id = %s", game.players[0]) == 0
        host.delete(f"/api/questions/{game.questions[0]}").expect(204)

    def test_a_team_of_another_game(self, host, game, instance):
        other = make_game(instance.api(), name="Other")
        for response in (
            host.post(f"{game.path}/players", {"name": "Eve", "team_id": other.teams[0]}),
            host.patch(f"/api/players/{game.players[0]}", {"team_id": other.teams[0]}),
        ):
            assert response.expect(400).code == "wrong_game"
        assert host.post(f"{game.path}/players", {"name": "Eve", "team_id": 10**15}).expect(404).code == "not_found"


class TestIfMatch:
    def test_answers_compare_the_score_version(self, host, game):
        host.post(f"{game.path}/answers", game.answer(), headers={"If-Match": '"0"'}).expect(200)
        stale = host.post(f"{game.path}/answers", game.answer(question=1), headers={"If-Match": '"0"'}).expect(412)
        assert stale.code == "version_conflict"
        assert stale.json()["current"] == {"player_id": game.players[0], "score": 100, "version": 1}
        path = f"{game.path}/answers/{game.players[0]}/{game.questions[0]}"
        assert host.delete(path, headers={"If-Match": '"0"'}).expect(412).json()["current"]["version"] == 1
        host.delete(path, headers={"If-Match": '"1"'}).expect(200)

    def test_questions_compare_their_own_version(self, host, game):
        path = f"/api/questions/{game.questions[0]}"
        host.patch(path, {"answered": True}, headers={"If-Match": '"0"'}).expect(200)
        stale = host.patch(path, {"answered": False}, headers={"If-Match": '"0"'}).expect(412)
        assert stale.json()["current"] == {"question_id": game.questions[0], "answered": True, "version": 1}
        host.delete(path, headers={"If-Match": '"0"'}).expect(412)
        host.delete(path, headers={"If-Match": '"1"'}).expect(204)

    def test_everything_else_compares_the_revision(self, host, game):
        tag = host.get(game.path).expect(200).headers["ETag"]
        host.post(f"{game.path}/teams", {"name": "Blue"}, headers={"If-Match": tag}).expect(201)
        for method, path, body in (
            ("POST", f"{game.path}/teams", {"name": "Green"}),
            ("PATCH", f"/api/teams/{game.teams[0]}", {"name": "Green"}),
            ("DELETE", f"/api/teams/{game.teams[0]}", None),
            ("POST", f"{game.path}/players", {"name": "Green"}),
            ("PATCH", f"/api/players/{game.players[0]}", {"name": "Green"}),
            ("DELETE", f"/api/players/{game.players[0]}", None),
            ("POST", f"{game.path}/boards", {"name": "Green"}),
            ("PATCH", f"/api/boards/{game.boards[0]}", {"name": "Green"}),
            ("DELETE", f"/api/boards/{game.boards[0]}", None),
            ("POST", f"/api/boards/{game.boards[0]}/categories", {"name": "Green"}),
            ("PATCH", f"/api/categories/{game.categories[0]}", {"name": "Green"}),
            ("DELETE", f"/api/categories/{game.categories[0]}", None),
            ("POST", f"/api/categories/{game.categories[0]}/questions", {"text": "Green", "points": 1}),
            ("PATCH", game.path, {"name": "Green"}),
        ):
            stale = host.call(method, path, body, headers={"If-Match": tag}).expect(412)
            assert stale.json()["current"]["revision"] == int(tag.strip('"')) + 1, path
        assert host.get(game.path).expect(200).json()["revision"] == int(tag.strip('"')) + 1

    def test_any_and_lists(self, host, game):
        host.post(f"{game.path}/answers", game.answer(), headers={"If-Match": "*"}).expect(200)
        host.post(f"{game.path}/answers", game.answer(), headers={"If-Match": '"7", "1"'}).expect(200)

    def test_only_one_of_two_wins(self, host, game):
        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            send = lambda n: host.post(f"{game.path}/answers", game.answer(points=n), headers={"If-Match": '"0"'})  # noqa: E731
            statuses = sorted(response.status for response in pool.map(send, range(10)))
        assert statuses == [200] + [412] * 9


class TestSnapshot:
    def test_etag(self, host, game):
        first = host.get(game.path).expect(200)
        assert first.headers["ETag"] == f'"{first.json()["revision"]}"'
        same = host.get(game.path, headers={"If-None-Match": first.headers["ETag"]}).expect(304)
        assert same.body == b"" and same.headers["ETag"] == first.headers["ETag"]
        host.get(game.path, headers={"If-None-Match": "*"}).expect(304)
        host.get(game.path, headers={"If-None-Match": f'W/{first.headers["ETag"]}, "x"'}).expect(304)
        host.post(f"{game.path}/answers", game.answer()).expect(200)
        assert (
            host.get(game.path, headers={"If-None-Match": first.headers["ETag"]}).expect(200).headers["ETag"]
            != first.headers["ETag"]
        )

    def test_only_a_host_sees_answers_unopened_texts_and_the_code(self, host, game, instance):
        host.patch(f"/api/questions/{game.questions[0]}", {"answered": True}).expect(200)
        player = instance.api().post("/api/join", {"join_code": game.join_code, "name": "Ada"}).expect(201).json()
        spectator = instance.api().post("/api/join", {"join_code": game.join_code}).expect(201).json()
        full = host.get(game.path).expect(200).json()
        assert full["join_code"] == game.join_code
        for token in (game.board_token, player["player_token"], spectator["spectator_token"]):
            response = instance.api(token).get(game.path).expect(200)
            snapshot = response.json()
            assert "join_code" not in snapshot and game.join_code.encode() not in response.body
            assert b"Answer " not in response.body
            opened, *closed = snapshot["boards"][0]["categories"][0]["questions"]
            assert opened["text"] == "Question 0"
            assert not any(question.get("text") for question in closed)
            assert [question["points"] for question in closed] == [200, 300, 400, 500]
            assert snapshot["players"] == full["players"] and snapshot["revision"] == full["revision"]


class TestChanges:
    def test_in_order_and_in_pages(self, host, game, database):
        for turn in range(7):
            host.post(f"{game.path}/answers", game.answer(points=turn)).expect(200)
        host.patch(f"/api/questions/{game.questions[0]}", {"answered": True}).expect(200)
        revision = host.get(game.path).expect(200).json()["revision"]
        everything = host.get(f"{game.path}/changes").expect(200).json()
        assert everything["revision"] == revision
        assert [change["revision"] for change in everything["changes"]] == list(range(1, revision + 1))
        paged, after = [], 0
        while page := host.get(f"{game.path}/changes?after={after}&limit=3").expect(200).json()["changes"]:
            assert len(page) <= 3
            paged += page
            after = page[-1]["revision"]
        assert paged == everything["changes"]
        assert host.get(f"{game.path}/changes?after={revision}").expect(200).json() == {"changes": [], "revision": revision}
        assert host.get(f"{game.path}/changes?after={revision + 5}").expect(200).json()["changes"] == []

        toggle, scored = everything["changes"][-1], everything["changes"][-2]
        assert toggle["body"] == {
            "type": "toggle_question", "question_id": game.questions[0], "answered": True, "version": 1, "revision": revision,
        }  # fmt: skip
        assert (toggle["kind"], toggle["entity_id"], toggle["version"]) == ("toggle_question", game.questions[0], 1)
        assert scored["body"] == {
            "type": "update_score", "player_id": game.players[0], "score": 6, "version": 7, "revision": revision - 1,
        }  # fmt: skip
        assert scored["actor"] == "host"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", scored["at"])

    def test_no_body_tells_a_question(self, host, game, instance):
        host.patch(f"/api/questions/{game.questions[1]}", {"text": "Secret text", "answer": "Secret answer"}).expect(200)
        host.post(
            f"/api/categories/{game.categories[0]}/questions", {"text": "Secret text", "answer": "Secret answer", "points": 1}
        ).expect(201)
        board = instance.api(game.board_token).get(f"{game.path}/changes").expect(200)
        assert b"Secret" not in board.body and len(board.json()["changes"]) >= 2
        assert all("detail" not in change for change in board.json()["changes"])
        changes = host.get(f"{game.path}/changes").expect(200).json()["changes"]
        assert all("Secret" not in str(change["body"]) for change in changes)
        assert any(change.get("detail") for change in changes), "a host sees the detail"


class TestAnnouncements:
    """What PostgreSQL's listeners get on podium_changes."""

    def announced(self, database, mutate):
        with database.connect() as connection:
            connection.execute("listen podium_changes")
            mutate()
            return [notification.payload for notification in connection.notifies(timeout=5, stop_after=1)]

    def test_the_very_message(self, host, game, database):
        payloads = self.announced(database, lambda: host.post(f"{game.path}/answers", game.answer()).expect(200))
        body = database.value("select body::text from change where game_id = %s order by revision desc limit 1", game.id)
        assert payloads == [f"{game.id}:[{body}]"]

    def test_too_much_for_one_payload(self, host, game, database):
        """PostgreSQL takes less than 8,000 bytes: beyond 7,900 only the revision is told, and the log has the rest."""
        path = f"/api/categories/{game.categories[0]}"
        revision = host.get(game.path).expect(200).json()["revision"]
        payloads = self.announced(database, lambda: host.patch(path, {"description": "𝄞" * 2000}).expect(200))
        assert payloads == [f"{game.id}:@{revision + 1}"]
        change = host.get(f"{game.path}/changes?after={revision}").expect(200).json()["changes"][0]
        assert change["body"]["category"]["description"] == "𝄞" * 2000
        # The largest that fits travels whole.
        payloads = self.announced(database, lambda: host.patch(path, {"description": "x" * 2000}).expect(200))
        assert payloads[0].startswith(f"{game.id}:[") and "x" * 2000 in payloads[0]

    def test_a_refused_mutation_is_not_announced(self, host, game, database):
        def mutate():
            host.post(f"{game.path}/answers", game.answer() | {"player_id": 10**15}).expect(404)
            host.post(f"{game.path}/answers", game.answer(), headers={"If-Match": '"7"'}).expect(412)
            host.post(f"{game.path}/answers", game.answer(points=3)).expect(200)

        (payload,) = self.announced(database, mutate)
        assert '"score":3' in payload


class TestSurface:
    @pytest.mark.parametrize("path", ["", "/changes", "/export"])
    def test_trailing_slash(self, host, game, path):
        with_slash, without = host.get(f"{game.path}{path}/").expect(200), host.get(f"{game.path}{path}").expect(200)
        if path != "/export":  # which tells the time
            assert with_slash.body == without.body
        host.get("/api/games/").expect(200)
        host.post(f"{game.path}/answers/", game.answer()).expect(200)
        host.patch(f"/api/questions/{game.questions[0]}/", {"answered": True}).expect(200)
        host.delete(f"{game.path}/answers/{game.players[0]}/{game.questions[0]}/").expect(200)
        host.get("/api/health/live/").expect(200)

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("DELETE", "/api/games", {"GET", "POST"}),
            ("PUT", "/api/games/1", {"GET", "PATCH"}),
            ("POST", "/api/games/1", {"GET", "PATCH"}),
            ("GET", "/api/games/1/answers", {"POST"}),
            ("GET", "/api/games/import", {"POST"}),
            ("POST", "/api/games/1/changes", {"GET"}),
            ("POST", "/api/games/1/export", {"GET"}),
            ("GET", "/api/join", {"POST"}),
            ("GET", "/api/questions/1", {"PATCH", "DELETE"}),
            ("PUT", "/api/players/1", {"PATCH", "DELETE"}),
            ("PUT", "/api/teams/1", {"PATCH", "DELETE"}),
            ("PUT", "/api/boards/1", {"PATCH", "DELETE"}),
            ("PUT", "/api/categories/1", {"PATCH", "DELETE"}),
            ("POST", "/api/health/live", {"GET"}),
            ("DELETE", "/api/health/ready", {"GET"}),
            ("POST", "/metrics", {"GET"}),
            ("PUT", "/openapi.yaml", {"GET"}),
            ("POST", "/api/games/1/answers/1/1", {"DELETE"}),
        ],
    )
    def test_wrong_method(self, host, method, path, allowed):
        response = host.call(method, path).expect(405)
        assert response.code == "method_not_allowed"
        named = {name.strip() for name in response.headers["Allow"].split(",")}
        assert allowed <= named <= allowed | {"HEAD", "OPTIONS"}, named

    def test_unknown_path(self, host):
        for path in ("/api/nothing", "/nothing", "/api/games/1/nothing", "/api"):
            response = host.get(path).expect(404)
            assert response.code == "not_found" and response.headers["Content-Type"].startswith("application/problem+json")

    def test_request_id(self, host, game, instance):
        identity = f"test-{uuid.uuid4()}"
        assert host.get(game.path, headers={"X-Request-Id": identity}).headers["X-Request-Id"] == identity
        refused = host.get("/api/games/0", headers={"X-Request-Id": identity}).expect(400)
        assert refused.headers["X-Request-Id"] == identity == refused.json()["request_id"]
        made = {host.get(game.path).headers["X-Request-Id"] for _ in range(3)}
        assert len(made) == 3 and all(made)
        until(lambda: identity in instance.log, 5, "the request's id in the log")

    def test_health_and_metrics(self, host, game, instance):
        api = instance.api()
        for name in ("live", "ready"):
            assert "status" in api.get(f"/api/health/{name}").expect(200).json()
        host.post(f"{game.path}/answers", game.answer()).expect(200)
        metrics = api.get("/metrics").expect(200)
        assert metrics.headers["Content-Type"].startswith("text/plain")
        text = metrics.body.decode()
        samples = [line for line in text.splitlines() if line and not line.startswith("#")]
        sample = re.compile(r'^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_]\w*="([^"\\]|\\.)*",?)*\})? [-+0-9.eE]+(Inf|NaN)?$')
        assert samples and all(sample.match(line) for line in samples), [line for line in samples if not sample.match(line)][:3]
        assert re.search(r"^podium_batch_mutations", text, re.M)
        # What one can choose freely in a path never becomes a label.
        api.get("/api/games/123456789123")
        api.get("/made-up-path")
        text = api.get("/metrics").body.decode()
        assert "123456789123" not in text and "made-up-path" not in text

    def test_descriptions(self, instance):
        served = instance.api().get("/openapi.yaml").expect(200)
        assert served.body == (ROOT / "openapi.yaml").read_bytes()
        assert "yaml" in served.headers["Content-Type"]
