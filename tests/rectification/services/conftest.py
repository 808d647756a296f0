"""Every service test plays on the same Monday, in the same small township."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.factories import Township, township


@pytest.fixture
def monday() -> Iterator[time_machine.Traveller]:
    """Monday, 11 May 2026, ten o'clock in Shanghai; no holiday within a month."""
    with time_machine.travel(datetime(2026, 5, 11, 2, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def town(db: None, monday: time_machine.Traveller) -> Township:
    return township()
