"""The goals, decided from the rows that were measured: pure, so that they can be tested without a server."""

from dataclasses import asdict, dataclass

Results = dict[str, list[dict]]


@dataclass(frozen=True)
class Goal:
    """A goal and what became of it; figures are None where they were not measured."""

    what: str
    beside: str
    """What Podium's figure is divided by."""
    unit: str
    bound: float
    at_least: bool
    """Whether the ratio has to be at least the bound, or at most."""
    podium: float | None
    other: float | None

    @property
    def ratio(self) -> float | None:
        return self.podium / self.other if self.podium is not None and self.other else None

    @property
    def met(self) -> bool | None:
        if self.ratio is None:
            return None
        return self.ratio >= self.bound if self.at_least else self.ratio <= self.bound

    def as_row(self) -> dict:
        return asdict(self) | {"ratio": self.ratio, "met": self.met}


def figure(results: Results, measure: str, key: str, **wanted: object) -> float | None:
    """One figure of the first row of a measure that has all of these values."""
    found = figures(results, measure, key, **wanted)
    return found[0] if found else None


def figures(results: Results, measure: str, key: str, **wanted: object) -> list[float]:
    return [row[key] for row in results.get(measure, []) if all(row.get(name) == value for name, value in wanted.items())]


def total(*parts: float | None) -> float | None:
    return None if None in parts else sum(parts)


def goals(results: Results) -> list[Goal]:
    return throughput(results) + latency(results) + fan_out(results) + rest(results)


def throughput(results: Results) -> list[Goal]:
    podium = figure(results, "mutations", "per_second", system="podium", clients=64)
    go = figure(results, "mutations", "per_second", system="go", clients=64)
    django = figure(results, "mutations", "per_second", system="django", clients=64)
    notify = [rate for measure in ("pgbench", "mutations")
              for rate in figures(results, measure, "per_second", system="pgbench-notify")]
    spread = figure(results, "one-player", "per_second", case="spread over 1,000 games")
    one = figure(results, "one-player", "per_second", case="one player of one game")
    instances = {n: figure(results, "instances", "per_second", instances=n) for n in (1, 4)}
    what, unit = "mutations, 64 clients, 1,000 games", "1/s"
    return [
        Goal(what, "pgbench with NOTIFY at its best", unit, 3, True, podium, max(notify, default=None)),
        Goal(what, "the Go peer", unit, 8, True, podium, go),
        Goal(what, "Django", unit, 100, True, podium, django),
        Goal("the same, all on one player", "spread over 1,000 games", unit, 0.7, True, one, spread),
        Goal("the same, 4 instances together", "one instance", unit, 0.9, True, instances[4], instances[1]),
    ]


def latency(results: Results) -> list[Goal]:
    def at(system: str, percentile: str) -> float | None:
        return figure(results, "latency", f"{percentile}_us", system=system)

    found = [Goal(
        "latency of a lone mutation, mean", "pgbench with NOTIFY, one client", "µs", 1.5, False,
        figure(results, "lone", "mean_us", system="podium"), figure(results, "lone", "mean_us", system="pgbench-notify"))]
    for percentile in ("p50", "p99"):
        podium = at("podium", percentile)
        floor = total(at("socketify", percentile), at("raw NOTIFY: sent to arrived", percentile))
        what = f"commit to delivery, 1,000 subscribers, {percentile}"
        found += [
            Goal(what, "socketify + one raw NOTIFY", "µs", 1, False, podium, floor),
            Goal(what, "the Go peer", "µs", 0.5, False, podium, at("go", percentile)),
        ]
    return found


def fan_out(results: Results) -> list[Goal]:
    def of(system: str, key: str) -> float | None:
        return figure(results, "fanout", key, system=system, publish="socket")

    what = "deliveries, 1,000 subscribers, 4 publishers"
    podium = of("podium", "deliveries_per_second")
    names = {"socketify": "socketify", "nchan": "nchan", "go": "the Go peer", "go-local": "the Go peer, one process's sockets"}
    found = [Goal(what, name, "1/s", 1, True, podium, of(system, "deliveries_per_second")) for system, name in names.items()]
    go_cpu = [cost for cost in (of("go", "server_cpu_us"), of("go-local", "server_cpu_us")) if cost is not None]
    cost = "server's CPU for a delivery"
    return found + [
        Goal(cost, "socketify", "µs", 1.2, False, of("podium", "server_cpu_us"), of("socketify", "server_cpu_us")),
        Goal(cost, "the Go peer at its best", "µs", 0.5, False, of("podium", "server_cpu_us"), min(go_cpu, default=None)),
    ]


def rest(results: Results) -> list[Goal]:
    """Memory, the change log and the start. The first and the last are not ratios: the bound is what they are divided by."""
    connections = [count for count in figures(results, "memory", "connections", system="podium", rooms=1) if count <= 5_000]
    memory = [figure(results, "memory", "kib_each", system="podium", rooms=rooms, connections=max(connections, default=0))
              for rooms in (1, 1_000)]
    longest = max(figures(results, "change-log", "beside"), default=0)
    log = [figure(results, "change-log", "per_second", beside=longest, log_rows=rows) for rows in (longest, 0)]
    return [
        Goal("memory of an idle connection, one game", "8 KiB", "KiB", 1, False, memory[0], 8),
        Goal("memory of an idle connection, 1,000 games", "8 KiB", "KiB", 1, False, memory[1], 8),
        Goal(f"mutations, change log of {longest:,} rows", "an empty one", "1/s", 0.9, True, *log),
        Goal("start to first answer", "300 ms", "ms", 1, False, figure(results, "start", "ms"), 300),
    ]
