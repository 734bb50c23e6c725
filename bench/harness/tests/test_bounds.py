from harness.bounds import bounds

MEASURED = {
    "store": [{"what": "the writer without HTTP", "clients": 16, "per_second": 9},
              {"what": "the writer without HTTP", "clients": 64, "per_second": 21_000}],
    "mutations": [
        {"system": "go", "clients": 64, "per_second": 3_000}, {"system": "django", "clients": 64, "per_second": 300},
        {"system": "podium", "clients": 64, "postgres_cpu_us": 40},
        {"system": "podium", "clients": 16, "per_second": 7_000, "server_cpu_us": 80, "postgres_cpu_us": 60, "driver_cpu_us": 10}],
    "http": [{"system": "podium", "clients": 64, "server_cpu_us": 18, "postgres_cpu_us": 0, "driver_cpu_us": 6}],
    "instances": [
        {"instances": 1, "per_second": 15_000},
        {"instances": 4, "per_second": 11_000, "server_cpu_us": 100, "postgres_cpu_us": 80, "driver_cpu_us": 20}],
    "lone": [{"system": "podium", "server_cpu_us": 350, "postgres_cpu_us": 400, "driver_cpu_us": 50}],
    "latency": [
        {"system": "podium", "subscribers": 1_000, "server_cpu_us": 5, "postgres_cpu_us": 1, "driver_cpu_us": 7.4},
        {"system": "go", "p50_us": 8_000, "p99_us": 11_000},
        {"system": "NOTIFY with a write: commit to arrived", "p50_us": 500}],
}


def test_what_is_needed_beside_what_is_in_the_way():
    found = [(bound.needed, bound.bound, bound.within_reach) for bound in bounds(MEASURED, cores=2)]
    assert found == [
        (24_000, 21_000, False), (30_000, 31_250, True), (13_500, 2e6 / 150, False), (13_500, 10_000, False),
        (4_000, 3_500, True), (5_500, 6_440, False)]


def test_what_was_not_measured_says_nothing():
    assert all(bound.within_reach is None for bound in bounds({}, cores=2))
