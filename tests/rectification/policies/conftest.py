"""Rules are asked about a small township, and about another one that must not matter to it."""

import pytest

from tests.factories import Township, township


@pytest.fixture
def far(town: Township) -> Township:
    """A second township, founded after the first."""
    return township()
