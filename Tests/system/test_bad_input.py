"""Bad input of each kind on each route: refused with a problem that names the fault, and nothing is stored."""

import http.client
import json

import pytest

from client import make_game
from cluster import Instance
from waiting import until

ID = ["1", 1.5, True, 0, -1, None, [], {}, 2**63, 10**30]
BOOL = [0, 1, "true", None, [], {}]


def number(low, high):
    return ["1", 1.5, True, None, [], {}, low - 1, high + 1, 10**30, -(10**30)]


def text(low, high):
    return [5, True, None, [], {}, "x" * (high + 1), "ä" * (high + 1), "a\0b", *([""] if low else [])]


COLOR = [5, None, [], "red", "#12", "#ggg", "#1234567", "#12345", " #fff"]
FLAGS = ["x", 5, None, {}, [1], [None], [""], ["x" * 51], ["x"] * 21, ["a\0b"], [["x"]]]
ORDER = number(0, 32767)
POINTS = number(0, 2**31 - 1)


def without_null(values):
    return [value for value in values if value is not None]


ROUTES = {
    # name: (method, path, a right body, the bad values of each field, the required fields)
    "create game": ("POST", "/api/games", {"name": "x"}, {"name": text(1, 200), "points_term": text(1, 50)}, ["name"]),
    "update game": ("PATCH", "/api/games/{game}", {"name": "x"}, {"name": text(1, 200), "points_term": text(1, 50)}, []),
    "join": (
        "POST",
        "/api/join",
        {"join_code": "{code}", "name": "x"},
        {"join_code": [5, None, [], "", "x" * 300], "name": text(1, 200), "team_id": without_null(ID)},
        ["join_code"],
    ),
    "answer": (
        "POST",
        "/api/games/{game}/answers",
        {"player_id": "{player}", "question_id": "{question}", "is_correct": True},
        {"player_id": ID, "question_id": ID, "is_correct": BOOL, "points": without_null(number(-(2**31), 2**31 - 1))},
        ["player_id", "question_id", "is_correct"],
    ),
    "create board": ("POST", "/api/games/{game}/boards", {"name": "x"}, {"name": text(0, 200), "order": ORDER}, []),
    "update board": ("PATCH", "/api/boards/{board}", {"name": "x"}, {"name": text(0, 200), "order": ORDER}, []),
    "create category": (
        "POST",
        "/api/boards/{board}/categories",
        {"name": "x"},
        {"name": text(1, 200), "description": text(0, 2000), "order": ORDER},
        ["name"],
    ),
    "update category": (
        "PATCH",
        "/api/categories/{category}",
        {"name": "x"},
        {"name": text(1, 200), "description": text(0, 2000), "order": ORDER},
        [],
    ),
    "create question": (
        "POST",
        "/api/categories/{category}/questions",
        {"text": "x", "points": 1},
        {"text": text(1, 2000), "answer": text(0, 2000), "points": POINTS, "flags": FLAGS, "order": ORDER, "answered": BOOL},
        ["text", "points"],
    ),
    "update question": (
        "PATCH",
        "/api/questions/{question}",
        {"answered": True},
        {"text": text(1, 2000), "answer": text(0, 2000), "points": POINTS, "flags": FLAGS, "order": ORDER, "answered": BOOL},
        [],
    ),
    "create team": ("POST", "/api/games/{game}/teams", {"name": "x"}, {"name": text(1, 200), "color": COLOR}, ["name"]),
    "update team": ("PATCH", "/api/teams/{team}", {"name": "x"}, {"name": text(1, 200), "color": COLOR}, []),
    "create player": (
        "POST",
        "/api/games/{game}/players",
        {"name": "x"},
        {"name": text(1, 200), "team_id": without_null(ID), "buzzer": without_null(ORDER)},
        ["name"],
    ),
    "update player": (
        "PATCH",
        "/api/players/{player}",
        {"name": "x"},
        {"name": text(1, 200), "team_id": without_null(ID), "buzzer": without_null(ORDER)},
        [],
    ),
}
DELETIONS = [
    "/api/games/{game}/answers/{player}/{question}",
    "/api/boards/{board}",
    "/api/categories/{category}",
    "/api/questions/{question}",
    "/api/teams/{team}",
    "/api/players/{player}",
]
READS = ["/api/games/{game}", "/api/games/{game}/changes", "/api/games/{game}/export"]


@pytest.fixture(scope="module")
def shared(instance):
    return make_game(instance.api())


@pytest.fixture(scope="module")
def open_instance(binary, database):
    with Instance(database.url, auth="open") as instance:
        yield instance


