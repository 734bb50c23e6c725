"""What missed goals would take, beside what the same run shows to be in the way: pure, as the goals."""

from dataclasses import asdict, dataclass

from .goals import Results, figure, total


@dataclass(frozen=True)
class Bound:
    """What a goal would take, and a figure that it cannot go beyond; None where they were not measured."""

    goal: str
    unit: str
    at_least: bool
    """Whether the goal asks for at least so much, and the bound is a most; or the other way round."""
    needed: float | None
    bound: float | None
    reason: str

    @property
    def within_reach(self) -> bool | None:
        if self.needed is None or self.bound is None:
            return None
        return self.needed <= self.bound if self.at_least else self.needed >= self.bound

    def as_row(self) -> dict:
        return asdict(self) | {"within_reach": self.within_reach}


def bounds(results: Results, cores: int) -> list[Bound]:
    def per_second(measure: str, **wanted: object) -> float | None:
        return figure(results, measure, "per_second", **wanted)

    writer = per_second("store", what="the writer without HTTP", clients=64)
    free = total(processor_us(results, "http", clients=64), figure(
        results, "mutations", "postgres_cpu_us", system="podium", clients=64))
    quarter = processor_us(results, "mutations", system="podium", clients=16)
    four = processor_us(results, "instances", instances=4)
    go = times(8, per_second("mutations", system="go", clients=64))
    django = times(100, per_second("mutations", system="django", clients=64))
    together = times(0.9, per_second("instances", instances=1))
    instances = "0.9 of one instance's with 64 clients, for four with 16 each"
    return [
        Bound("8 × the Go peer", "1/s", True, go, writer, "the writer without HTTP, 64 clients"),
        Bound("100 × Django", "1/s", True, django, at_most(free, cores),
              "all cores, at what HTTP costs without a body, and a mutation PostgreSQL, with 64 clients; nothing else"),
        Bound(instances, "1/s", True, together, at_most(quarter, cores),
              "all cores, at what a mutation costs an instance with 16 clients that has no others beside it"),
        Bound(instances, "1/s", True, together, at_most(four, cores),
              "all cores, at what a mutation costs the four, three of which do nothing but hear of it"),
        *(delivery_bound(results, cores, percentile) for percentile in ("p50", "p99")),
    ]


def delivery_bound(results: Results, cores: int, percentile: str) -> Bound:
    """A share of the deliveries can't be there before that share of their processor time is spent."""
    each = processor_us(results, "latency", ("server", "driver"), system="podium")
    change = processor_us(results, "lone", ("server", "driver"), system="podium")
    audience = figure(results, "latency", "subscribers", system="podium")
    share = int(percentile[1:]) / 100
    sending = None if None in (each, change, audience) else share * (audience * each - change) / cores
    hop = figure(results, "latency", "p50_us", system="NOTIFY with a write: commit to arrived")
    return Bound(
        f"half the Go peer's commit to delivery, {percentile}", "µs", False,
        times(0.5, figure(results, "latency", f"{percentile}_us", system="go")), total(hop, sending),
        f"NOTIFY from commit to arrival, and on all cores {100 * share:.0f} % of what server and driver spend on a message to "
        "all, without the change itself")


def at_most(each: float | None, cores: int) -> float | None:
    """How many a second all cores can do, at so many microseconds each."""
    return cores * 1e6 / each if each else None


def processor_us(
        results: Results, measure: str, spenders: tuple[str, ...] = ("server", "postgres", "driver"), **wanted: object,
) -> float | None:
    """What one costs those who share the cores, in microseconds."""
    return total(*(figure(results, measure, f"{name}_cpu_us", **wanted) for name in spenders))


def times(factor: float, value: float | None) -> float | None:
    return None if value is None else factor * value
