import pytest

from harness.readme import BEGIN, END, shown

RESULTS = (
    "# Benchmarks\n\n2026, a machine.\n\nMore.\n\n## Goals\n\n| what |\n| --- |\n| speed |\n\n"
    "## What is in the way\n\nBounds:\n\n| goal |\n| --- |\n| more |\n\n## Next\n\nText\n")


def test_goals_bounds_and_machine_are_put_between_the_marks():
    readme = f"Before\n{BEGIN}\nold\n{END}\nAfter\n"
    new = f"Before\n{BEGIN}\n2026, a machine.\n\n| what |\n| --- |\n| speed |\n\nBounds:\n\n| goal |\n| --- |\n| more |\n{END}\nAfter\n"
    assert shown(readme, RESULTS) == new
    assert shown(new, RESULTS) == new


def test_a_readme_without_the_marks_is_refused():
    with pytest.raises(ValueError, match="README"):
        shown("Before\n", RESULTS)