@pytest.fixture
def host(instance, shared, database):
    """The host's API; whatever the test sends, the database stays as it is."""
    state = "select (select count(*) from game), (select coalesce(sum(revision), 0) from game), (select count(*) from player)"
    before = database.row(state)
    yield instance.api(shared.host_token)
    assert database.row(state) == before, "something was stored"


def names(game):
    return {
        "game": game.id,
        "board": game.boards[0],
        "category": game.categories[0],
        "question": game.questions[0],
        "team": game.teams[0],
        "player": game.players[0],
        "code": game.join_code,
    }


def fill(value, game):
    """A path or a right body with this game's ids in it."""
    if isinstance(value, dict):
        return {key: fill(part, game) for key, part in value.items()}
    if not isinstance(value, str):
        return value
    if value.startswith("{") and value.endswith("}"):
        return names(game)[value[1:-1]]
    return value.format(**names(game))


def check_problem(response, status, code):
    assert response.status == status, response
    assert response.headers["Content-Type"].split(";")[0] == "application/problem+json", response
    problem = response.json()
    assert {"type", "title", "status", "detail", "code", "request_id"} <= problem.keys(), problem
    assert problem["status"] == status and problem["code"] == code, problem
    assert problem["request_id"] == response.headers["X-Request-Id"]
    return problem


def check_field(response, field):
    problem = check_problem(response, 400, "invalid_request")
    fields = [error["field"] for error in problem["errors"]]
    assert any(name == field or name.startswith((f"{field}[", f"{field}.")) for name in fields), problem
    assert all(error["detail"] for error in problem["errors"])


@pytest.mark.parametrize("route", ROUTES)
def test_fields(host, shared, route):
    method, path, body, fields, required = ROUTES[route]
    path, body = fill(path, shared), fill(body, shared)
    for field, values in fields.items():
        for value in values:
            response = host.call(method, path, body | {field: value})
            if "\\u0000" in json.dumps(value):
                check_problem(response, 400, "invalid_request")  # no JSON of ours has a NUL, in whatever field
            else:
                check_field(response, field)
    for field in required:
        check_field(host.call(method, path, {key: value for key, value in body.items() if key != field}), field)
    # All faulty fields are told at once.
    broken = {field: values[0] for field, values in fields.items()}
    told = check_problem(host.call(method, path, body | broken), 400, "invalid_request")["errors"]
    assert {error["field"].split("[")[0] for error in told} == set(fields), told
    if not required and method == "PATCH":
        for nothing in ({}, {"unknown": 1}):
            check_problem(host.call(method, path, nothing), 400, "invalid_request")


MALFORMED = [
    b"",
    b" ",
    b"{",
    b"nonsense",
    b"[]",
    b"null",
    b"1",
    b'"x"',
    b'{"name":"\xff\xfe"}',
    b'{"name":"\xed\xa0\x80"}',
    b'{"name":"\\ud800"}',
    b'{"name":"a\\u0000b"}',
    b'{"name":"x"} trailing',
    b'{"name":NaN}',
    b"{'name':'x'}",
    b'{"name":"x",}',
    b'\xff\xfe{\x00"\x00n\x00',
    b"[" * 100_000,
    b'{"name":' * 50_000,
]


@pytest.mark.parametrize("route", ROUTES)
def test_malformed_bodies(host, shared, route):
    method, path, *_ = ROUTES[route]
    for body in MALFORMED:
        check_problem(host.call(method, fill(path, shared), body=body), 400, "invalid_request")


@pytest.mark.parametrize("route", ROUTES)
def test_media_types(host, shared, route):
    method, path, body, *_ = ROUTES[route]
    encoded = json.dumps(fill(body, shared)).encode()
    for media_type in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "application/xml",
        "json",
        "text/csv",
        None,
    ):
        response = host.call(method, fill(path, shared), body=encoded, content_type=media_type)
        check_problem(response, 415, "unsupported_media_type")


@pytest.mark.parametrize("route", ROUTES)
def test_body_too_large(host, shared, route):
    method, path, *_ = ROUTES[route]
    limit = 1 << 20
    body = b'{"name":"' + b"x" * (limit + 1 - 11) + b'"}'
    assert len(body) == limit + 1
    check_problem(host.call(method, fill(path, shared), body=body), 413, "body_too_large")
    chunks = [body[start : start + 65536] for start in range(0, len(body), 65536)]
    check_problem(host.call(method, fill(path, shared), body=iter(chunks)), 413, "body_too_large")


def test_body_as_large_as_allowed(host, shared):
    body = b'{"name":"' + b"x" * ((1 << 20) - 11) + b'"}'
    check_field(host.patch(shared.path, body=body), "name")


