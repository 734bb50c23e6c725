"""SVG plots of how figures grow. No date and no chance in them: a new run changes only what changed."""

from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402 - after the choice of the backend
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator  # noqa: E402

INK = "#6e7781"
"""Readable on white and on black."""
COLOURS = {
    "podium": "#2f81f7", "socketify": "#d9822b", "go": "#2da44e", "go-local": "#7bc96f", "django": "#a371f7",
    "nchan": "#e5534b", "pgbench": "#8b949e", "pgbench-notify": "#57606a"}

matplotlib.rcParams.update({
    "svg.hashsalt": "podium", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 11,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False, "axes.grid": True, "axes.axisbelow": True,
    "grid.color": INK, "grid.alpha": 0.25, "lines.marker": "o", "lines.linewidth": 2})

Rows = list[dict]


def by_system(rows: Rows, x: str, y: str) -> dict[str, Rows]:
    """The rows of each system that have both figures, in the order of x; first the system whose line ends highest."""
    lines: dict[str, Rows] = {}
    for row in sorted((row for row in rows if row.get(y) is not None and row.get(x) is not None), key=lambda row: row[x]):
        lines.setdefault(row.get("system", "podium"), []).append(row)
    return dict(sorted(lines.items(), key=lambda line: -line[1][-1][y]))


def line_plot(rows: Rows, x: str, y: str, x_title: str, y_title: str, log_x: bool = True, log_y: bool = False) -> Figure:
    """A line a system. On a logarithmic axis of x the ticks are what was measured, and nothing else."""
    lines = by_system(rows, x, y)
    figure, axes = pyplot.subplots(figsize=(7.6 if len(lines) > 1 else 6.4, 4), layout="constrained")
    for system, line in lines.items():
        axes.plot([row[x] for row in line], [row[y] for row in line], label=system, color=COLOURS.get(system, INK))
    axes.set(xlabel=x_title, ylabel=y_title)
    if log_x:
        axes.set_xscale("log")
        axes.set_xticks(sorted({row[x] for line in lines.values() for row in line}))
        axes.xaxis.set_minor_locator(NullLocator())
    if log_y:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_minor_locator(NullLocator())
    else:
        axes.set_ylim(0, 1.06 * max(row[y] for line in lines.values() for row in line))
    axes.xaxis.set_major_formatter(plain)
    axes.yaxis.set_major_formatter(plain)
    if len(lines) > 1:
        figure.legend(loc="outside right upper")    # wherever it is put inside, some run's line is under it
    return figure


def plain(value: float, _: int) -> str:
    return f"{value:,.0f}" if value >= 1 or value == 0 else f"{value:g}"


def bar_plot(bars: dict[str, float], x_title: str) -> Figure:
    """Lying bars, the longest above."""
    figure, axes = pyplot.subplots(figsize=(6.4, 0.8 + 0.45 * len(bars)), layout="constrained")
    ordered = sorted(bars.items(), key=lambda bar: bar[1])
    drawn = axes.barh([name for name, _ in ordered], [value for _, value in ordered],
                      color=[COLOURS.get(name, INK) for name, _ in ordered])
    axes.bar_label(drawn, [f"{value:,.0f}" for _, value in ordered], color=INK, padding=4)
    axes.set(xlabel=x_title)
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(plain)
    axes.margins(x=0.2)
    return figure


def mutations(results: dict[str, Rows]) -> Figure:
    rows = results["mutations"] if "pgbench" not in results else [
        row for row in results["mutations"] if row["system"] != "pgbench-notify"] + results["pgbench"]
    return line_plot(rows, "clients", "per_second", "clients", "durable mutations a second", log_y=True)


def fan_out(results: dict[str, Rows]) -> Figure:
    """All with as many subscribers; whoever was measured with fewer besides is in the table."""
    by_socket = [row for row in results["fanout"] if row["publish"] == "socket"]
    audience = max(row["subscribers"] for row in by_socket)
    bars = {row["system"]: row["deliveries_per_second"] for row in by_socket if row["subscribers"] == audience}
    return bar_plot(bars, f"deliveries a second, one game, {audience:,} subscribers, four publishers")


def memory(results: dict[str, Rows]) -> Figure:
    rows = [row for row in results["memory"] if row["system"] == "podium" and row["rooms"] == 1]
    return line_plot(rows, "connections", "pss_mib", "idle connections", "memory of the server, MiB", log_x=False)


def growth(measure: str, x: str, y: str, x_title: str, y_title: str) -> Callable[[dict[str, Rows]], Figure]:
    return lambda results: line_plot(results[measure], x, y, x_title, y_title)


PER_SECOND = "durable mutations a second"
DELIVERIES = "deliveries a second"
PLOTS: dict[str, Callable[[dict[str, Rows]], Figure]] = {
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
        figure = PLOTS[measure](results)
        figure.savefig(folder / name, transparent=True, metadata={"Date": None})
        pyplot.close(figure)
    return drawn
