"""Durable mutations a second, and how long one takes."""

from contextlib import ExitStack
from functools import partial

from ..context import Context
from ..rounds import median_round
from ..servers import Server

GAMES = 1_000
CLIENTS = 64


def pgbench(context: Context) -> list[dict]:
    """The transaction of a mutation by pgbench, with and without NOTIFY."""
    context.pgbench("pgbench", 4, 1)    # not counted: it stores each player's first answer and warms the cache
    return [context.pgbench(script, clients)
            for clients in context.sizes.pgbench_clients for script in ("pgbench", "pgbench-notify")]


def store(context: Context) -> list[dict]:
    """Round trips of one connection, and the writer without HTTP."""
    seconds = max(1, round(context.sizes.seconds))
    common = ("--database", context.cluster.podium("pgbench"), "--seconds", str(seconds))
    trips = context.bench_store("round-trips", *common)
    return [
        {"what": "round trips of one connection, pgbench", **context.pgbench_select(seconds)},
        {"what": "round trips of one connection, Podium", "clients": 1, "per_second": trips},
    ] + [
        {"what": "the writer without HTTP", "clients": clients,
         "per_second": context.bench_store("mutations", *common, "--clients", str(clients))}
        for clients in context.sizes.clients
    ]


def http(context: Context) -> list[dict]:
    """HTTP alone: a request that takes neither a body nor the database."""
    with context.podium() as server:
        return [context.http(server, context.targets.bare(), CLIENTS)]


def mutations(context: Context) -> list[dict]:
    """Podium, Go and Django from 1 client to many; at 64 alternately, with pgbench at its best."""
    best = best_clients(context)
    rows = []
    with ExitStack() as stack:
        servers = [stack.enter_context(server) for server in (
            context.podium(), context.peer("go"), go_local(context), context.peer("django"))]
        files = {server.name: context.targets.spread(server, GAMES) for server in servers}
        for clients in context.sizes.clients:
            rounds = context.sizes.rounds if clients == CLIENTS else 1
            ways = {server.name: partial(context.http, server, files[server.name], clients)
                    for server in context.working(servers)}
            if clients == CLIENTS:
                ways["pgbench-notify"] = partial(context.pgbench, "pgbench-notify", best)
            rows += [median_round(run) for run in context.in_turn(rounds, ways).values()]
    return rows


def best_clients(context: Context) -> int:
    """With how many clients pgbench was fastest with NOTIFY; 16 if that was not measured."""
    rows = [row for row in context.results.get("pgbench", []) if row["system"] == "pgbench-notify"]
    return max(rows, key=lambda row: row["per_second"])["clients"] if rows else 16


def go_local(context: Context) -> Server:
    """The Go peer that tells its own sockets only: without NOTIFY there can be only one instance."""
    server = context.peer("go", "--broadcast", "local")
    server.name = "go-local"
    return server


def lone(context: Context) -> list[dict]:
    """One mutation after the other, beside pgbench's one client, alternately."""
    seconds = context.sizes.lone_seconds
    with context.podium() as server:
        runs = context.in_turn(context.sizes.lone_rounds, {
            "podium": partial(context.http, server, context.targets.spread(server, GAMES), 1, seconds),
            "pgbench-notify": partial(context.pgbench, "pgbench-notify", 1, seconds)})
    return [median_round(run, "mean_us") for run in runs.values()]


def one_player(context: Context) -> list[dict]:
    """All clients on one player of one game, beside all spread over games."""
    with context.podium() as server:
        runs = context.in_turn(context.sizes.rounds, {
            case: partial(context.http, server, context.targets.spread(server, games), CLIENTS)
            for case, games in (("spread over 1,000 games", GAMES), ("one player of one game", 1))})
    return [{"case": case} | median_round(run) for case, run in runs.items()]