@pytest.mark.parametrize("path", DELETIONS + READS + [route[1] for route in ROUTES.values() if "{" in route[1]])
def test_path_ids(host, shared, path):
    method = "DELETE" if path in DELETIONS else "GET" if path in READS else next(r[0] for r in ROUTES.values() if r[1] == path)
    body = next((fill(route[2], shared) for route in ROUTES.values() if route[1] == path), None)
    for placeholder in [part[1:-1] for part in path.split("/") if part.startswith("{")]:
        for bad in (
            "0",
            "-1",
            "x",
            "1.0",
            "1e3",
            "9223372036854775808",
            "99999999999999999999999",
            "%31x",
            "%00",
            "1%20",
            "%FF",
            "+1",
        ):
            ids = {name: str(value) for name, value in names(shared).items()} | {placeholder: bad}
            response = host.call(method, path.format(**ids), body)
            check_field(response, f"{placeholder}_id")


@pytest.mark.parametrize(
    "path", DELETIONS + [route[1] for route in ROUTES.values() if "{" in route[1] and "{game}" not in route[1]]
)
def test_unknown_ids(open_instance, shared, path):
    """With all rights, so that nothing hides that it does not exist."""
    method = "DELETE" if path in DELETIONS else next(r[0] for r in ROUTES.values() if r[1] == path)
    body = next((fill(route[2], shared) for route in ROUTES.values() if route[1] == path), None)
    ids = {name: 10**15 for name in names(shared)}
    check_problem(open_instance.api().call(method, path.format(**ids), body), 404, "not_found")


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        *((f"/api/games?limit={bad}", "limit") for bad in ("0", "101", "-1", "x", "1.5", "", "99999999999999999999")),
        *((f"/api/games?after={bad}", "after") for bad in ("-1", "x", "1.5", "9223372036854775808")),
        *((f"/api/games/{{game}}/changes?limit={bad}", "limit") for bad in ("0", "1001", "-1", "x", "")),
        *((f"/api/games/{{game}}/changes?after={bad}", "after") for bad in ("-1", "x", "1.5", "9223372036854775808")),
        *((f"/api/games/{{game}}/export?mode={bad}", "mode") for bad in ("x", "", "FULL")),
        *((f"/api/games?limit=1&x={bad}", "query") for bad in ("%FF", "%C3%28", "%ed%a0%80")),
    ],
)
def test_queries(host, shared, path, parameter):
    check_field(host.get(fill(path, shared)), parameter)


def test_several_bad_query_parameters(host, shared):
    problem = check_problem(host.get(f"{shared.path}/changes?limit=x&after=y"), 400, "invalid_request")
    assert {error["field"] for error in problem["errors"]} == {"limit", "after"}


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "with space", "tab\tbed", "ümlaut"])
def test_idempotency_keys(host, shared, key):
    for method, path, body, *_ in [*ROUTES.values(), *(("DELETE", path, None) for path in DELETIONS)]:
        headers = {"Idempotency-Key": key.encode("latin-1")}
        response = host.call(method, fill(path, shared), fill(body, shared) if body else None, headers=headers)
        check_field(response, "Idempotency-Key")


@pytest.mark.parametrize("tag", ["1", "x", '"1', '1"', '"1" "2"', '"1";', "W/1", ""])
def test_if_match(host, shared, tag):
    routes = [route for name, route in ROUTES.items() if name not in ("create game", "join")]
    for method, path, body, *_ in [*routes, *(("DELETE", path, None) for path in DELETIONS)]:
        response = host.call(method, fill(path, shared), fill(body, shared) if body else None, headers={"If-Match": tag})
        check_field(response, "If-Match")


class TestOrderOfChecks:
    """401, then ids in the path 400, then 403, 415, 413, 400 of the body, and at last the state."""

    def test_token_before_everything(self, host):
        api = host.with_token(None)
        check_problem(api.call("PATCH", "/api/questions/x", body=b"nonsense", content_type="text/plain"), 401, "unauthorized")

    def test_path_before_role(self, host, shared):
        api = host.with_token(shared.board_token)
        check_problem(
            api.call("PATCH", "/api/questions/x", body=b"nonsense", content_type="text/plain"), 400, "invalid_request"
        )

    def test_role_before_body(self, host, shared):
        api = host.with_token(shared.board_token)
        path = f"/api/questions/{shared.questions[0]}"
        check_problem(api.call("PATCH", path, body=b"nonsense", content_type="text/plain"), 403, "forbidden")

    def test_media_type_before_size_and_size_before_form(self, host, shared):
        large = b"x" * ((1 << 20) + 1)
        check_problem(host.patch(shared.path, body=large, content_type="text/plain"), 415, "unsupported_media_type")
        check_problem(host.patch(shared.path, body=large), 413, "body_too_large")

    def test_form_before_state(self, host, shared):
        response = host.post(f"{shared.path}/answers", {"player_id": 10**15, "question_id": 10**15, "is_correct": "yes"})
        check_field(response, "is_correct")


