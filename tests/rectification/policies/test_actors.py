"""Who acts, and in whose name."""

import pytest

from rectification.policies.actors import SYSTEM, Actor
from tests.factories import Township


def test_act_without_a_person_has_no_hand() -> None:
    with pytest.raises(ValueError, match="needs a person"):
        assert SYSTEM.hand


def test_deputy_acts_in_the_name_of_the_holder(town: Township) -> None:
    assert Actor(person=town.dps).principal == town.dps
    deputy = Actor(person=town.dps, on_behalf_of=town.pse)
    assert (deputy.hand, deputy.principal) == (town.dps, town.pse)
