"""Tests of the procedure play on the same Monday, in the same small township."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import Township, township
from tests.workflows.play import MONDAY, Play


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Monday, 11 May 2026, ten o'clock in Shanghai; time stands still unless it is moved."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None, clock: time_machine.Traveller) -> Township:
    return township()


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    return Play(town, clock)
