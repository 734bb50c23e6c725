"""Files of requests for the driver: a line a request, METHOD PATH JSON, below the token of its game's host."""

import itertools
from collections.abc import Iterable
from pathlib import Path

from .database import CROWD
from .servers import Server


class Targets:
    """Writes the files into a folder, each once."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._numbers = itertools.count(1)

    def spread(self, server: Server, games: int, first: int = 1, step: int = 1) -> Path:
        """One answer of the one player of each game, from the first on."""
        return self._write(
            line for n in range(first, games + 1, step) for line in (*authorization(server, n), answer(server, n, n, n)))

    def crowd(self, server: Server, players: int, skip: int = 0) -> Path:
        """One answer of each of so many players of one game, after those that are skipped."""
        answers = (answer(server, CROWD, CROWD + 1 + skip + n, CROWD) for n in range(players))
        return self._write([*authorization(server, CROWD), *answers])

    def bare(self) -> Path:
        """A request that takes neither a body nor a database."""
        return self._write(["GET /api/health/live"])

    def _write(self, lines: Iterable[str]) -> Path:
        path = self._folder / f"targets-{next(self._numbers)}"
        path.write_text("".join(line + "\n" for line in lines))
        return path


def authorization(server: Server, game: int) -> list[str]:
    return [f"Authorization: Bearer {server.host_token(game)}"] if server.host_token else []


def answer(server: Server, game: int, player: int, question: int) -> str:
    body = f'{{"player_id":{player},"question_id":{question},"is_correct":true,"points":1}}'
    return f"POST {server.answers_path.format(game)} {body}"
