"""What a run may report, and what the floor under it must not have done."""

from tools.bench.measuring import drift, ratio_of


def test_floor_that_moves_in_the_course_of_a_run_is_seen() -> None:
    slower = [1.0] * 30 + [1.5] * 30
    assert drift(slower) == 0.5
    told = ratio_of("ours", slower, [2.0] * 60)
    assert told == {"name": "ours", "ratio": None, "floor_moved": 0.5}


def test_single_slow_round_moves_no_floor() -> None:
    steady = [1.0, 1.0, 9.0, 1.0] * 15
    assert drift(steady) == 0
    assert ratio_of("ours", steady, [2.0] * 60)["ratio"] == 2


def test_few_rounds_have_quarters_as_well() -> None:
    assert drift([1.0, 1.0, 1.0, 1.0, 1.0, 1.1]) > 0
    assert drift([1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0]) == 1
