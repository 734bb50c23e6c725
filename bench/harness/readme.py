"""Shows the goals of the newest whole run in the README."""

from pathlib import Path

BEGIN = "<!-- the goals of bench/results/results.md, put here by scripts/bench -->"
END = "<!-- end of the goals -->"


def shown(readme: str, results: str) -> str:
    """README's text with the report's date, machine, goals and what is in their way between its two marks."""
    before, _, rest = readme.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"README has no lines {BEGIN!r} and {END!r}")
    date_and_machine = results.split("\n\n")[1]
    goals = results.partition("## Goals\n\n")[2].partition("\n\n")[0]
    bounds = results.partition("## What is in the way\n\n")[2].partition("\n\n## ")[0]
    return f"{before}{BEGIN}\n{date_and_machine}\n\n{goals}\n\n{bounds}\n{END}{after}"


def show(readme: Path, results: Path) -> None:
    readme.write_text(shown(readme.read_text(), results.read_text()))
