"""What the first request for this system asked to be tried by hand, here with WebSocket clients on different instances."""

import asyncio

import pytest

from client import make_game
from relay_checks import State, finish
from writers import Connection
from wsclient import join


@pytest.fixture
def game(cluster):
    return make_game(cluster.instances[0].api())


async def join_all(cluster, game, each=1, **options):
    """So many clients on each instance, with one book."""
    book = {}
    joins = (
        join(port, game.id, game.host_token, client_type="board", client_id=f"{port}-{n}", book=book, **options)
        for port in cluster.ports
        for n in range(each)
    )
    return await asyncio.gather(*joins)


async def close_all(clients):
    await asyncio.gather(*(client.close() for client in clients))


async def test_recorded_answers_update_scores_across_clients(cluster, database, game):
    """Seed 1: the host on any instance records an answer, everybody sees the score that the host was answered."""
    start = State.of_database(database, game.id)
    clients = await join_all(cluster, game, 2)
    for turn, instance in enumerate(cluster.instances * 2):
        host = instance.api(game.host_token)
        answer = host.post(f"{game.path}/answers", game.answer(turn % 3, turn % 5, turn % 2 == 0)).expect(200).json()
        for client in clients:
            seen = await client.take("update_score")
            assert seen == {"type": "update_score", **answer, "revision": start.revision + turn + 1}
    undone = host.delete(f"{game.path}/answers/{game.players[0]}/{game.questions[0]}").expect(200).json()
    for client in clients:
        assert (await client.take("update_score")).items() >= undone.items()
    await finish(clients, database, game, start)


async def test_toggled_questions_are_in_step_across_clients(cluster, database, game):
    """Seed 2."""
    start = State.of_database(database, game.id)
    clients = await join_all(cluster, game, 2)
    for turn, answered in enumerate([True, False, True, True]):
        host = cluster.instances[turn % 3].api(game.host_token)
        result = host.patch(f"/api/questions/{game.questions[1]}", {"answered": answered}).expect(200).json()
        assert result["version"] == turn + 1
        for client in clients:
            seen = await client.take("toggle_question")
            assert seen == {"type": "toggle_question", **result, "revision": start.revision + turn + 1}
    await finish(clients, database, game, start)


async def test_rapid_successive_updates(cluster, database, game):
    """Seed 3: 100 answers for one player from two hosts at once; versions come in order and end at the truth."""
    start = State.of_database(database, game.id)
    clients = await join_all(cluster, game, 2)

    async def play(port, turns):
        answers = []
        connection = Connection(port, game.host_token)
        for turn in range(turns):
            status, body = await connection.call("POST", f"{game.path}/answers", game.answer(0, turn % 5, points=turn))
            assert status == 200, body
            answers.append(body)
        connection.close()
        return answers

    await asyncio.gather(play(cluster.ports[0], 50), play(cluster.ports[1], 50))
    for client in clients:
        await client.reach(start.revision + 100)
        versions = [message["version"] for message in client.of_type("update_score")]
        assert versions == list(range(1, 101))
    await finish(clients, database, game, start)


async def test_invalid_data_is_answered_and_nobody_hears_of_it(cluster, database, game):
    """Seed 4: problems with words, the sockets see nothing, and the next right one goes through."""
    start = State.of_database(database, game.id)
    clients = await join_all(cluster, game)
    host = cluster.instances[0].api(game.host_token)
    answer = game.answer()
    for body, status in [
        ({}, 400),
        (answer | {"is_correct": "yes"}, 400),
        (answer | {"points": 1 << 40}, 400),
        (answer | {"player_id": 999_999_999}, 404),
        (answer | {"question_id": None}, 400),
        ([], 400),
    ]:
        problem = host.post(f"{game.path}/answers", body).expect(status).json()
        assert problem["code"] and problem["detail"], problem
    host.post(f"{game.path}/answers", body=b'{"player_id":').expect(400)
    host.patch(f"/api/questions/{game.questions[0]}", {"answered": 1}).expect(400)
    host.patch("/api/questions/999999999", {"answered": True}).expect(404)
    host.with_token("nonsense").post(f"{game.path}/answers", answer).expect(401)
    marks = [client.mark() for client in clients]
    host.post(f"{game.path}/answers", answer).expect(200)
    for client, mark in zip(clients, marks, strict=True):
        await client.reach(start.revision + 1)
        assert not client.of_type("update_score", "toggle_question", "game_changed", "error")[:-1]
        assert client.of_type("update_score", since=mark)
    await finish(clients, database, game, start)


async def test_several_windows_stay_in_step(cluster, database, game):
    """Seed 5: four windows on each instance; some are opened late, some again; at the end all show the same."""
    start = State.of_database(database, game.id)
    windows = await join_all(cluster, game, 2)
    host = cluster.instances[2].api(game.host_token)
    for turn in range(5):
        host.post(f"{game.path}/answers", game.answer(turn % 3, turn)).expect(200)
        host.patch(f"/api/questions/{game.questions[turn]}", {"answered": True}).expect(200)
        host.patch(f"/api/boards/{game.boards[0]}", {"name": f"Round {turn}"}).expect(200)
        if turn == 2:
            windows += await join_all(cluster, game, 2)
            left = windows[:2]
            await close_all(left)
            for client in left:
                windows.append(await join(cluster.ports[1], game.id, game.host_token, after=client.revision))
                assert windows[-1].welcome["resumed"]
    await finish(windows, database, game, start)
    assert {window.revision for window in windows if window not in left} == {start.revision + 15}
