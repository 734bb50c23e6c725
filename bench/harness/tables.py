"""Markdown tables of what was measured."""

from dataclasses import dataclass

from .bounds import Bound
from .goals import Goal


@dataclass(frozen=True)
class Table:
    """A measure's title, what to know of it, and its columns: headings by the key of the row."""

    title: str
    note: str
    columns: dict[str, str]


HTTP = {"per_second": "a second", "mean_us": "mean µs", "p50_us": "p50 µs", "p99_us": "p99 µs", "p999_us": "p99.9 µs"}
CPU = {"server_cpu_us": "server CPU µs", "postgres_cpu_us": "PostgreSQL CPU µs", "driver_cpu_us": "driver CPU µs",
       "driver_share": "driver %"}
FAN_OUT = {
    "system": "system", "publish": "published by", "subscribers": "subscribers", "rooms": "games",
    "published_per_second": "messages a second", "deliveries_per_second": "deliveries a second",
    "p50_us": "round trip p50 µs", "p99_us": "p99 µs", **CPU}

FULL = 0.9
"""The share of its one core from which on the driver is taken as full."""

TABLES = {
    "pgbench": Table(
        "The plain way: pgbench", "The transaction of one mutation, statement by statement, with and without NOTIFY.",
        {"system": "script", "clients": "clients", "per_second": "a second", "mean_us": "mean µs"}),
    "store": Table(
        "Without HTTP", "PGStore's round trips, and mutations through the group-commit writer within one process.",
        {"what": "what", "clients": "clients", "per_second": "a second"}),
    "http": Table(
        "HTTP alone", "GET /api/health/live: neither a body nor a database. CPU is for each request.",
        {"system": "system", "clients": "clients", **HTTP, **CPU}),
    "mutations": Table(
        "Durable mutations over HTTP",
        "One answer a request, spread over 1,000 games, keep-alive. CPU is for each mutation. `go-local` tells its own "
        "sockets only. At 64 clients the systems and pgbench were measured alternately; the row is the median.",
        {"system": "system", "clients": "clients", **HTTP, **CPU}),
    "lone": Table(
        "One client alone", "Alternately; the row is the median.",
        {"system": "system", "per_second": "a second", "mean_us": "mean µs", "p50_us": "p50 µs", "p99_us": "p99 µs", **CPU}),
    "one-player": Table(
        "All on one player", "64 clients; alternately; the row is the median.", {"case": "case", **HTTP, **CPU}),
    "instances": Table(
        "Instances",
        "Four drivers with 16 clients each, divided over the instances; alternately; the row is the median. All four instances "
        "run and hear of every mutation, those too that nobody asks; CPU is for each mutation, of all of them and all drivers.",
        {"instances": "instances", "clients": "clients", "per_second": "a second together", **CPU}),
    "games": Table("Games", "64 clients spread over so many games.", {"games": "games", **HTTP, **CPU}),
    "players": Table(
        "Players of one game", "256 clients; each player answers in turn.", {"players": "players", **HTTP, **CPU}),
    "change-log": Table(
        "Length of the change log",
        "64 clients, 1,000 games; a database with that log and an empty one, alternately; the row is the median. Both were "
        "vacuumed, analysed and checkpointed after the filling; the last column says whether PostgreSQL did so again meanwhile.",
        {"log_rows": "rows at the start", "beside": "measured beside", **HTTP, **CPU, "tidied": "vacuum or checkpoint"}),
    "fanout": Table(
        "Fan-out",
        "Four publishers, each waiting for its own message before the next; publishing by sockets, the systems took turns, "
        "and the row is the median. CPU is for each delivery. Django takes so long for a message that it was measured once, "
        "and with 100 subscribers too.", FAN_OUT),
    "subscribers": Table("Fan-out over subscribers", "One game, four publishers.", FAN_OUT),
    "rooms": Table("Fan-out over games", "The subscribers are spread over the games; four publishers.", FAN_OUT),
    "latency": Table(
        "Commit to delivery",
        "20 changes a second to 1,000 subscribers of one game, from PostgreSQL's timestamp of the commit (taken before the "
        "flush to disk) to each delivery. What has no database: from sending. p50 and p99 are medians of the rounds. CPU is for "
        "each delivery, with that of the change itself.",
        {"system": "system", "since": "since", "samples": "samples a round", "p50_us": "p50 µs", "p99_us": "p99 µs", **CPU}),
    "memory": Table(
        "Memory of idle connections",
        "PSS of the server's processes (with Django's Redis); what the kernel holds for sockets is not in it.",
        {"system": "system", "rooms": "games", "connections": "connections", "pss_mib": "MiB", "kib_each": "KiB each"}),
    "start": Table(
        "Start", "From the start of the process to the first 200 of /api/health/ready; the median.", {"system": "system", "ms": "ms"}),
}


def number(value: object) -> str:
    """As it is read best: thousands apart, small ones with three digits that count."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def cell(key: str, value: object) -> str:
    """A driver's share as percents, in bold where it is full."""
    if key != "driver_share" or value is None:
        return number(value)
    return f"**{100 * value:.0f}**" if value >= FULL else f"{100 * value:.0f}"


def markdown(headings: list[str], rows: list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def goals_table(goals: list[Goal]) -> str:
    words = {True: "met", False: "**missed**", None: "not measured"}
    return markdown(["what", "Podium", "beside it", "", "ratio", "goal", ""], [
        [goal.what, amount(goal.podium, goal.unit), goal.beside, amount(goal.other, goal.unit),
         number(goal.ratio), f"{'≥' if goal.at_least else '≤'} {goal.bound}", words[goal.met]] for goal in goals])


def bounds_table(bounds: list[Bound]) -> str:
    words = {True: "yes", False: "**no**", None: "not measured"}
    return markdown(["goal", "would take", "in the way", "", "within reach"], [
        [bound.goal, amount(bound.needed, bound.unit), bound.reason,
         amount(bound.bound, bound.unit), words[bound.within_reach]] for bound in bounds])


def amount(value: float | None, unit: str) -> str:
    return "" if value is None else f"{number(value)} {unit}"


def measure_table(name: str, rows: list[dict]) -> str:
    """A section: title, note and table."""
    table = TABLES[name]
    body = [[cell(key, row.get(key)) for key in table.columns] for row in rows]
    return f"## {table.title}\n\n{table.note}\n\n" + markdown(list(table.columns.values()), body)
