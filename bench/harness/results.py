"""Writes the report: results.json with all figures, results.md to be read, and the plots."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .bounds import Bound, bounds
from .database import SETTINGS
from .goals import Goal, goals
from .plots import draw
from .tables import FULL, TABLES, bounds_table, goals_table, measure_table


@dataclass
class Run:
    """What a run did. Times are in seconds."""

    machine: dict
    quick: bool
    measures: dict[str, list[dict]] = field(default_factory=dict)
    durations: dict[str, float] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    """What went wrong, by measure."""
    seconds: float = 0
    """Of all, with the making of the databases."""

    def goals(self) -> list[Goal]:
        return goals(self.measures)

    def bounds(self) -> list[Bound]:
        return bounds(self.measures, self.machine["cores"])


def write(run: Run, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    plots = draw(folder, run.measures)
    report = asdict(run) | {
        "settings": SETTINGS, "goals": [goal.as_row() for goal in run.goals()],
        "bounds": [bound.as_row() for bound in run.bounds()]}
    (folder / "results.json").write_text(json.dumps(rounded(report), indent=1, ensure_ascii=False) + "\n")
    (folder / "results.md").write_text(report_text(run, plots))


def report_text(run: Run, plots: dict[str, str]) -> str:
    parts = [
        "# Benchmarks\n", introduction(run), "## Goals\n\n" + goals_table(run.goals()),
        "## What is in the way\n\nWhat some goals would take, beside a figure of the same run that Podium, built as it is, "
        "cannot go beyond on these cores.\n\n" + bounds_table(run.bounds())]
    if run.failures:
        lines = "".join(f"- {name}: {reason}\n" for name, reason in run.failures.items())
        parts.append("## What failed\n\n" + lines)
    for name, rows in run.measures.items():
        section = measure_table(name, rows)
        if name in plots:
            section += f"\n![{TABLES[name].title}]({plots[name]})\n"
        parts.append(section)
    return "\n".join(parts)


def introduction(run: Run) -> str:
    machine = run.machine
    settings = ", ".join(f"`{name} = {value}`" for name, value in SETTINGS.items())
    warning = "**A quick run: it shows that everything runs; its figures mean nothing.**\n\n" if run.quick else ""
    return (
        f"{warning}{machine['date']}, {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, "
        f"Linux {machine['kernel']}; PostgreSQL {machine['postgresql']}, {machine['swift']}, {machine['go']}, "
        f"Python {machine['python']}. Servers, PostgreSQL and the driver share the cores. Taken by `scripts/bench` in "
        f"{run.seconds:.0f} s, all in one run.\n\n"
        f"One private PostgreSQL for all, a database each, over a Unix socket: {settings}; nothing else is tuned. Podium "
        "checks its tokens (each mutation comes with that of its game's host), writes its change log and runs with its rate "
        "limits off; the peers ask for no token.\n\n"
        f"`driver %` is how much of its one core the driver used. In bold, from {100 * FULL:.0f} on, the driver was at its "
        "limit: the rate is the driver's as much as the server's, and processor times are what compares.\n")


def rounded(value: object) -> object:
    """Without digits that say nothing."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value
