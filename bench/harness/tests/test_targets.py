from harness.database import CROWD
from harness.targets import Targets
from harness.tokens import host_token


class Podium:
    answers_path = "/api/games/{}/answers"

    @staticmethod
    def host_token(game: int) -> str:
        return f"host-{game}"


class Peer:
    answers_path = "/api/games/{}/answers/"
    host_token = None


def lines(path) -> list[str]:
    return path.read_text().splitlines()


def test_a_token_is_what_openssl_makes_of_it():
    assert host_token("bench-secret", 7) == (
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJnYW1lIjo3LCJyb2xlIjoiaG9zdCJ9.ZWmQakf-LGxD6iyD4Ie3Wu4D2Id0h_K649ZFL35p-IE")


def test_each_game_is_answered_by_its_own_host(tmp_path):
    body = '{{"player_id":{0},"question_id":{0},"is_correct":true,"points":1}}'
    assert lines(Targets(tmp_path).spread(Podium(), 6, first=1, step=4)) == [
        "Authorization: Bearer host-1", "POST /api/games/1/answers " + body.format(1),
        "Authorization: Bearer host-5", "POST /api/games/5/answers " + body.format(5)]


def test_the_players_of_one_game_share_its_host(tmp_path):
    written = lines(Targets(tmp_path).crowd(Podium(), 3, skip=2))
    assert written[0] == f"Authorization: Bearer host-{CROWD}"
    assert [line.split(",")[0] for line in written[1:]] == [
        f'POST /api/games/{CROWD}/answers {{"player_id":{CROWD + n}' for n in (3, 4, 5)]


def test_a_peer_gets_no_token(tmp_path):
    targets = Targets(tmp_path)
    assert [line.split()[0] for path in (targets.spread(Peer(), 2), targets.crowd(Peer(), 2)) for line in lines(path)] == ["POST"] * 4


def test_a_request_without_a_body_has_no_token_either(tmp_path):
    assert lines(Targets(tmp_path).bare()) == ["GET /api/health/live"]
