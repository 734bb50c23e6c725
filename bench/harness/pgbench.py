"""Runs pgbench and reads what it prints."""

import re
import subprocess
from pathlib import Path


class UnreadableOutput(Exception):
    pass


def parse(output: str) -> dict:
    """Transactions a second and the mean latency in microseconds, from pgbench's report."""
    found = {name: re.search(pattern, output, re.MULTILINE) for name, pattern in {
        "per_second": r"^tps = ([0-9.]+)",
        "latency": r"^latency average = ([0-9.]+) ms",
        "failed": r"^number of failed transactions: ([0-9]+)",
    }.items()}
    if not found["per_second"] or not found["latency"]:
        raise UnreadableOutput(output)
    if found["failed"] and found["failed"][1] != "0":
        raise UnreadableOutput(f"pgbench had {found['failed'][1]} failed transactions")
    return {"per_second": float(found["per_second"][1]), "mean_us": float(found["latency"][1]) * 1000}


def run(program: Path, script: Path, database: str, clients: int, seconds: float) -> dict:
    """pgbench counts whole seconds only: parts of one are rounded up."""
    done = subprocess.run(
        [program, "-n", "-M", "prepared", "-f", script, "-c", str(clients), "-j", str(min(clients, 2)),
         "-T", str(max(1, round(seconds + 0.4))), database],
        capture_output=True, text=True)
    if done.returncode != 0:
        raise UnreadableOutput(f"pgbench failed: {done.stderr}")
    return {"clients": clients} | parse(done.stdout)


def percentiles(latencies: list[int]) -> dict:
    """p50 and p99 of latencies in microseconds."""
    ordered = sorted(latencies)
    return {f"p{p}_us": ordered[min(len(ordered) - 1, len(ordered) * p // 100)] for p in (50, 99)}
