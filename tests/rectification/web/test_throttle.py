from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache

from rectification.web.throttle import count, key_of_hour, too_many


@pytest.fixture(autouse=True)
def empty(clock: time_machine.Traveller) -> None:
    cache.clear()


def test_the_hour_counts_for_itself(clock: time_machine.Traveller) -> None:
    assert [count("asked:x") for _time in range(3)] == [1, 2, 3]
    clock.shift(3600)
    assert count("asked:x") == 1


class Forgetful(LocMemCache):
    """Somebody else counted first, and then the number had to make room."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        super().add(*args, **kwargs)
        self.clear()
        return False


def test_number_that_the_cache_has_forgotten_begins_anew(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.Forgetful", "LOCATION": "forgetful"}}
    assert count("asked:x") == 1
    assert cache.get(key_of_hour("asked:x")) == 1


def test_more_than_the_limit_is_too_many() -> None:
    assert [too_many("x", per_hour=2) for _time in range(3)] == [False, False, True]
