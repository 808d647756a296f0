"""Who enters that notices were shown, of which organisations, and what a channel reaches."""

import pytest

from rectification.enums import Channel, PublicationScope
from rectification.exceptions import NotAllowed
from rectification.models import Organisation, Person, User
from rectification.policies.authority import authority_of
from rectification.policies.days import today
from rectification.policies.postings import fits, office_for, posting_places, why_not_enter
from rectification.roles import Role
from tests.factories import Township, in_office

pytestmark = pytest.mark.django_db


def places(someone: Person) -> list[Organisation]:
    return posting_places(authority_of(User.objects.get(person=someone)).appointments)


def test_branch_enters_its_own_and_the_publicity_centre_those_of_the_township(
    town: Township,
) -> None:
    east, west = town.east.organisation, town.west.organisation
    assert places(town.east.secretary) == places(town.east.clerk) == [east]
    units = Organisation.objects.filter(kind__in=["committee", "general_branch", "branch"])
    assert places(town.pub) == list(units.order_by("code"))
    assert {east, west, town.committee} <= set(places(town.pub))
    for someone in (town.gen, town.officer, town.pse, town.liaison, town.east.members[1]):
        assert places(someone) == []


def test_branch_that_closed_has_nothing_to_enter(town: Township) -> None:
    east = town.east.organisation
    east.closed_on = today().replace(year=2000)
    east.save()
    assert places(town.east.secretary) == []


def test_own_office_of_the_branch_comes_first(town: Township) -> None:
    east = town.east.organisation
    in_office(town.east.secretary, Role.PUB, town.publicity)
    found = [office_for(town.east.secretary, node) for node in (east, town.west.organisation)]
    assert [office.role if office else "" for office in found] == [Role.SEC, Role.PUB]
    assert office_for(town.east.clerk, town.west.organisation) is None


def test_whoever_enters_nothing_is_told_who_does(town: Township) -> None:
    assert why_not_enter(town.east.secretary, town.east.organisation) is None
    reason = why_not_enter(town.west.secretary, town.east.organisation)
    assert reason is not None
    assert (reason.rule, reason.error) == ("4.6", NotAllowed)


@pytest.mark.parametrize(
    ("channel", "least"),
    [
        (Channel.BOARD_SHEET, "S4"),
        (Channel.THEME_DAY, "S2"),
        (Channel.DEMOCRATIC_LIFE, "S2"),
        (Channel.ORGANISATIONAL_LIFE, "S2"),
        (Channel.CIRCULAR, "S2"),
    ],
)
def test_channel_reaches_nobody_outside_the_scope(channel: str, least: str) -> None:
    assert [scope for scope in PublicationScope if fits(scope, channel)] == [
        scope for scope in PublicationScope if scope >= least
    ]
