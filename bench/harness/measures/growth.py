"""How the cost of a mutation grows: with instances, games, players of one game, and the change log."""

from contextlib import ExitStack
from functools import partial
from pathlib import Path

from ..context import Context, MeasureFailed, cpu_each, driver_share
from ..rounds import median_round
from ..servers import Server
from ..sizes import WARM_UP
from .mutations import CLIENTS, GAMES

INSTANCES = (1, 2, 4)
MANY_CLIENTS = 256


def instances(context: Context) -> list[dict]:
    """64 clients of four drivers, divided over one, two or four instances."""
    with ExitStack() as stack:
        servers = [stack.enter_context(context.podium()) for _ in range(max(INSTANCES))]
        files = [context.targets.spread(servers[0], GAMES, first=n + 1, step=4) for n in range(4)]
        runs = context.in_turn(context.sizes.rounds, {
            f"{count} instances": partial(together, context, servers, count, files) for count in INSTANCES})
    return [median_round(run) for run in runs.values()]


def together(context: Context, servers: list[Server], count: int, files: list[Path]) -> dict:
    """As many drivers as there are files, at once, on the first servers: a row of figures. The others' CPU time counts too."""
    loads = []
    try:
        for number, targets in enumerate(files):
            server = servers[number % count]
            loads.append(context.load(
                "http", "--url", server.url, "--targets", targets, "--clients", CLIENTS // len(files),
                "--warm-up", WARM_UP, "--seconds", context.sizes.seconds, servers=() if loads else servers))
        figures = [load.result() for load in loads]
    finally:
        for load in loads:
            load.abandon()
    if any(figure["failed"] for figure in figures):
        raise MeasureFailed(f"{sum(figure['failed'] for figure in figures)} requests failed")
    drivers = sum(figure["driver_cpu_seconds"] for figure in figures)
    return {
        "instances": count, "clients": CLIENTS, "per_second": sum(figure["per_second"] for figure in figures),
        **cpu_each(figures[0] | {"driver_cpu_seconds": drivers}, sum(figure["requests"] for figure in figures)),
        "driver_share": max(driver_share(figure) for figure in figures)}


def games(context: Context) -> list[dict]:
    with context.podium("podium_many", games=20_000) as server:
        return [{"games": count} | context.http(server, context.targets.spread(server, count), CLIENTS)
                for count in context.sizes.games]


def players(context: Context) -> list[dict]:
    """Everybody in one game answers, 256 at a time."""
    with context.podium() as server:
        return [{"players": count} | context.http(server, context.targets.crowd(server, count), MANY_CLIENTS)
                for count in context.sizes.players]


def change_log(context: Context) -> list[dict]:
    """Two databases, one with a long log and one without, alternately."""
    rows = []
    urls = {name: context.cluster.podium(name) for name in ("podium_no_log", "podium_log")}
    with context.podium("podium_no_log") as empty_server, context.podium("podium_log") as full_server:
        servers = {"podium_no_log": empty_server, "podium_log": full_server}
        targets = context.targets.spread(full_server, GAMES)
        for length in context.sizes.change_log:
            context.cluster.fill_change_log(urls["podium_log"], length)
            for server in servers.values():
                # Not counted: each player's first answer is stored, so that the statistics of both are of as many rows.
                context.http(server, targets, CLIENTS)
            context.cluster.settle(*urls.values())
            runs = context.in_turn(context.sizes.log_rounds, {
                name: partial(watched, context, urls[name], server, targets) for name, server in servers.items()})
            rows += [{"log_rows": length if name == "podium_log" else 0, "beside": length} | median_round(run)
                     for name, run in runs.items()]
    return rows


def watched(context: Context, url: str, server: Server, targets: Path) -> dict:
    """A row of figures, which says so if PostgreSQL tidied up meanwhile."""
    before = context.cluster.housekeeping(url)
    found = context.http(server, targets, CLIENTS, context.sizes.seconds / 2)
    return found | {"tidied": "no" if context.cluster.housekeeping(url) == before else "yes"}
