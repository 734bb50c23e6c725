from harness.context import Context
from harness.rounds import alternately, median_round


def test_the_median_round_is_a_whole_round():
    rounds = [{"per_second": rate, "p50_us": 1 / rate} for rate in (30, 10, 20)]
    assert median_round(rounds) == {"per_second": 20, "p50_us": 1 / 20, "rounds": [30, 10, 20]}


def test_every_other_round_goes_backwards():
    assert "".join(alternately(3, ["a", "b", "c"])) == "abccbaabc"


def test_who_fails_in_one_round_has_no_rows_and_the_others_go_on():
    context = Context(*[None] * 10)
    calls = []

    def measure(name: str) -> dict:
        calls.append(name)
        if calls.count(name) == 2 and name == "b":
            raise RuntimeError("a delivery is missing")
        return {"system": name}

    rows = context.in_turn(3, {name: lambda name=name: measure(name) for name in ("a", "b")})
    assert rows == {"a": [{"system": "a"}] * 3}
    assert calls == ["a", "b", "b", "a", "a"]
    assert context.failures == {"b": "a delivery is missing"}
