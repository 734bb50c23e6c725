"""Messages to everybody in a game: deliveries a second, and what one costs."""

from contextlib import ExitStack
from functools import partial

from ..context import Context, cpu_each, latencies
from ..database import CROWD
from ..driver import ready_arguments
from ..rounds import median_round
from ..servers import Server, spread_over
from ..sizes import WARM_UP
from .mutations import go_local

PUBLISHERS = 4
GAME = 10
FEW = 100
"""Subscribers of Django besides: with 1,000 it delivers a dozen messages in the time."""


def deliveries(context: Context) -> list[dict]:
    """Four publishers, one game; Podium and its peers alternately."""
    audience = context.sizes.audience
    with ExitStack() as stack:
        servers = [stack.enter_context(server) for server in (
            context.podium(), context.servers.peer("socketify"), context.servers.peer("nchan"),
            context.peer("go"), go_local(context))]
        runs = context.in_turn(context.sizes.rounds, {
            server.name: partial(fan_out, context, server, audience) for server in servers})
        rows = [median_round(run, "deliveries_per_second") for run in runs.values()]
        for server in context.working(servers):
            if server.name in ("podium", "go"):
                with context.tolerated(server.name):
                    rows.append(by_mutations(context, server, audience))
    with context.tolerated("django"), context.peer("django") as server:
        rows += [fan_out(context, server, count) for count in sorted({min(audience, FEW), audience})]
    return rows


def subscribers(context: Context) -> list[dict]:
    """One game, more and more subscribers."""
    return grow(context, [(count, 1) for count in context.sizes.subscribers])


def rooms(context: Context) -> list[dict]:
    """As many subscribers, spread over more and more games."""
    return grow(context, [(context.sizes.audience, count) for count in context.sizes.rooms])


def grow(context: Context, cases: list[tuple[int, int]]) -> list[dict]:
    rows = []
    with context.podium() as podium, context.servers.peer("socketify") as socketify:
        for count, room_count in cases:
            rows += [fan_out(context, server, count, room_count) for server in (podium, socketify)]
    return rows


def fan_out(context: Context, server: Server, audience: int, room_count: int = 1) -> dict:
    """Publishers send through their own sockets."""
    game = GAME if room_count == 1 else spread_over(room_count)
    load = context.load(
        "fanout", "--url", server.socket_url(game), "--subscribers", audience, "--publishers", PUBLISHERS,
        "--warm-up", WARM_UP, "--seconds", context.sizes.seconds, servers=[server])
    return row(server, "socket", audience, room_count, load.result())


def by_mutations(context: Context, server: Server, audience: int) -> dict:
    """Publishers send durable mutations over HTTP."""
    load = context.load(
        "fanout", "--url", server.socket_url(CROWD), "--subscribers", audience, "--publishers", PUBLISHERS,
        "--warm-up", WARM_UP, "--seconds", context.sizes.seconds, "--publish", "http", "--publish-url", server.url,
        "--targets", context.targets.crowd(server, 1_000), "--key", "player_id",
        *ready_arguments(server), servers=[server])
    return row(server, "mutation", audience, 1, load.result())


def row(server: Server, publish: str, audience: int, room_count: int, figures: dict) -> dict:
    return {
        "system": server.name, "publish": publish, "subscribers": audience, "rooms": room_count,
        "published_per_second": figures["published"] / figures["seconds"],
        "deliveries_per_second": figures["deliveries_per_second"],
        **latencies(figures["latency_us"]), **cpu_each(figures, figures["deliveries"]),
    }
