"""Measuring systems alternately, several times each, so that a machine that gets slower meanwhile is no system's fault."""

import statistics
from collections.abc import Iterator, Sequence


def alternately(rounds: int, names: Sequence[str]) -> Iterator[str]:
    """Each name in each round. Every other round goes backwards: nobody is always first, or always after the same other,
    whose last work PostgreSQL may still be writing to disk."""
    for number in range(rounds):
        yield from names if number % 2 == 0 else reversed(names)


def median_round(rounds: list[dict], key: str = "per_second") -> dict:
    """The round in the middle by that figure, with the figure of every round as `rounds`."""
    values = [row[key] for row in rounds]
    middle = statistics.median_low(values)
    return rounds[values.index(middle)] | {"rounds": values}
