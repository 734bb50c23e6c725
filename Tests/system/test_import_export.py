"""Quiz files: large ones, broken ones, both formats, and back again without loss."""

import csv
import io
import json
import subprocess
import time

import pytest

from client import Game, quiz
from cluster import SECRET, podium
from invariants import check_database
from postgres import ROOT

QUIZZES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".json", ".csv"))


def make_quiz(kind, questions=5000):
    command = [ROOT / "scripts" / "make-quiz", "--format", kind, "--questions", str(questions)]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


def send(api, data, kind="application/json", query=""):
    return api.post(f"/api/games/import{query}", body=data, content_type=kind)


def count(database):
    tables = ("game", "board", "category", "question", "team", "player", "player_answer", "change", "idempotency_key")
    return tuple(database.value(f"select count(*) from {table}") for table in tables)


@pytest.mark.parametrize(("kind", "media_type"), [("json", "application/json"), ("csv", "text/csv")])
def test_5000_questions(instance, database, kind, media_type):
    api = instance.api()
    start = time.monotonic()
    created = send(api, make_quiz(kind), media_type).expect(201).json()
    seconds = time.monotonic() - start
    print(f"5,000 questions from {kind} in {seconds:.2f} s")
    assert set(created) == {"game_id", "join_code", "host_token", "board_token"}
    assert database.value("select count(*) from question where game_id = %s", created["game_id"]) == 5000
    host = api.with_token(created["host_token"])
    snapshot = host.get(f"/api/games/{created['game_id']}").expect(200).json()
    game = Game(created, snapshot)
    assert len(set(game.questions)) == 5000
    # Order, texts and points are the file's.
    if kind == "json":
        wanted = [
            (question["text"], question["points"])
            for board in json.loads(make_quiz("json"))["game"]["boards"]
            for category in board["categories"]
            for question in category["questions"]
        ]
    else:
        table = csv.DictReader(io.StringIO(make_quiz("csv").decode()))
        wanted = [(row["question"], int(row["points"])) for row in table]
    got = [
        (question["text"], question["points"])
        for board in snapshot["boards"]
        for category in board["categories"]
        for question in category["questions"]
    ]
    assert sorted(got) == sorted(wanted) and len(got) == 5000
    assert got == wanted
    player = host.post(f"{game.path}/players", {"name": "Ada"}).expect(201).json()["id"]
    answer = {"player_id": player, "question_id": game.questions[-1], "is_correct": True}
    host.post(f"{game.path}/answers", answer).expect(200)
    check_database(database)
    assert seconds < 10


@pytest.mark.parametrize("example", QUIZZES, ids=lambda path: path.name)
def test_examples(instance, example):
    kind = "text/csv" if example.suffix == ".csv" else "application/json"
    api = instance.api()
    created = send(api, example.read_bytes(), kind).expect(201).json()
    snapshot = api.with_token(created["host_token"]).get(f"/api/games/{created['game_id']}").expect(200).json()
    boards = snapshot["boards"]
    assert len(boards) >= 2
    for board in boards[:2]:
        assert [len(category["questions"]) for category in board["categories"]] == [5] * 6


def broken(path, value):
    """The test quiz with one value replaced, or taken out with ...; path like "game.boards[0].name"."""
    document = quiz()
    place = document
    *steps, last = [int(part) if part.isdigit() else part for part in path.replace("[", ".").replace("]", "").split(".")]
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


BROKEN_JSON = [
    ("export_version", ...),
    ("export_version", "2.0"),
    ("game", ...),
    ("game.name", ...),
    ("game.name", ""),
    ("game.name", "x" * 201),
    ("game.name", 5),
    ("game.boards", ...),
    ("game.boards", {}),
    ("game.boards[0].categories", "x"),
    ("game.boards[0].categories[0].name", ""),
    ("game.boards[0].categories[0].questions[2].text", ...),
    ("game.boards[0].categories[0].questions[2].text", "x" * 2001),
    ("game.boards[0].categories[0].questions[2].points", "100"),
    ("game.boards[0].categories[0].questions[2].points", -1),
    ("game.boards[0].categories[0].questions[2].points", 2**31),
    ("game.boards[0].categories[0].questions[2].points", 1.5),
    ("game.teams[0].color", "red"),
    ("game.teams[0].players[1].name", ...),
    ("game.teams[0].players[1].buzzer", -1),
]


@pytest.mark.parametrize(("path", "value"), BROKEN_JSON, ids=[f"{path}={str(value)[:12]}" for path, value in BROKEN_JSON])
def test_broken_json_names_the_path_and_stores_nothing(instance, database, path, value):
    before = count(database)
    response = instance.api().post("/api/games/import", broken(path, value)).expect(400)
    assert path in [error["field"] for error in response.json()["errors"]], response.json()
    assert response.code == "invalid_request"
    assert count(database) == before


