"""The scripts that watch over the rest can fail."""

import os
import subprocess

import pytest

from postgres import ROOT, PrivateServer


def check_imports(folder):
    return subprocess.run([ROOT / "scripts" / "check-imports", folder], capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("PGStore/IO/Socket.swift", "import CLibPQ"),
        ("GameAPI/Services/A.swift", "internal import CLibPQ"),
        ("App/Logging/A.swift", "import CZlib"),
        ("GameAPI/Services/A.swift", "import CZlib"),
        ("GameAPI/Services/A.swift", "import Relay"),
        ("PGStore/Pool.swift", "import GameAPI"),
        ("Relay/Hub/Hub.swift", "import PGStore"),
        ("GameAPI/Services/A.swift", "import Hummingbird"),
        ("GameAPI/Services/A.swift", "@preconcurrency public import HummingbirdCore"),
        ("GameAPI/Rules/Fold.swift", "import Logging"),
        ("PGStore/Protocol/Pipeline.swift", "import NIOCore"),
        ("GameAPI/Rules/Fold.swift", "import FoundationEssentials"),
        ("Relay/Session/Session.swift", "import struct Logging.Logger"),
        ("GameAPI/Services/A.swift", "import Foundation"),
        ("GameAPI/Services/A.swift", "import App"),
    ],
)
def test_a_wrong_import_is_found(tmp_path, path, line):
    file = tmp_path / "Sources" / path
    file.parent.mkdir(parents=True)
    file.write_text(f"// import nothing\n{line}\n")
    done = check_imports(tmp_path)
    assert done.returncode == 1 and f"Sources/{path}:2:" in done.stdout, done


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("PGStore/Raw/Handle.swift", "import CLibPQ"),
        ("App/Web/A.swift", "import CZlib"),
        ("GameAPI/Services/A.swift", "public import PGStore"),
        ("GameAPI/Routes/HTTP/A.swift", "import Hummingbird"),
        ("Relay/Socket/A.swift", "import HummingbirdCore"),
        ("App/App.swift", "import Hummingbird"),
        ("GameAPI/Rules/Fold.swift", "import DequeModule"),
        ("GameAPI/Services/A.swift", "// import Foundation"),
        ("GameAPI/Services/A.swift", '"""\nimport Foundation\n"""'),
    ],
)
def test_a_right_import_is_not(tmp_path, path, line):
    file = tmp_path / "Sources" / path
    file.parent.mkdir(parents=True)
    file.write_text(f"{line}\n")
    done = check_imports(tmp_path)
    assert done.returncode == 0, done


def test_the_repository_itself():
    done = check_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("stages", "report", "last", "code"),
    [
        ({"shellcheck": "passed", "system tests": "passed"}, "<testcase/><testcase/>", "OK: 3 passed, 0 failed", 0),
        ({"system tests": "FAILED (exit 1)"}, "<testcase/><testcase><failure/></testcase>", "FAILED: 1 passed, 1 failed", 1),
        ({"system tests": "FAILED (exit 3)"}, "<testcase/>", "FAILED: 1 passed, 1 failed", 1),
        ({"system tests": "FAILED (exit 3)"}, None, "FAILED: 0 passed, 1 failed", 1),
        ({"system tests": "passed"}, None, "FAILED: 0 passed, 1 failed", 1),
        ({"release build": "FAILED (exit 1)", "system tests": "passed"}, "<testcase/>", "FAILED: 1 passed, 1 failed", 1),
        ({"system tests": "passed"}, "<testcase/><testcase><skipped/></testcase>", "OK: 1 passed, 0 failed, 1 skipped", 0),
    ],
)
def test_the_sum_is_the_truth(tmp_path, stages, report, last, code):
    summary = tmp_path / "summary"
    summary.write_text("".join(f"{name:<28} {state:<18} {7:4d} s\n" for name, state in stages.items()))
    if report is not None:
        (tmp_path / "system.xml").write_text(f"<testsuites><testsuite>{report}</testsuite></testsuites>")
    done = subprocess.run(
        [ROOT / "scripts" / "lib" / "sum-up", summary, tmp_path], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.stdout.splitlines()[-1], done.returncode) == (last, code), done


def test_a_private_server_starts_whatever_the_umask():
    before = os.umask(0o077)
    try:
        PrivateServer().close()
    finally:
        os.umask(before)


def test_a_private_server_keeps_its_data_and_leaves_nothing():
    server = PrivateServer()
    try:
        server.maintenance.execute("create table kept (x integer)")
        assert server.maintenance.value("show fsync") == "on"
        assert server.maintenance.value("show listen_addresses") == ""
        processes = server.processes()
        server.stop()
        server.start()
        assert server.maintenance.value("select count(*) from kept") == 0
        assert set(server.processes()).isdisjoint(processes)
    finally:
        server.close()
    assert not server.folder.exists()
