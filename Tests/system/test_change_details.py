"""The details in the change log: what a host needs to undo a change, and nobody else may see."""

import json
import re

import jsonschema
import pytest
import yaml

from client import Game, make_game
from cluster import Instance
from postgres import ROOT
from wsclient import join

SECRETS = ("Question", "Answer", "Secret")


@pytest.fixture
def rich(instance):
    """A game with two boards, and answers of a player."""
    game = make_game(instance.api(), players=4, teams=2)
    host = instance.api(game.host_token)
    board = host.post(f"{game.path}/boards", {"name": "Round 2"}).expect(201).json()["id"]
    for name, order in (("Lakes", 3), ("Seas", 1), ("Empty", 2)):
        category = host.post(f"/api/boards/{board}/categories", {"name": name, "order": order}).expect(201).json()["id"]
        for number in range(0 if name == "Empty" else 2):
            question = {"text": f"Secret {name} {number}?", "answer": "Secret", "points": 50, "flags": ["double"]}
            host.post(f"/api/categories/{category}/questions", question).expect(201)
    host.patch(f"/api/questions/{game.questions[4]}", {"answered": True}).expect(200)
    host.post(f"{game.path}/answers", game.answer(question=0)).expect(200)
    host.post(f"{game.path}/answers", game.answer(question=1, is_correct=False, points=-7)).expect(200)
    created = {"game_id": game.id} | {name: getattr(game, name) for name in ("join_code", "host_token", "board_token")}
    return Game(created, host.get(game.path).expect(200).json())


@pytest.fixture
def host(instance, rich):
    return instance.api(rich.host_token)


def last_change(api, game):
    revision = api.get(game.path).expect(200).json()["revision"]
    (change,) = api.get(f"{game.path}/changes?after={revision - 1}").expect(200).json()["changes"]
    return change


def found(things, identifier):
    (thing,) = [thing for thing in things if thing["id"] == identifier]
    return thing


def test_what_is_altered_is_kept_as_it_was(host, rich):
    """Of each kind: `previous` is what a host's snapshot said before."""
    before = rich.snapshot
    board, player, team = before["boards"][1], before["players"][0], before["teams"][0]
    category, question = board["categories"][0], board["categories"][0]["questions"][0]

    def previous(path, patch):
        host.patch(path, patch).expect(200)
        return last_change(host, rich)["detail"]["previous"]

    assert previous(rich.path, {"name": "Sunday"}) == {"name": before["name"], "points_term": before["points_term"]}
    assert previous(f"/api/boards/{board['id']}", {"name": "x", "order": 9}) == {
        name: board[name] for name in ("id", "name", "order")
    }
    assert previous(f"/api/categories/{category['id']}", {"name": "x", "description": "y", "order": 9}) == {
        name: category[name] for name in ("id", "name", "description", "order")
    }
    assert previous(f"/api/teams/{team['id']}", {"color": "#000"}) == team
    assert previous(f"/api/players/{player['id']}", {"name": "x", "team_id": None, "buzzer": 5}) == player
    assert previous(f"/api/questions/{question['id']}", {"text": "x?", "flags": []}) == question
    assert last_change(host, rich)["detail"]["question"] == question | {"text": "x?", "flags": [], "version": 1}


def test_a_new_question_is_kept_whole(host, rich):
    body = {"text": "Secret?", "answer": "Secret", "points": 5}
    created = host.post(f"/api/categories/{rich.categories[0]}/questions", body).expect(201).json()
    assert last_change(host, rich)["detail"] == {"question": created}
    host.delete(f"/api/questions/{created['id']}").expect(204)
    assert last_change(host, rich)["detail"] == {"question": created}


def test_what_is_deleted_is_kept_with_all_that_went_along(host, rich):
    before = rich.snapshot
    player, team, board = before["players"][0], before["teams"][1], before["boards"][1]
    category = found(board["categories"], board["categories"][2]["id"])

    host.delete(f"/api/categories/{category['id']}").expect(204)
    assert last_change(host, rich)["detail"] == {"board_id": board["id"], "category": category}
    host.delete(f"/api/boards/{board['id']}").expect(204)
    assert last_change(host, rich)["detail"] == {"board": board | {"categories": board["categories"][:2]}}
    host.delete(f"/api/teams/{team['id']}").expect(204)
    members = [player["id"] for player in before["players"] if player["team_id"] == team["id"]]
    assert len(members) == 2
    assert last_change(host, rich)["detail"] == {"team": team, "player_ids": members}
    host.delete(f"/api/players/{player['id']}").expect(204)
    answers = [
        {"question_id": rich.questions[0], "is_correct": True, "points": 100},
        {"question_id": rich.questions[1], "is_correct": False, "points": -7},
    ]
    assert last_change(host, rich)["detail"] == {"player": player, "answers": answers}


