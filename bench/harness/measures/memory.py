"""What an idle connection takes of a server's memory."""

import time
from contextlib import ExitStack

from ..context import Context
from ..servers import Server, spread_over

SETTLE = 0.5
"""Seconds from the last handshake to the reading."""
SPREAD_ROOMS = 1_000


def memory(context: Context) -> list[dict]:
    """Podium over connections, in one room and spread; over rooms of one; and each peer."""
    sizes = context.sizes
    rows = []
    for room_count in (1, SPREAD_ROOMS):
        with context.podium() as server:
            rows += grow(context, server, list(sizes.connections), room_count)
    for room_count in sizes.memory_rooms:
        with context.podium("podium_many", games=20_000) as server:
            rows += grow(context, server, [0, room_count], room_count)
    for name in ("socketify", "nchan", "go", "django"):
        start = context.peer if name in ("go", "django") else context.servers.peer
        for room_count in (1, SPREAD_ROOMS):
            with context.tolerated(name), start(name) as server:
                rows += grow(context, server, [0, sizes.peer_connections], room_count)
    return rows


def grow(context: Context, server: Server, counts: list[int], room_count: int) -> list[dict]:
    """Opens connections until there are as many as each count says; a row each."""
    game = 10 if room_count == 1 else spread_over(room_count)
    rows, loads, open_now, empty = [], [], 0, 0
    with ExitStack() as stack:
        for count in counts:
            if count > open_now:
                load = context.load("idle", "--url", server.socket_url(game), "--connections", count - open_now)
                stack.callback(load.abandon)
                loads.append(load)
                load.begun()
                time.sleep(SETTLE)
                open_now = count
            held = server.pss_bytes()
            if count == 0:
                empty = held
            rows.append({
                "system": server.name, "rooms": room_count, "connections": count, "pss_mib": held / 2**20,
                "kib_each": (held - empty) / 1024 / count if count else None})
        lost = sum(load.stop()["lost"] for load in loads)
    return [row | {"lost": lost} for row in rows]
