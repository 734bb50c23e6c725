"""SVG plots of how figures grow. No date and no chance in them: a new run changes only what changed."""

from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402 - after the choice of the backend

INK = "#6e7781"
"""Readable on white and on black."""
COLOURS = {
    "podium": "#2f81f7", "socketify": "#d9822b", "go": "#2da44e", "go-local": "#7bc96f", "django": "#a371f7",
    "nchan": "#e5534b", "pgbench": "#8b949e", "pgbench-notify": "#57606a"}

matplotlib.rcParams.update({
    "svg.hashsalt": "podium", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 11,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False, "axes.grid": True,
    "grid.color": INK, "grid.alpha": 0.25, "lines.marker": "o", "lines.linewidth": 2})

Rows = list[dict]


def by_system(rows: Rows, x: str, y: str) -> dict[str, Rows]:
    """The rows of each system that have both figures, in the order of x."""
    lines: dict[str, Rows] = {}
    for row in sorted((row for row in rows if row.get(y) is not None and row.get(x)), key=lambda row: row[x]):
        lines.setdefault(row.get("system", "podium"), []).append(row)
    return lines


def line_plot(path: Path, rows: Rows, x: str, y: str, x_title: str, y_title: str, log_y: bool = False) -> None:
    figure, axes = pyplot.subplots(figsize=(6.4, 4), layout="constrained")
    for system, line in by_system(rows, x, y).items():
        axes.plot([row[x] for row in line], [row[y] for row in line], label=system, color=COLOURS.get(system, INK))
    axes.set(xlabel=x_title, ylabel=y_title, xscale="log", yscale="log" if log_y else "linear")
    axes.xaxis.set_major_formatter(plain)
    axes.yaxis.set_major_formatter(plain)
    if not log_y:
        axes.set_ylim(bottom=0)
    if len(axes.get_lines()) > 1:
        axes.legend()
    figure.savefig(path, transparent=True, metadata={"Date": None})
    pyplot.close(figure)


def plain(value: float, _: int) -> str:
    return f"{value:,.0f}" if value >= 1 or value == 0 else f"{value:g}"


def bar_plot(path: Path, bars: dict[str, float], x_title: str) -> None:
    """Lying bars, the longest above."""
    figure, axes = pyplot.subplots(figsize=(6.4, 0.8 + 0.45 * len(bars)), layout="constrained")
    ordered = sorted(bars.items(), key=lambda bar: bar[1])
    drawn = axes.barh([name for name, _ in ordered], [value for _, value in ordered],
                      color=[COLOURS.get(name, INK) for name, _ in ordered])
    axes.bar_label(drawn, [f" {value:,.0f}" for _, value in ordered], color=INK)
    axes.set(xlabel=x_title)
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_formatter(plain)
    axes.margins(x=0.15)
    figure.savefig(path, transparent=True, metadata={"Date": None})
    pyplot.close(figure)


def mutations(path: Path, results: dict[str, Rows]) -> None:
    rows = results["mutations"] if "pgbench" not in results else [
        row for row in results["mutations"] if row["system"] != "pgbench-notify"] + results["pgbench"]
    line_plot(path, rows, "clients", "per_second", "clients", "durable mutations a second", log_y=True)


def fan_out(path: Path, results: dict[str, Rows]) -> None:
    bars = {row["system"]: row["deliveries_per_second"] for row in results["fanout"] if row["publish"] == "socket"}
    bar_plot(path, bars, "deliveries a second, one game, four publishers")


def memory(path: Path, results: dict[str, Rows]) -> None:
    rows = [row for row in results["memory"] if row["system"] == "podium" and row["rooms"] == 1]
    line_plot(path, rows, "connections", "pss_mib", "idle connections", "memory of the server, MiB")


def growth(measure: str, x: str, y: str, x_title: str, y_title: str) -> Callable[[Path, dict[str, Rows]], None]:
    return lambda path, results: line_plot(path, results[measure], x, y, x_title, y_title)


PER_SECOND = "durable mutations a second"
DELIVERIES = "deliveries a second"
PLOTS: dict[str, Callable[[Path, dict[str, Rows]], None]] = {
    "mutations": mutations,
    "games": growth("games", "games", "per_second", "games", PER_SECOND),
    "players": growth("players", "players", "per_second", "players of one game", PER_SECOND),
    "fanout": fan_out,
    "subscribers": growth("subscribers", "subscribers", "deliveries_per_second", "subscribers of one game", DELIVERIES),
    "rooms": growth("rooms", "rooms", "deliveries_per_second", "games that the subscribers are spread over", DELIVERIES),
    "memory": memory,
}
"""By measure, which is the file's name too."""


def draw(folder: Path, results: dict[str, Rows]) -> dict[str, str]:
    """Writes the plots of what was measured; file names by measure."""
    drawn = {measure: f"{measure}.svg" for measure in PLOTS if results.get(measure)}
    for measure, name in drawn.items():
        PLOTS[measure](folder / name, results)
    return drawn
