import pytest
import time_machine
from django.core.cache import cache

from rectification.web.throttle import count, too_many


@pytest.fixture(autouse=True)
def empty(clock: time_machine.Traveller) -> None:
    cache.clear()


def test_the_hour_counts_for_itself(clock: time_machine.Traveller) -> None:
    assert [count("asked:x") for _time in range(3)] == [1, 2, 3]
    clock.shift(3600)
    assert count("asked:x") == 1


def test_more_than_the_limit_is_too_many() -> None:
    assert [too_many("x", per_hour=2) for _time in range(3)] == [False, False, True]