def test_answers_to_questions_that_are_not_there(instance, database):
    document = quiz()
    document["game"]["teams"][0]["players"][0]["answers"] = [{"question_index": 5, "is_correct": True}]
    before = count(database)
    response = instance.api().post("/api/games/import", document).expect(400)
    assert response.json()["errors"][0]["field"] == "game.teams[0].players[0].answers[0].question_index"
    assert count(database) == before


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", "line 1"),
        (b'{"export_version": "1.0",\n "game": {"name": "x" "boards": []}}', "line 2"),
        (b'{"export_version": "1.0",\n "game": {"name": "\xff"}}', "line 2"),
        (b'{"export_version": "1.0",\n "game": {"name": "a\0b"}}', "line 2"),
        (b"[]", "line 1"),
        (b"[" * 50_000, "line 1"),
        (b'{"a":' * 50_000, "line 1"),
    ],
)
def test_no_json_at_all_names_the_line(instance, database, data, place):
    before = count(database)
    response = send(instance.api(), data).expect(400)
    assert any(place in error["field"] for error in response.json()["errors"]), response.json()
    assert count(database) == before


GOOD_CSV = (
    "round,category,points,question,answer,flags\nOne,Rivers,100,Q1,A1,\nOne,Rivers,200,Q2,A2,dino|daily\nTwo,Seas,300,Q3,A3,\n"
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1"),
        ("round,category,points,question\nOne,Rivers,100,Q1\n", "line 1"),
        ("nothing,of,that,sort,here\n1,2,3,4,5\n", "line 1"),
        ("round,category,points,question,answer\n", "line 2"),
        (GOOD_CSV + "Two,Seas,many,Q4,A4,\n", "line 5"),
        (GOOD_CSV + "Two,Seas,-5,Q4,A4,\n", "line 5"),
        (GOOD_CSV + "Two,,5,Q4,A4,\n", "line 5"),
        (GOOD_CSV + "Two,Seas,5,,A4,\n", "line 5"),
        (GOOD_CSV + "Two,Seas,5,Q4,A4,,too,many\n", "line 5"),
        (GOOD_CSV + 'Two,Seas,5,"Q4,A4,\n', "line 5"),
        (GOOD_CSV + f"Two,Seas,5,{'x' * 2001},A4,\n", "line 5"),
    ],
)
def test_broken_csv_names_the_line_and_stores_nothing(instance, database, text, place):
    before = count(database)
    response = send(instance.api(), text.encode(), "text/csv").expect(400)
    assert any(error["field"].startswith(place) for error in response.json()["errors"]), response.json()
    assert count(database) == before


def test_all_faults_are_told(instance):
    text = GOOD_CSV + "Two,Seas,many,Q4,A4,\n" * 5
    errors = send(instance.api(), text.encode(), "text/csv").expect(400).json()["errors"]
    assert [error["field"].split(",")[0] for error in errors] == [f"line {line}" for line in range(5, 10)]


def test_a_broken_line_at_the_end_of_5000(instance, database):
    before = count(database)
    data = make_quiz("csv") + b"Last,Broken,many,Q,A\n"
    line = data.count(b"\n")
    response = send(instance.api(), data, "text/csv").expect(400)
    assert response.json()["errors"][0]["field"].startswith(f"line {line}")
    assert count(database) == before


def test_dry_run_stores_nothing(instance, database):
    before = count(database)
    api = instance.api()
    counted = send(api, json.dumps(quiz()).encode(), query="?dry_run=true").expect(200).json()
    assert (counted["boards"], counted["categories"], counted["questions"], counted["teams"], counted["players"]) == (
        1,
        1,
        5,
        1,
        3,
    )
    send(api, GOOD_CSV.encode(), "text/csv", "?dry_run=true").expect(200)
    send(api, b"{}", query="?dry_run=true").expect(400)
    send(api, b"", "text/csv", "?dry_run=true").expect(400)
    send(api, json.dumps(quiz()).encode(), query="?dry_run=maybe").expect(400)
    assert count(database) == before


def test_limits_of_the_file(instance, database):
    before = count(database)
    api = instance.api()
    too_much = b'{"x":"' + b"x" * (16 << 20) + b'"}'
    assert send(api, too_much).expect(413).code == "body_too_large"
    assert send(api, json.dumps(quiz()).encode(), "application/xml").expect(415).code == "unsupported_media_type"
    assert send(api, b"x" * (2 << 20), "text/csv").expect(400).code == "invalid_request", "more than 1 MiB is allowed here"
    assert count(database) == before