def test_a_refused_deletion_leaves_no_trace(host, rich):
    revision = host.get(rich.path).expect(200).json()["revision"]
    for path in (f"/api/boards/{rich.boards[0]}", f"/api/categories/{rich.categories[0]}", f"/api/questions/{rich.questions[0]}"):
        host.delete(path).expect(409)
    assert host.get(f"{rich.path}/changes?after={revision}").expect(200).json() == {"changes": [], "revision": revision}


def test_an_undo_from_the_details_brings_everything_back(host, rich):
    """As the host's page does it: under new ids, what was there before."""

    def essence(snapshot):
        return [
            (board["name"], board["order"], [
                (category["name"], category["description"], category["order"], [
                    {name: question[name] for name in ("text", "answer", "points", "flags", "order", "answered")}
                    for question in category["questions"]
                ])
                for category in board["categories"]
            ])
            for board in snapshot["boards"]
        ]  # fmt: skip

    host.delete(f"/api/boards/{rich.boards[1]}").expect(204)
    gone = last_change(host, rich)["detail"]["board"]
    board = host.post(f"{rich.path}/boards", {name: gone[name] for name in ("name", "order")}).expect(201).json()["id"]
    for lost in gone["categories"]:
        body = {name: lost[name] for name in ("name", "description", "order")}
        category = host.post(f"/api/boards/{board}/categories", body).expect(201).json()["id"]
        for question in lost["questions"]:
            body = {name: question[name] for name in ("text", "answer", "points", "flags", "order")}
            host.post(f"/api/categories/{category}/questions", body).expect(201)
    assert essence(host.get(rich.path).expect(200).json()) == essence(rich.snapshot)

    host.delete(f"/api/players/{rich.players[0]}").expect(204)
    detail = last_change(host, rich)["detail"]
    body = {name: detail["player"][name] for name in ("name", "team_id", "buzzer")}
    player = host.post(f"{rich.path}/players", body).expect(201).json()["id"]
    for answer in detail["answers"]:
        host.post(f"{rich.path}/answers", {"player_id": player} | answer).expect(200)
    assert found(host.get(rich.path).expect(200).json()["players"], player)["score"] == 93


def everything_once(host, game):
    """Every kind of change whose detail has something to hide."""
    category = f"/api/categories/{game.categories[1]}"
    body = {"text": "Secret new?", "answer": "Secret", "points": 1}
    new = host.post(f"{category}/questions", body).expect(201).json()["id"]
    host.patch(f"/api/questions/{new}", {"answer": "Secret 2"}).expect(200)
    host.delete(f"/api/questions/{new}").expect(204)
    host.delete(category).expect(204)
    host.delete(f"/api/boards/{game.boards[1]}").expect(204)
    host.patch(game.path, {"name": "x"}).expect(200)
    host.patch(f"/api/boards/{game.boards[0]}", {"name": "x"}).expect(200)
    host.patch(f"/api/categories/{game.categories[0]}", {"name": "x"}).expect(200)
    host.patch(f"/api/teams/{game.teams[0]}", {"name": "x"}).expect(200)
    host.patch(f"/api/players/{game.players[1]}", {"name": "x"}).expect(200)
    host.delete(f"/api/players/{game.players[0]}").expect(204)
    host.delete(f"/api/teams/{game.teams[0]}").expect(204)


def test_they_are_as_described(host, rich):
    """openapi.yaml has the shape of each kind's detail under the kind's name."""
    everything_once(host, rich)
    description = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    shapes = {
        kind: shape
        for shape in description["components"]["schemas"]["ChangeDetail"]["anyOf"]
        for kind in re.findall(r"[a-z]+_[a-z]+", shape["title"])
    }
    changes = host.get(f"{rich.path}/changes").expect(200).json()["changes"]
    assert {change["kind"] for change in changes if "detail" in change} == set(shapes)
    for change in changes:
        if "detail" in change:
            jsonschema.Draft202012Validator(description | shapes[change["kind"]]).validate(change["detail"])


def test_only_hosts_see_them(instance, host, rich):
    everything_once(host, rich)
    mine = host.get(f"{rich.path}/changes").expect(200).json()
    assert sum("detail" in change for change in mine["changes"]) >= 8
    joining = instance.api()
    others = {
        "board": rich.board_token,
        "player": joining.post("/api/join", {"join_code": rich.join_code, "name": "Eve"}).expect(201).json()["player_token"],
        "spectator": joining.post("/api/join", {"join_code": rich.join_code}).expect(201).json()["spectator_token"],
    }
    for role, token in others.items():
        seen = instance.api(token).get(f"{rich.path}/changes").expect(200)
        assert all("detail" not in change for change in seen.json()["changes"]), role
        assert not [word for word in SECRETS if word in seen.body.decode()], role
        bodies = [change["body"] for change in seen.json()["changes"]]
        assert bodies[: len(mine["changes"])] == [change["body"] for change in mine["changes"]], role


