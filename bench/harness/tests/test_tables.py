from harness.bounds import Bound
from harness.goals import Goal
from harness.measures import MEASURES
from harness.plots import PLOTS
from harness.results import rounded
from harness.tables import TABLES, bounds_table, goals_table, measure_table, number


def test_numbers_are_short():
    assert [number(value) for value in (None, 12345, 12345.6, 1.23456, 0, "podium")] == [
        "", "12,345", "12,346", "1.23", "0", "podium"]


def test_every_measure_has_a_table_and_every_plot_a_measure():
    assert list(TABLES) and set(TABLES) == set(MEASURES)
    assert set(PLOTS) <= set(MEASURES)


def test_a_measure():
    assert measure_table("start", [{"system": "podium", "ms": 93.71}]).endswith(
        "| system | ms |\n| --- | --- |\n| podium | 93.7 |\n")


def test_a_driver_at_its_limit_stands_out():
    table = measure_table("fanout", [
        {"system": system, "driver_share": share} for system, share in (("podium", 0.774), ("socketify", 0.98), ("go", None))])
    assert [line.split(" | ")[-1] for line in table.splitlines()[-3:]] == ["77 |", "**98** |", " |"]


def test_goals():
    text = goals_table([Goal("what", "other", "1/s", 3, True, 400.0, 100.0), Goal("more", "other", "µs", 2, False, None, None)])
    assert "| what | 400 1/s | other | 100 1/s | 4 | ≥ 3 | met |" in text
    assert "| more |  | other |  |  | ≤ 2 | not measured |" in text


def test_bounds():
    text = bounds_table([Bound("goal", "1/s", True, 400.0, 300.0, "why"), Bound("more", "µs", False, 4.0, None, "why")])
    assert "| goal | 400 1/s | why | 300 1/s | **no** |" in text
    assert "| more | 4 µs | why |  | not measured |" in text


def test_figures_are_rounded_to_six_digits():
    assert rounded({"a": [1234.56789, 7, "x"]}) == {"a": [1234.57, 7, "x"]}