RICH = {
    "export_version": "1.0",
    "mode": "full",
    "game": {
        "name": 'Everything "at once" ä 👩‍🚀',
        "mode": "jeopardy",
        "points_term": "francs",
        "boards": [
            {
                "name": "",
                "categories": [
                    {
                        "name": "Rivers",
                        "description": "Wet",
                        "questions": [
                            {"text": "Line one\nline two", "answer": "", "points": 0},
                            {
                                "text": "=1+1",
                                "answer": "What?",
                                "points": 2147483647,
                                "flags": ["dino", "daily"],
                                "answered": True,
                            },
                            {
                                "text": "Slides",
                                "answer": "A",
                                "points": 5,
                                "slides": [{"b": 1.10, "a": [12345678901234567890, None]}],
                            },
                        ],
                    },
                    {"name": "Empty", "questions": []},
                ],
            },
            {"name": "Empty", "categories": []},
        ],
        "teams": [
            {
                "name": "Red",
                "color": "#FF0000",
                "players": [
                    {
                        "name": "=SUM(A1)",
                        "buzzer": 0,
                        "answers": [
                            {"question_index": 0, "is_correct": False, "points": 7, "answered_at": "2026-01-31T20:15:00Z"},
                            {"question_index": 2, "is_correct": True, "points": 5, "answered_at": "2026-01-31T20:16:00.5Z"},
                        ],
                    },
                    {"name": "Grace"},
                ],
            },
            {"name": "Nobody", "color": "", "players": []},
        ],
        "players": [{"name": "Alone", "buzzer": 3}],
    },
}


def exported(api, created, query="?mode=full"):
    document = api.with_token(created["host_token"]).get(f"/api/games/{created['game_id']}/export{query}").expect(200).json()
    assert document.pop("exported_at")
    document["game"].pop("metadata", None)
    return document


def without_defaults(value):
    """A quiz file with what says nothing left out, to be compared."""
    if isinstance(value, dict):
        kept = {key: without_defaults(part) for key, part in value.items() if key not in ("type", "order")}
        return {
            key: part
            for key, part in kept.items()
            if not (part in (None, [], False) or (key in ("description",) and part == ""))
        }
    if isinstance(value, list):
        return [without_defaults(part) for part in value]
    return value


@pytest.mark.parametrize("mode", ["full", "template"])
def test_export_import_export_is_lossless(instance, database, mode):
    api = instance.api()
    created = api.post("/api/games/import", RICH).expect(201).json()
    first = exported(api, created, f"?mode={mode}")
    assert first["mode"] == mode
    again = api.post("/api/games/import", first).expect(201).json()
    assert exported(api, again, f"?mode={mode}") == first
    if mode == "full":
        times = lambda document: [  # noqa: E731
            answer.pop("answered_at")
            for team in document["game"]["teams"]
            for player in team["players"]
            for answer in player.get("answers", [])
        ]
        assert len(times(first)) == 2
        wanted = json.loads(json.dumps(RICH))
        times(wanted)
        assert without_defaults(first) == without_defaults(wanted)
        check_database(database)
    else:
        assert "teams" not in first["game"] and "answered" not in json.dumps(first)


def test_slides_keep_their_digits(instance):
    api = instance.api()
    data = json.dumps(RICH).replace("1.1", "1.10").encode()
    created = send(api, data).expect(201).json()
    text = api.with_token(created["host_token"]).get(f"/api/games/{created['game_id']}/export?mode=full").expect(200).body
    assert b'{"b":1.10,"a":[12345678901234567890,null]}' in text.replace(b": ", b":").replace(b", ", b",")


def test_slides_survive_deletion_and_undo(instance):
    """The log's detail has them, and a question may be made again with them."""
    api = instance.api()
    created = api.post("/api/games/import", RICH).expect(201).json()
    path = f"/api/games/{created['game_id']}"
    host = api.with_token(created["host_token"])
    slides = lambda document: [  # noqa: E731
        question.get("slides")
        for board in document["game"]["boards"]
        for category in board["categories"]
        for question in category["questions"]
    ]
    before = slides(exported(api, created, "?mode=template"))
    assert any(before)
    category = host.get(path).expect(200).json()["boards"][0]["categories"][0]
    for player in host.get(path).expect(200).json()["players"]:
        host.delete(f"/api/players/{player['id']}").expect(204)
    host.delete(f"/api/questions/{category['questions'][-1]['id']}").expect(204)
    log = host.get(f"{path}/changes?after=0&limit=1000").expect(200).json()["changes"]
    lost = log[-1]["detail"]["question"]
    assert lost["slides"] in before and not any(slides(exported(api, created, "?mode=template")))
    fields = {name: lost[name] for name in ("text", "answer", "points", "flags", "order", "slides")}
    made = host.post(f"/api/categories/{category['id']}/questions", fields).expect(201).json()
    assert made["slides"] == lost["slides"]
    assert slides(exported(api, created, "?mode=template")) == before
    fault = host.post(f"/api/categories/{category['id']}/questions", fields | {"slides": 5}).expect(400)
    assert [error["field"] for error in fault.json()["errors"]] == ["slides"]


