"""Tests of the procedure drive a case through the act door."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import Township
from tests.workflows.play import Play
from workflows.invariants import breaches


@pytest.fixture
def play(town: Township, clock: time_machine.Traveller) -> Play:
    return Play(town, clock)


@pytest.fixture
def nothing_broken(play: Play) -> Iterator[None]:
    """Whatever a test does to the case, the invariants hold afterwards."""
    yield
    assert list(breaches()) == []
