"""Repeating a request with its Idempotency-Key is safe, wherever and whenever it is repeated."""

import concurrent.futures

import pytest

from client import Api, make_game, quiz
from cluster import Instance
from invariants import check_database


@pytest.fixture(scope="module")
def game(cluster):
    return make_game(Api(cluster.urls[0]))


def parallel(cluster, game, count, call):
    """The call made from `count` clients at once, spread over the instances."""
    hosts = [Api(cluster.urls[number % 3], game.host_token) for number in range(count)]
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return list(pool.map(call, hosts))


def replayed(responses):
    return [response.headers.get("Idempotency-Replayed") for response in responses]


def revision(database, game):
    return database.value("select revision from game where id = %s", game.id)


def test_same_key_from_20_clients_is_one_mutation(cluster, database, game):
    for turn in range(5):
        before = revision(database, game)
        key = {"Idempotency-Key": f"parallel-{turn}"}
        responses = parallel(
            cluster, game, 20, lambda host: host.post(f"{game.path}/answers", game.answer(points=turn), headers=key)
        )
        assert {response.status for response in responses} == {200}
        assert len({response.body for response in responses}) == 1
        assert sorted(replayed(responses), key=str) == [None] + ["true"] * 19
        assert revision(database, game) == before + 1
    check_database(database)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/games/{game}/teams", {"name": "Blue", "color": "#00f"}),
        ("POST", "/api/games/{game}/players", {"name": "Grace"}),
        ("POST", "/api/games/{game}/boards", {"name": "Round 2"}),
        ("PATCH", "/api/questions/{question}", {"answered": True}),
        ("PATCH", "/api/games/{game}", {"name": "Renamed"}),
        ("POST", "/api/games", {"name": "A new one"}),
        ("POST", "/api/games/import", quiz("An imported one")),
    ],
)
def test_same_key_on_other_mutations(cluster, database, game, method, path, body):
    path = path.format(game=game.id, question=game.questions[0])
    count = "select (select count(*) from game) + (select coalesce(sum(revision), 0) from game)"
    before = database.value(count)
    key = {"Idempotency-Key": f"other-{method}-{path}"}
    responses = parallel(cluster, game, 20, lambda host: host.call(method, path, body, headers=key))
    assert {response.status for response in responses} <= {200, 201}, responses
    assert len({(response.status, response.body) for response in responses}) == 1
    assert sorted(replayed(responses), key=str) == [None] + ["true"] * 19
    assert database.value(count) == before + 1


def test_join_twice_with_one_key_is_one_player(cluster, database, game):
    before = database.value("select count(*) from player where game_id = %s", game.id)
    body = {"join_code": game.join_code, "name": "Ada"}
    responses = parallel(
        cluster, game, 20, lambda host: host.with_token(None).post("/api/join", body, headers={"Idempotency-Key": "join-1"})
    )
    assert {response.status for response in responses} == {201}
    assert len({response.body for response in responses}) == 1
    assert sorted(replayed(responses), key=str) == [None] + ["true"] * 19
    assert database.value("select count(*) from player where game_id = %s", game.id) == before + 1


def test_a_game_is_waited_for_that_is_being_made_under_the_same_key(cluster, database):
    """For longer than anything else waits for a lock: the other one may be a large import."""
    waiting = (
        "select count(*) from pg_locks join pg_stat_activity using (pid)"
        " where locktype = 'advisory' and not granted and clock_timestamp() - query_start > interval '1.2 s'"
    )
    create = lambda: Api(cluster.urls[0]).post("/api/games", {"name": "Once"}, headers={"Idempotency-Key": "slow"})
    with concurrent.futures.ThreadPoolExecutor() as pool:
        with database.connect() as connection, connection.transaction():
            connection.execute("select pg_advisory_xact_lock(hashtextextended('slow', 0))")
            made = [pool.submit(create) for _ in range(2)]
            while database.value(waiting) < 2:
                assert not any(one.done() for one in made), [one.result() for one in made]
        responses = [one.result().expect(201) for one in made]
    assert responses[0].body == responses[1].body
    assert sorted(replayed(responses), key=str) == [None, "true"]


def test_delete_is_replayed_too(cluster, database, game):
    host = Api(cluster.urls[0], game.host_token)
    team = host.post(f"{game.path}/teams", {"name": "Short-lived"}).expect(201).json()["id"]
    key = {"Idempotency-Key": "delete-team"}
    responses = parallel(cluster, game, 20, lambda host: host.delete(f"/api/teams/{team}", headers=key))
    assert {response.status for response in responses} == {204}
    assert sorted(replayed(responses), key=str) == [None] + ["true"] * 19
    host.delete(f"/api/teams/{team}").expect(404)


