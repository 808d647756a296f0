"""Who keeps screens, and of which organisations."""

import pytest

from rectification.exceptions import NotAllowed
from rectification.models import Organisation, Person, Screen, User
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.screens import (
    closed_places,
    is_on,
    screen_places,
    why_not_keep,
    why_not_revoke,
)
from rectification.roles import Role
from tests.factories import Township, in_office

pytestmark = pytest.mark.django_db


def places(someone: Person) -> list[Organisation]:
    return screen_places(authority_of(User.objects.get(person=someone)).appointments)


def test_branch_keeps_its_own_and_the_general_office_those_of_the_hall(town: Township) -> None:
    east, west = town.east.organisation, town.west.organisation
    assert places(town.east.secretary) == places(town.east.clerk) == [east]
    assert places(town.gen) == [town.committee]
    for someone in (town.pub, town.officer, town.pse, town.liaison, town.east.members[1]):
        assert places(someone) == []
    in_office(town.east.secretary, Role.CLK, west)
    assert places(town.east.secretary) == sorted([east, west], key=lambda node: node.code)


def test_branch_that_closed_has_no_screen_any_more(town: Township) -> None:
    east = town.east.organisation
    east.closed_on = today().replace(year=2000)
    east.save()
    assert places(town.east.secretary) == []


def test_closed_ones_are_left_to_the_general_office_of_their_township(town: Township) -> None:
    east, gone = town.east.organisation, today().replace(year=2000)

    def revocable(someone: Person) -> list[Organisation]:
        return closed_places(authority_of(User.objects.get(person=someone)).appointments)

    assert revocable(town.gen) == []
    east.closed_on = gone
    east.save()
    assert revocable(town.gen) == [east]
    assert revocable(town.east.secretary) == revocable(town.officer) == []
    assert why_not_revoke(town.gen, east) is None
    assert why_not_revoke(town.west.secretary, east) is not None
    assert why_not_keep(town.gen, east) is not None


def test_whoever_keeps_none_is_told_who_does(town: Township) -> None:
    assert why_not_keep(town.east.clerk, town.east.organisation) is None
    for someone in (town.west.secretary, town.gen, town.east.members[1]):
        reason = why_not_keep(someone, town.east.organisation)
        assert reason is not None
        assert (reason.rule, reason.error) == ("4.6", NotAllowed)


def test_screen_is_on_until_it_is_revoked() -> None:
    assert is_on(Screen())
    assert not is_on(Screen(revoked_at=today()))
