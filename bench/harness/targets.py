"""Files of requests for the driver: a line a request, METHOD PATH JSON."""

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
        return self._write(answer(server, n, n, n) for n in range(first, games + 1, step))

    def crowd(self, server: Server, players: int, skip: int = 0) -> Path:
        """One answer of each of so many players of one game, after those that are skipped."""
        return self._write(answer(server, CROWD, CROWD + 1 + skip + n, CROWD) for n in range(players))

    def _write(self, lines: Iterable[str]) -> Path:
        path = self._folder / f"targets-{next(self._numbers)}"
        path.write_text("".join(line + "\n" for line in lines))
        return path


def answer(server: Server, game: int, player: int, question: int) -> str:
    body = f'{{"player_id":{player},"question_id":{question},"is_correct":true,"points":1}}'
    return f"POST {server.answers_path.format(game)} {body}"