async def test_no_socket_hears_them_not_even_a_hosts(instance, host, rich):
    sockets = [
        await join(instance.port, rich.id, token, after=rich.snapshot["revision"]) for token in (rich.host_token, rich.board_token)
    ]
    everything_once(host, rich)
    revision = host.get(rich.path).expect(200).json()["revision"]
    for socket in sockets:
        await socket.reach(revision)
        text = json.dumps(socket.messages)
        assert "board_deleted" in text
        assert not [word for word in (*SECRETS, '"detail"', '"previous"') if word in text]
        await socket.close()


@pytest.fixture(scope="module")
def patient(binary, database):
    """An instance with time for large deletions on a busy machine."""
    with Instance(database.url, mutation_timeout=12_000) as instance:
        yield instance


def large(questions, text):
    """A quiz of one board with so many questions."""
    return {
        "export_version": "1.0", "mode": "template",
        "game": {"name": "Large", "boards": [{"name": "All", "categories": [
            {"name": f"Topic {number}", "questions": [
                {"text": f"{index} {text}", "answer": "A", "points": 100} for index in range(questions // 100)
            ]} for number in range(100)
        ]}]},
    }  # fmt: skip


def test_a_board_of_20_000_questions_is_deleted_with_its_detail(patient):
    created = patient.api().post("/api/games/import", large(20_000, "How many? " * 10)).expect(201).json()
    host = patient.api(created["host_token"])
    path = f"/api/games/{created['game_id']}"
    (board,) = host.get(path).expect(200).json()["boards"]
    host.delete(f"/api/boards/{board['id']}").expect(204)
    (change,) = host.get(f"{path}/changes").expect(200).json()["changes"]
    assert change["detail"] == {"board": board}


def test_more_than_the_log_takes_is_deleted_without_a_detail(patient, database):
    """More text than 8 MiB."""
    created = patient.api().post("/api/games/import", large(20_000, "x")).expect(201).json()
    host = patient.api(created["host_token"])
    path = f"/api/games/{created['game_id']}"
    (board,) = host.get(path).expect(200).json()["boards"]
    database.execute("update question set text = repeat('x', 2000) where game_id = %s", created["game_id"])
    host.delete(f"/api/boards/{board['id']}").expect(204)
    (change,) = host.get(f"{path}/changes").expect(200).json()["changes"]
    assert change["kind"] == "board_deleted" and "detail" not in change


def test_a_page_of_the_log_holds_8_mib_of_details(host, rich, database):
    """What is over is left out, and comes with a page of its own."""
    for name in ("one", "two"):
        host.patch(rich.path, {"name": name}).expect(200)
    revision = host.get(rich.path).expect(200).json()["revision"]
    database.execute(
        "update change set detail = json_build_object('previous', repeat('x', %s)) where game_id = %s and revision > %s",
        5 << 20, rich.id, revision - 2,
    )  # fmt: skip
    both = host.get(f"{rich.path}/changes?after={revision - 2}").expect(200).json()["changes"]
    assert ["detail" in change for change in both] == [True, False]
    (second,) = host.get(f"{rich.path}/changes?after={revision - 1}").expect(200).json()["changes"]
    assert len(second["detail"]["previous"]) == 5 << 20


def test_slides_stand_where_they_are_needed_and_crowd_nothing_out(instance):
    """In an edit's detail they would be twice for nothing; where there are too many, the texts are kept without them."""
    def question(text, size):
        return {"text": text, "answer": "A", "points": 5, "slides": ["s" * size]}

    categories = [
        {"name": "Small", "questions": [question("Kept?", 1000)]},
        {"name": "Large", "questions": [question("Large?", 3 << 20), question("Too?", 3 << 20)]},
        {"name": "One", "questions": [question("One?", 5 << 20)]},
    ]
    document = {"export_version": "1.0", "game": {"name": "Slides", "boards": [{"name": "", "categories": categories}]}}
    created = instance.api().post("/api/games/import", document).expect(201).json()
    host = instance.api(created["host_token"])
    game = Game(created, host.get(f"/api/games/{created['game_id']}").expect(200).json())
    small, large, one = game.snapshot["boards"][0]["categories"]

    def detail_of_deletion(path):
        host.delete(path).expect(204)
        return last_change(host, game)["detail"]

    host.patch(f"/api/questions/{small['questions'][0]['id']}", {"text": "Changed?"}).expect(200)
    assert "slides" not in json.dumps(last_change(host, game)["detail"])
    assert last_change(host, game)["detail"]["previous"]["text"] == "Kept?"
    assert detail_of_deletion(f"/api/categories/{small['id']}")["category"]["questions"][0]["slides"] == ["s" * 1000]
    texts = [(lost["text"], "slides" in lost) for lost in detail_of_deletion(f"/api/categories/{large['id']}")["category"]["questions"]]
    assert texts == [("Large?", False), ("Too?", False)]
    lost = detail_of_deletion(f"/api/questions/{one['questions'][0]['id']}")["question"]
    assert lost["text"] == "One?" and "slides" not in lost
