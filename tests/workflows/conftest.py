"""Tests of the procedure drive a case through the act door."""

import pytest
import time_machine

from tests.factories import Township
from tests.workflows.play import Play


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    return Play(town, clock)