def test_a_delete_with_a_body_is_replayed_too(cluster, game):
    """Nobody reads it: with it and without, the request is the same."""
    host = Api(cluster.urls[0], game.host_token)
    team = host.post(f"{game.path}/teams", {"name": "Short-lived"}).expect(201).json()["id"]
    for body, replayed_before in (({}, None), ({}, "true"), (None, "true")):
        response = host.call("DELETE", f"/api/teams/{team}", body, headers={"Idempotency-Key": "with-a-body"}).expect(204)
        assert response.headers.get("Idempotency-Replayed") == replayed_before


def test_a_slash_is_the_paths_only(cluster):
    """A path works with and without a trailing slash; a query is as it is."""
    api = Api(cluster.urls[0])
    key = {"Idempotency-Key": "slashes"}
    first = api.post("/api/games/import?name=a", quiz(), headers=key).expect(201)
    assert api.post("/api/games/import/?name=a", quiz(), headers=key).expect(201).body == first.body
    assert api.post("/api/games/import?name=a/", quiz(), headers=key).expect(422).code == "idempotency_key_reused"


def test_who_joins_uses_up_none_of_the_hosts_keys(cluster, game):
    key = {"Idempotency-Key": "guessable"}
    joined = Api(cluster.urls[0]).post("/api/join", {"join_code": game.join_code, "name": "Eve"}, headers=key).expect(201)
    host = Api(cluster.urls[0], game.host_token)
    assert host.post(f"{game.path}/teams", {"name": "Late"}, headers=key).expect(201).headers.get("Idempotency-Replayed") is None
    again = Api(cluster.urls[1]).post("/api/join", {"join_code": game.join_code, "name": "Eve"}, headers=key).expect(201)
    assert again.body == joined.body


def test_another_request_with_the_key_is_refused(cluster, database, game):
    host = Api(cluster.urls[0], game.host_token)
    key = {"Idempotency-Key": "taken"}
    host.post(f"{game.path}/answers", game.answer(), headers=key).expect(200)
    before = revision(database, game)
    for response in (
        host.post(f"{game.path}/answers", game.answer(points=1), headers=key),
        Api(cluster.urls[1], game.host_token).post(f"{game.path}/answers", game.answer(question=1), headers=key),
        host.post(f"{game.path}/teams", {"name": "Red"}, headers=key),
        host.patch(f"/api/questions/{game.questions[1]}", {"answered": True}, headers=key),
    ):
        assert response.expect(422).code == "idempotency_key_reused"
    assert revision(database, game) == before


def test_keys_of_two_games_do_not_meet(cluster, game):
    other = make_game(Api(cluster.urls[0]), name="Other")
    for each in (game, other):
        host = Api(cluster.urls[0], each.host_token)
        response = host.post(
            f"{each.path}/answers", each.answer(), headers={"Idempotency-Key": "same everywhere".replace(" ", "-")}
        )
        assert response.expect(200).headers.get("Idempotency-Replayed") is None


def test_a_refused_request_does_not_use_up_its_key(cluster, game):
    host = Api(cluster.urls[0], game.host_token)
    key = {"Idempotency-Key": "second-chance"}
    answer = {"player_id": game.players[2], "question_id": game.questions[4], "is_correct": True}
    path = f"{game.path}/answers/{answer['player_id']}/{answer['question_id']}"
    host.delete(path, headers=key).expect(404)
    host.post(f"{game.path}/answers", answer).expect(200)
    first = host.delete(path, headers=key).expect(200)
    assert first.headers.get("Idempotency-Replayed") is None
    again = host.delete(path, headers=key).expect(200)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.body == first.body


def test_replayed_by_a_server_that_was_started_later(binary, database, game):
    key = {"Idempotency-Key": "before-the-restart"}
    with Instance(database.url) as instance:
        first = instance.api(game.host_token).post(f"{game.path}/answers", game.answer(question=3), headers=key).expect(200)
        created = instance.api().post("/api/games", {"name": "Once"}, headers=key).expect(201)
    before = revision(database, game)
    with Instance(database.url) as instance:
        again = instance.api(game.host_token).post(f"{game.path}/answers", game.answer(question=3), headers=key).expect(200)
        assert again.body == first.body
        assert again.headers["Idempotency-Replayed"] == "true"
        # A game's tokens are in the stored answer too: the very same bytes.
        created_again = instance.api().post("/api/games", {"name": "Once"}, headers=key).expect(201)
        assert created_again.body == created.body
        assert created_again.headers["Idempotency-Replayed"] == "true"
    assert revision(database, game) == before
