"""How long and how large everything is, for a whole run and for a quick one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Times are in seconds."""

    seconds: float
    """Of each figure of throughput."""
    lone_seconds: float
    """Of each figure of one client alone."""
    latency_seconds: float
    """Of each round of commit to delivery."""
    rounds: int
    """Of what is measured alternately; the median counts."""
    lone_rounds: int
    starts: int
    clients: tuple[int, ...]
    pgbench_clients: tuple[int, ...]
    games: tuple[int, ...]
    players: tuple[int, ...]
    change_log: tuple[int, ...]
    """Rows, growing; each is measured beside an empty log."""
    log_rounds: int
    """Of half as many seconds: more of them tell a difference of a tenth from a machine that changes its speed."""
    subscribers: tuple[int, ...]
    rooms: tuple[int, ...]
    audience: int
    """Subscribers of one game, where their number does not grow."""
    connections: tuple[int, ...]
    """Idle ones to Podium, growing; the last but one decides what one of them takes."""
    peer_connections: int
    memory_rooms: tuple[int, ...]


WHOLE = Sizes(
    seconds=2, lone_seconds=1.5, latency_seconds=5, rounds=3, lone_rounds=5, log_rounds=9, starts=7,
    clients=(1, 4, 16, 64, 256), pgbench_clients=(1, 4, 16, 64),
    games=(1, 10, 100, 1_000, 10_000), players=(1, 10, 100, 1_000, 5_000), change_log=(10_000_000,),
    subscribers=(1, 10, 100, 1_000, 10_000), rooms=(1, 10, 100, 1_000), audience=1_000,
    connections=(0, 1_000, 2_000, 5_000, 10_000), peer_connections=2_000, memory_rooms=(1_000, 10_000))

QUICK = Sizes(
    seconds=0.4, lone_seconds=0.3, latency_seconds=1, rounds=1, lone_rounds=1, log_rounds=1, starts=1,
    clients=(1, 64), pgbench_clients=(1, 16),
    games=(1, 100), players=(1, 100), change_log=(10_000,),
    subscribers=(1, 50), rooms=(1, 10), audience=50,
    connections=(0, 50, 100), peer_connections=50, memory_rooms=(20,))

WARM_UP = 0.5
"""Seconds that every figure of throughput runs before it counts."""
