"""From commit to delivery: PostgreSQL says when a change was committed, the driver when it arrived."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path

from ..context import Context, cpu_each
from ..database import CROWD
from ..driver import parse_samples, ready_arguments
from ..pgbench import percentiles
from ..raw_notify import raw_notify
from ..rounds import median_round
from ..servers import Server

RATE = 20
"""Publications a second."""
SKIPPED = 10
"""The first publications of each round are not counted: they meet cold paths."""

PODIUM_COMMITS = """
SELECT DISTINCT ON (entity_id) entity_id, (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint
FROM change WHERE game_id = :crowd AND kind = 'update_score' ORDER BY entity_id, revision DESC
"""
PEER_COMMITS = """
SELECT id, (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint
FROM player WHERE game_id = :crowd AND score_version > 0
"""


def commit_to_delivery(context: Context) -> list[dict]:
    """20 changes a second to all subscribers of one game, all systems alternately."""
    with ExitStack() as stack:
        ways = {
            server.name: partial(by_mutations, context, stack.enter_context(server), url, commits, count())
            for server, url, commits in (
                (context.podium(), context.cluster.url("podium"), PODIUM_COMMITS),
                (context.peer("go"), context.cluster.url("go"), PEER_COMMITS),
                (context.peer("django"), context.cluster.url("django"), PEER_COMMITS))}
        for name in ("socketify", "nchan"):
            ways[name] = partial(by_sockets, context, stack.enter_context(context.servers.peer(name)))
        ways["raw NOTIFY"] = partial(without_sockets, context)
        runs = context.in_turn(context.sizes.rounds, ways)
    for pair in runs.pop("raw NOTIFY", []):
        for row in pair.values():
            runs.setdefault(row["system"], []).append(row)
    return [pooled(run) for run in runs.values()]


def without_sockets(context: Context) -> dict:
    """PostgreSQL alone: a row for a bare NOTIFY, and one for that of a transaction that writes."""
    bare, written = raw_notify(context.cluster, context.sizes.latency_seconds)
    names = {"bare": "raw NOTIFY: sent to arrived", "written": "NOTIFY with a write: commit to arrived"}
    return {
        key: {"system": names[key], "samples": len(latencies), **percentiles(latencies)}
        for key, latencies in (("bare", bare), ("written", written))}


def pooled(rounds: list[dict]) -> dict:
    """Of several rounds the one with the median p50, and with the median p99 of all."""
    p99 = median_round(rounds, "p99_us")
    return median_round(rounds, "p50_us") | {"p99_us": p99["p99_us"], "p99_rounds": p99["rounds"]}


def by_mutations(context: Context, server: Server, url: str, commits: str, rounds: Iterator[int]) -> dict:
    """Each player is used in one round only, so that a player's newest commit is that of this round."""
    players = publications(context)
    targets = context.targets.crowd(server, players, skip=next(rounds) * players)

    def committed() -> dict[int, int]:
        lines = context.cluster.sql(url, commits, crowd=CROWD).splitlines()
        return {int(key): int(micros) for key, micros in (line.split("|") for line in lines)}

    return measure(context, server, CROWD, committed, "commit", [
        "--publish", "http", "--publish-url", server.url, "--targets", targets, "--key", "player_id",
        *ready_arguments(server)])


def by_sockets(context: Context, server: Server) -> dict:
    """Peers without a database: from the moment of sending."""
    return measure(context, server, 10, None, "publish", [
        "--publish", "socket", "--message", '{"type":"bench","tag":{tag}}', "--key", "tag"])


def measure(context: Context, server: Server, game: int, committed: Callable[[], dict[int, int]] | None,
            since: str, publish: list) -> dict:
    samples = context.scratch / f"samples-{server.name}"
    load = context.load(
        "latency", "--url", server.socket_url(game), "--subscribers", context.sizes.audience, "--rate", RATE,
        "--seconds", context.sizes.latency_seconds, "--samples", samples, *publish, servers=[server])
    figures = load.result()
    latencies = since_start(samples, committed() if committed else None)
    return {
        "system": server.name, "since": since, "subscribers": context.sizes.audience, "samples": len(latencies),
        **percentiles(latencies), **cpu_each(figures, figures["deliveries"])}


def since_start(samples: Path, committed: dict[int, int] | None) -> list[int]:
    """Microseconds from commit (or from sending) to each delivery, without the first publications."""
    deliveries = parse_samples(samples.read_bytes())
    sent = {key: time for key, time, _ in deliveries}
    skipped = set(sorted(sent, key=sent.__getitem__)[:SKIPPED if len(sent) > 2 * SKIPPED else 0])
    return [
        delivered // 1000 - (committed[key] if committed else at // 1000)
        for key, at, delivered in deliveries if key not in skipped]


def publications(context: Context) -> int:
    return int(RATE * context.sizes.latency_seconds) + RATE
