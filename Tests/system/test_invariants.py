"""The invariants themselves: does each check notice what it is there for?"""

import pytest

from invariants import Listener, check_database

CHANGE = "insert into change (game_id, revision, kind, entity_id, version, body, actor) values (%s, %s, %s, %s, %s, %s, 'host')"


@pytest.fixture
def sound(postgres):
    """A database with one game, two scores and three changes, as it should be; put together by hand."""
    with postgres.database() as database:
        database.execute("insert into game (id, name, join_code, revision) values (1, 'G', 'ABCDEF', 3)")
        database.execute("insert into board (id, game_id, position) values (1, 1, 0)")
        database.execute("insert into category (id, game_id, board_id, name, position) values (1, 1, 1, 'C', 0)")
        database.execute("insert into question (id, game_id, category_id, text, points, position) values (1, 1, 1, 'Q', 5, 0)")
        database.execute(
            "insert into player (id, game_id, name, score, score_version) values (1, 1, 'A', 5, 2), (2, 1, 'B', 5, 1)"
        )
        database.execute("insert into player_answer values (1, 1, 1, true, 5), (1, 2, 1, true, 5)")
        for revision, player, score, version in ((1, 1, 7, 1), (2, 2, 5, 1), (3, 1, 5, 2)):
            body = f'{{"type":"update_score","player_id":{player},"score":{score},"version":{version},"revision":{revision}}}'
            database.execute(CHANGE, 1, revision, "update_score", player, version, body)
        yield database


def test_sound(sound):
    check_database(sound)


@pytest.mark.parametrize(
    "damage",
    [
        "delete from change where revision = 2",
        "delete from change where revision = 3",
        "update game set revision = 4",
        "update change set revision = 4 where revision = 3",
        "update player set score = 6 where id = 1",
        "update player_answer set points = 6 where player_id = 2",
        "delete from player_answer where player_id = 2",
        "update player set score_version = 3 where id = 1",
        "update change set version = 1 where revision = 3",
        "update change set version = 3 where revision = 3",
        "update change set entity_id = 2 where revision = 1",
        "update change set kind = 'toggle_question' where revision = 3",
    ],
)
def test_damage_is_noticed(sound, damage):
    sound.execute(damage)
    with pytest.raises(AssertionError):
        check_database(sound)


def payloads(database):
    return [f"1:[{body}]" for (body,) in database.rows("select body::text from change order by revision")]


def test_announcements_as_they_should_be(sound):
    listener = Listener(sound)
    first, second, third = payloads(sound)
    for announced in (
        [first, second, third],
        [f"{first[:-1]},{second[3:]}", third],
        ["1:@2", third],
        [first, "2:[{}]", "1:@3"],
    ):
        listener.payloads = announced
        listener.check([1])


def test_wrong_announcements_are_noticed(sound):
    listener = Listener(sound)
    first, second, third = payloads(sound)
    for announced in (
        [first, second],
        [first, third, second],
        [first, first, second, third],
        [first, second, third, third],
        [first, third],
        [first, second.replace("5", "6"), third],
        [first, second.replace(",", ", "), third],
        ["1:@3", third],
        ["1:@2", "1:@2", third],
    ):
        listener.payloads = announced
        with pytest.raises(AssertionError):
            listener.check([1])
