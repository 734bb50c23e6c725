"""How long a server takes from its process's start to its first answer."""

import time

from ..context import Context
from ..rounds import median_round


def start(context: Context) -> list[dict]:
    """Podium on a database whose schema is up to date."""
    database = context.cluster.podium("podium")
    rounds = []
    for _ in range(context.sizes.starts):
        begun = time.monotonic()
        with context.servers.podium(database):
            rounds.append({"system": "podium", "ms": (time.monotonic() - begun) * 1000})
    return [median_round(rounds, "ms")]
