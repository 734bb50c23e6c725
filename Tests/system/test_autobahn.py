"""The WebSocket server against Autobahn|Testsuite: every case of RFC 6455, none of them NON-STRICT.

The suite runs on Python 2.7 alone, in an environment of its own in .podium/autobahn, made by the first run.
"""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading

import pytest

from postgres import ROOT

ECHO = pathlib.Path(os.environ.get("PODIUM_SOCKET_ECHO", ROOT / ".build" / "release" / "socket-echo"))
HOME = ROOT / ".podium" / "autobahn"
SUITE = "autobahntestsuite==25.10.1"
# The last virtualenv that makes environments for Python 2.7.
VIRTUALENV = "virtualenv==20.21.1"
# 12 and 13 are compression, which the server does not offer; there is no 8 and no 11.
CASES = {"1": 16, "2": 11, "3": 7, "4": 10, "5": 20, "6": 145, "7": 37, "9": 54, "10": 1}


def python27():
    """A Python 2.7: on the PATH, or one of pyenv's."""
    roots = [os.environ.get("PYENV_ROOT"), pathlib.Path.home() / ".pyenv"]
    pyenvs = [path for root in roots if root for path in pathlib.Path(root).glob("versions/2.7*/bin/python2.7")]
    for path in [shutil.which("python2.7"), *sorted(pyenvs)]:
        # On the PATH may be pyenv's shim, which runs nothing where 2.7 is not switched on.
        if path and subprocess.run([path, "-c", "pass"], capture_output=True, check=False).returncode == 0:
            return path
    pytest.fail("Autobahn|Testsuite needs a Python 2.7 (python2.7 on the PATH, or: pyenv install 2.7.18)", pytrace=False)


def install(command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        command = " ".join(map(str, command))
        pytest.fail(f"{command}: exit {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}", pytrace=False)


@pytest.fixture(scope="module")
def wstest():
    """The suite's program."""
    wanted, made, program = f"{SUITE} {VIRTUALENV}", HOME / "made", HOME / "env" / "bin" / "wstest"
    if not (program.exists() and made.exists() and made.read_text() == wanted):
        python = python27()
        shutil.rmtree(HOME, ignore_errors=True)
        HOME.mkdir(parents=True)
        tool = HOME / "tool" / "bin"
        install([sys.executable, "-m", "venv", HOME / "tool"])
        install([tool / "pip", "install", "--quiet", "--disable-pip-version-check", VIRTUALENV])
        install([tool / "virtualenv", "--quiet", "--python", python, HOME / "env"])
        install([HOME / "env" / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", SUITE])
        made.write_text(wanted)
    return program


@pytest.fixture(scope="module")
def echo():
    """The port of a server that sends back every message."""
    assert ECHO.exists(), f"{ECHO} is missing: swift build -c release --product socket-echo, or set PODIUM_SOCKET_ECHO"
    process = subprocess.Popen([ECHO, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        watchdog = threading.Timer(20, process.kill)
        watchdog.start()
        line = process.stdout.readline()
        watchdog.cancel()
        match = re.fullmatch(r"listening on (\d+)\n", line)
        assert match, f"socket-echo did not come up: {line!r}"
        yield int(match[1])
        assert process.poll() is None, f"socket-echo ended meanwhile: exit {process.returncode}"
    finally:
        process.kill()
        process.wait()


@pytest.mark.timeout(900)
def test_every_case_passes_strictly(wstest, echo, tmp_path):
    specification = {
        "outdir": str(tmp_path / "reports"),
        "servers": [{"agent": "podium", "url": f"ws://127.0.0.1:{echo}/ws/echo"}],
        "cases": [f"{section}.*" for section in CASES],
        "exclude-cases": [],
        "exclude-agent-cases": {},
    }
    (tmp_path / "spec.json").write_text(json.dumps(specification))
    done = subprocess.run(
        [wstest, "-m", "fuzzingclient", "-s", tmp_path / "spec.json"],
        cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False,
    )
    index = tmp_path / "reports" / "index.json"
    assert index.exists(), f"wstest: exit {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}"
    results = json.loads(index.read_text())["podium"]

    # Informational are the cases in which RFC 6455 leaves the answer open.
    bad = {
        case: (result["behavior"], result["behaviorClose"])
        for case, result in results.items()
        if not {result["behavior"], result["behaviorClose"]} <= {"OK", "INFORMATIONAL"}
    }
    assert not bad, f"{len(bad)} of {len(results)} cases: {bad}"
    assert collections.Counter(case.split(".")[0] for case in results) == CASES
    informational = {case for case, result in results.items() if result["behavior"] == "INFORMATIONAL"}
    assert informational == {"7.1.6", "7.13.1", "7.13.2"}
