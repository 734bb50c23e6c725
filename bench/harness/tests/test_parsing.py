import struct

import pytest
from harness import pgbench, processes
from harness.driver import parse_samples

REPORT = """transaction type: bench/store/pgbench.sql
number of clients: 4
number of failed transactions: 0 (0.000%)
latency average = 0.802 ms
initial connection time = 6.109 ms
tps = 4987.561234 (without initial connection time)
"""


def test_pgbench():
    assert pgbench.parse(REPORT) == {"per_second": 4987.561234, "mean_us": 802}


def test_pgbench_with_failures_or_without_a_figure_is_refused():
    with pytest.raises(pgbench.UnreadableOutput):
        pgbench.parse(REPORT.replace("transactions: 0", "transactions: 3"))
    with pytest.raises(pgbench.UnreadableOutput):
        pgbench.parse("pgbench: error")


def test_percentiles():
    assert pgbench.percentiles(list(range(1, 101))) == {"p50_us": 51, "p99_us": 100}
    assert pgbench.percentiles([7]) == {"p50_us": 7, "p99_us": 7}


def test_a_process_whose_name_has_brackets_and_spaces():
    text = "42 (a ) b (c) S 7 42 42 0 -1 4194560 100 200 0 0 11 12 13 14 20 0 1 0 12345 0 0"
    assert processes.parse_stat(text) == (7, 11 + 12 + 13 + 14)


def test_memory_is_the_proportional_share():
    assert processes.parse_pss("55d-7ff ---p 0 00:00 0 [rollup]\nRss: 900 kB\nPss: 300 kB\nPss_Anon: 10 kB\n") == 300 * 1024


def test_a_tree_has_all_descendants_and_nobody_else():
    assert sorted(processes.tree_of(1, {1: 0, 2: 1, 3: 2, 4: 0, 5: 1})) == [1, 2, 3, 5]


def test_samples():
    assert parse_samples(struct.pack("<qqqqqq", 1, 10, 20, 2, 30, 40)) == [(1, 10, 20), (2, 30, 40)]
