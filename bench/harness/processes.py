"""CPU time and memory of process trees, from /proc."""

import os
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def parse_stat(text: str) -> tuple[int, int]:
    """The parent's id, and the CPU ticks of a process and of its ended children, from /proc/PID/stat.

    With its ended children the sum over a tree does not drop when one of it ends.
    """
    fields = text[text.rindex(")") + 2:].split()
    return int(fields[1]), sum(int(field) for field in fields[11:15])


def parse_pss(text: str) -> int:
    """Bytes, from /proc/PID/smaps_rollup: what is shared is divided among those who share it."""
    for line in text.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    raise ValueError("no line Pss: in smaps_rollup")


def _stats() -> dict[int, tuple[int, int]]:
    stats = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stats[int(entry.name)] = parse_stat((entry / "stat").read_text())
            except (FileNotFoundError, ProcessLookupError):
                continue    # it ended meanwhile
    return stats


def tree_of(root: int, parents: dict[int, int]) -> list[int]:
    """The process and all its descendants."""
    tree, added = [root], {root}
    for pid in tree:
        for child, parent in parents.items():
            if parent == pid and child not in added:
                added.add(child)
                tree.append(child)
    return tree


def cpu_seconds(roots: list[int]) -> float:
    """User and system time of some trees until now, in seconds (in steps of a tick, 10 ms)."""
    stats = _stats()
    parents = {pid: parent for pid, (parent, _) in stats.items()}
    trees = {pid for root in roots for pid in tree_of(root, parents)}
    return sum(stats[pid][1] for pid in trees if pid in stats) / TICKS_PER_SECOND


def pss_bytes(roots: list[int]) -> int:
    """Memory of some trees, in bytes; what the kernel holds for their sockets is not in it."""
    parents = {pid: parent for pid, (parent, _) in _stats().items()}
    trees = {pid for root in roots for pid in tree_of(root, parents)}
    return sum(parse_pss(Path(f"/proc/{pid}/smaps_rollup").read_text()) for pid in trees)