def test_what_happened_since_is_exported(instance):
    api = instance.api()
    created = api.post("/api/games/import", quiz()).expect(201).json()
    host = api.with_token(created["host_token"])
    game = Game(created, host.get(f"/api/games/{created['game_id']}").expect(200).json())
    host.post(f"{game.path}/answers", game.answer(question=3, points=-7, is_correct=False)).expect(200)
    host.patch(f"/api/questions/{game.questions[3]}", {"answered": True}).expect(200)
    document = exported(api, created)
    questions = document["game"]["boards"][0]["categories"][0]["questions"]
    assert [bool(question.get("answered")) for question in questions] == [False, False, False, True, False]
    (answer,) = document["game"]["teams"][0]["players"][0]["answers"]
    assert (answer["question_index"], answer["is_correct"], answer["points"]) == (3, False, -7)


def test_results_as_csv(instance):
    api = instance.api()
    created = api.post("/api/games/import", RICH).expect(201).json()
    host = api.with_token(created["host_token"])
    response = host.get(f"/api/games/{created['game_id']}/export", headers={"Accept": "text/csv"}).expect(200)
    assert response.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(response.body.decode(), newline="")))
    assert rows[0][:3] == ["player", "team", "score"] and len(rows[0]) == 6
    players = {row[0].lstrip("'"): row for row in rows[1:]}
    assert players["=SUM(A1)"][1:] == ["Red", "12", "7", "", "5"]
    assert players["=SUM(A1)"][0] == "'=SUM(A1)", "a name must not become a formula"
    assert players["Grace"][1:] == ["Red", "0", "", "", ""]
    assert players["Alone"][1:] == ["", "0", "", "", ""]
    # What is preferred counts, not what is named first.
    preferred = host.get(f"/api/games/{created['game_id']}/export", headers={"Accept": "text/csv;q=0.1, application/json"})
    assert preferred.expect(200).headers["Content-Type"].startswith("application/json")


class TestCommand:
    """`podium import FILE`."""

    @pytest.mark.parametrize("example", QUIZZES, ids=lambda path: path.name)
    def test_prints_links_and_tokens(self, binary, database, instance, example):
        before = count(database)
        done = podium("import", str(example), "--name", "From the shell", database_url=database.url, secret=SECRET)
        assert done.returncode == 0, done.stderr
        game, name = database.row("select id, name from game order by id desc limit 1")
        assert name == "From the shell" and count(database)[0] == before[0] + 1
        assert f"/host/{game}" in done.stdout and f"/board/{game}" in done.stdout
        tokens = [
            part
            for line in done.stdout.split()
            for part in line.replace("#", "=").replace("&", "=").split("=")
            if part.count(".") == 2
        ]
        good = [token for token in tokens if instance.api(token).get(f"/api/games/{game}").status == 200]
        assert len(set(good)) >= 2, done.stdout

    @pytest.mark.parametrize(
        ("name", "data", "place"),
        [
            ("broken.csv", GOOD_CSV + "Two,Seas,many,Q4,A4,\n", "line 5"),
            ("broken.json", json.dumps(broken("game.name", 5)), "game.name"),
        ],
    )
    def test_broken_file(self, binary, database, tmp_path, name, data, place):
        file = tmp_path / name
        file.write_text(data)
        before = count(database)
        done = podium("import", str(file), database_url=database.url, secret=SECRET)
        assert done.returncode not in (0, None) and place in done.stderr, done
        assert count(database) == before

    def test_name_out_of_bounds(self, binary, database, tmp_path):
        file = tmp_path / "quiz.csv"
        file.write_text(GOOD_CSV)
        for name, complaint in (("", "Write something here"), ("x" * 201, "Shorten it to at most 200 characters")):
            done = podium("import", str(file), "--name", name, database_url=database.url, secret=SECRET)
            assert done.returncode == 1 and f"name: {complaint}" in done.stderr, done

    def test_no_such_file(self, binary, database):
        done = podium("import", "/nowhere/quiz.json", database_url=database.url, secret=SECRET)
        assert done.returncode == 1
        assert done.stderr == "podium: cannot read /nowhere/quiz.json: No such file or directory\n"

    def test_a_pipe(self, binary, database):
        before = count(database)
        for limit, code in ((1 << 20, 0), (100, 1)):
            done = podium(
                "import", "/dev/stdin", stdin=GOOD_CSV, import_limit=limit, database_url=database.url, secret=SECRET
            )
            assert done.returncode == code, done.stderr
        assert "/dev/stdin has more than 100 bytes" in done.stderr
        assert count(database)[0] == before[0] + 1
