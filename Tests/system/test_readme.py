"""Every curl example of the README is run: all ```sh blocks that have a curl in them, in order, in one shell."""

import os
import re
import subprocess

import pytest

from cluster import Instance
from postgres import ROOT

README = ROOT / "README.md"


def blocks():
    text = README.read_text(encoding="utf-8") if README.exists() else ""
    return [block for block in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S) if re.search(r"\bcurl\b", block)]


def test_there_are_examples():
    assert blocks(), "README.md shows no curl example"


def test_examples_run(binary, database):
    """Stops at the first command that fails; what it printed is in the report."""
    script = "".join(f"echo '--- example {number}' >&2\n{block}\n" for number, block in enumerate(blocks(), 1))
    with Instance(database.url) as instance:
        environment = os.environ | {"PODIUM": instance.url}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        print(done.stdout, done.stderr, sep="\n")
        assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert instance.is_running
    # Something really happened.
    assert database.value("select count(*) from game") >= 1
    assert database.value("select coalesce(sum(revision), 0) from game") >= 1


@pytest.mark.parametrize("path", ["README.md"])
def test_files_that_are_named_exist(path):
    """Relative links lead somewhere."""
    text = (ROOT / path).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
        assert (ROOT / target).exists(), f"{path} links to {target}"
