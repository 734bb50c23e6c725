from pathlib import Path

import pytest
from harness.driver import DriverFailed, Load

FIGURES = '{"event":"end","deliveries":10,"missing":0,"surplus":1,"lost":0}'


def driver(folder: Path, status: int) -> Path:
    """Stands for bench-driver: says its figures, complains if it fails, and ends with that status."""
    program = folder / "driver"
    program.write_text(
        "#!/bin/sh\n"
        """echo '{"event":"begin"}'\n"""
        f"echo '{FIGURES}'\n"
        f"[ {status} = 0 ] || echo 'Error: 1 deliveries came twice' >&2\n"
        f"exit {status}\n")
    program.chmod(0o755)
    return program


def test_the_figures_come_with_the_time_of_what_is_watched(tmp_path):
    seconds = iter([1.0, 3.5])
    figures = Load(driver(tmp_path, 0), [], {"server": lambda: next(seconds)}).result()
    assert figures == {"deliveries": 10, "missing": 0, "surplus": 1, "lost": 0, "server_cpu_seconds": 2.5}


def test_figures_of_a_driver_that_found_something_wrong_are_not_taken(tmp_path):
    with pytest.raises(DriverFailed, match="1 deliveries came twice"):
        Load(driver(tmp_path, 1), []).result()
    with pytest.raises(DriverFailed, match="1 deliveries came twice"):
        idle = Load(driver(tmp_path, 1), [])
        idle.begun()
        idle.stop()