def test_longest_and_oddest_right_input(instance, shared):
    """What is within the limits is taken, and comes back as it was: the limits count code points."""
    host = instance.api(shared.host_token)
    for name in (
        "x" * 200,
        "ä" * 200,
        "👩‍🚀" * 66 + "ab",
        "e\u0301" * 100,
        '"\\/\b\f\n\r\t\u001f\u2028</script>',
        "ﷺ\ufeff\u202eabc",
        " ",
    ):
        team = host.post(f"{shared.path}/teams", {"name": name}).expect(201).json()
        assert team["name"] == name
        assert next(entry for entry in host.get(shared.path).json()["teams"] if entry["id"] == team["id"])["name"] == name
        change = host.get(f"{shared.path}/changes?limit=1000").expect(200).json()["changes"][-1]
        assert change["body"]["team"]["name"] == name
    question = {"text": "ä" * 2000, "answer": "", "points": 2**31 - 1, "flags": ["x" * 50] * 20, "order": 32767}
    made = host.post(f"/api/categories/{shared.categories[0]}/questions", question).expect(201).json()
    assert question.items() <= made.items()
    host.delete(f"/api/questions/{made['id']}").expect(204)
    # Unknown members are ignored, and white space around the document is none of our business.
    host.post(f"{shared.path}/teams", body=b' \n{"name":"x","unknown":[1,{"a":null}]}\r\n').expect(201)
    for media_type in ("application/json; charset=utf-8", "Application/JSON", 'application/json;charset="UTF-8"'):
        host.post(f"{shared.path}/teams", body=b'{"name":"x"}', content_type=media_type).expect(201)
    host.post(f"{shared.path}/teams", body=iter([b'{"na', b'me":"x"}'])).expect(201)


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n",
        b"POST /api/games HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        b"POST /api/games HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    ],
)
def test_broken_http_does_no_harm(instance, host, request_bytes):
    """Refused with a 4xx or closed; and the server goes on."""
    connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=10)
    try:
        connection.connect()
        try:
            connection.sock.sendall(request_bytes)
            answer = connection.sock.recv(65536)
        except ConnectionError:
            answer = b""
    finally:
        connection.close()
    assert answer == b"" or answer.split(b" ")[1][:1] == b"4", answer[:200]
    head, _, body = answer.partition(b"\r\n\r\n")
    if head:
        assert b"\r\nContent-Type: application/problem+json\r\n" in head
        assert f"\r\nX-Request-Id: {json.loads(body)['request_id']}\r\n".encode() in head
    host.get("/api/health/live").expect(200)


class TestRates:
    """A rate of 5 a second, so that a test meets it; bursts are twice the rate."""

    def test_of_a_token(self, binary, database, shared):
        with Instance(database.url, rate_limit_token=5) as instance:
            host = instance.api(shared.host_token)
            responses = [host.patch(shared.path, {"name": "x"}) for _ in range(40)]
            accepted = [response for response in responses if response.status == 200]
            refused = [response for response in responses if response.status == 429]
            assert len(accepted) + len(refused) == 40 and len(accepted) >= 5 and len(refused) >= 5
            for response in refused:
                check_problem(response, 429, "rate_limited")
                assert int(response.headers["Retry-After"]) >= 1
            # A token is the same however it is spelled.
            for spelling in ("bearer  {}", "BEARER {}", "Bearer {}="):
                credentials = {"Authorization": spelling.format(shared.host_token)}
                check_problem(host.with_token(None).patch(shared.path, {"name": "x"}, headers=credentials), 429, "rate_limited")
            # Reading is not counted, and another token has a rate of its own.
            for _ in range(20):
                host.get(shared.path).expect(200)
            other = make_game(instance.api(), name="Other")
            instance.api(other.host_token).patch(other.path, {"name": "x"}).expect(200)
            until(lambda: host.patch(shared.path, {"name": "x"}).status == 200, 3, "accepted again")

    def test_of_an_address(self, binary, database, shared):
        def statuses(instance, forwarded):
            api = instance.api()
            return [
                api.post("/api/join", {"join_code": shared.join_code}, headers={"X-Forwarded-For": forwarded(n)}).status
                for n in range(40)
            ]

        with Instance(database.url, rate_limit_address=5) as instance:
            assert 429 in statuses(instance, lambda n: f"10.0.0.{n}"), "anybody could name another address"
        with Instance(database.url, rate_limit_address=5, trusted_proxies="127.0.0.1") as instance:
            assert set(statuses(instance, lambda n: f"10.0.0.{n}")) == {201}
            assert 429 in statuses(instance, lambda n: "10.0.1.1")
            assert 429 in statuses(instance, lambda n: f"10.0.2.{n}, 10.0.1.2"), "the last one that our proxy saw counts"
