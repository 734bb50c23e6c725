from harness.goals import Goal, goals


def goal(bound: float, at_least: bool, podium: float | None, other: float | None) -> Goal:
    return Goal("what", "beside", "1/s", bound, at_least, podium, other)


def test_a_ratio_at_the_bound_is_met():
    assert goal(3, True, 30, 10).met
    assert goal(1.5, False, 15, 10).met


def test_a_ratio_beyond_the_bound_is_missed():
    assert goal(3, True, 29, 10).met is False
    assert goal(1.5, False, 16, 10).met is False


def test_what_was_not_measured_is_neither_met_nor_missed():
    assert goal(3, True, None, 10).met is None
    assert goal(3, True, 10, None).ratio is None
    assert all(found.met is None for found in goals({}))


def test_the_best_of_pgbench_counts_wherever_it_was_measured():
    results = {
        "pgbench": [{"system": "pgbench-notify", "clients": 16, "per_second": 4_000},
                    {"system": "pgbench", "clients": 16, "per_second": 9_000}],
        "mutations": [{"system": "podium", "clients": 64, "per_second": 15_000},
                      {"system": "pgbench-notify", "clients": 16, "per_second": 5_000}],
    }
    found = goals(results)[0]
    assert (found.podium, found.other, found.met) == (15_000, 5_000, True)


def test_commit_to_delivery_is_compared_with_the_sum():
    results = {"latency": [
        {"system": "podium", "p50_us": 900, "p99_us": 3_000}, {"system": "socketify", "p50_us": 600, "p99_us": 2_000},
        {"system": "raw NOTIFY: sent to arrived", "p50_us": 300, "p99_us": 500}]}
    p50, p99 = [found for found in goals(results) if found.beside == "socketify + one raw NOTIFY"]
    assert (p50.other, p50.met) == (900, True)
    assert (p99.other, p99.met) == (2_500, False)


def test_the_longest_log_decides_with_the_empty_one_measured_beside_it():
    results = {"change-log": [
        {"log_rows": 0, "beside": 10, "per_second": 100}, {"log_rows": 10, "beside": 10, "per_second": 10},
        {"log_rows": 0, "beside": 1_000, "per_second": 100}, {"log_rows": 1_000, "beside": 1_000, "per_second": 95}]}
    found = next(found for found in goals(results) if "change log" in found.what)
    assert found.ratio == 0.95 and found.met


def test_memory_is_that_of_five_thousand_connections():
    results = {"memory": [
        {"system": "podium", "rooms": rooms, "connections": count, "kib_each": each}
        for rooms in (1, 1_000) for count, each in ((0, None), (5_000, 7.0), (10_000, 9.0))]}
    memory = [found for found in goals(results) if found.what.startswith("memory")]
    assert [found.podium for found in memory] == [7.0, 7.0]
