"""Offices held today and the rights that follow: own, above, below, beside, another township."""

from datetime import timedelta

import pytest

from rectification.enums import OrganisationKind
from rectification.models import Appointment, Organisation, Person, User
from rectification.permissions import APPROVE_PLANS, READ_BRANCH_CASES, READ_MEMBER_CASES
from rectification.policies.authority import (
    committee_above,
    holders_in,
    members_of,
    offices_on,
)
from rectification.policies.authority import (
    in_office as holders,
)
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import appoint
from tests.factories import FOUNDED, Township, in_office, organisation, person, rights
from tests.workflows.offices import away, leave_office

RIGHT = READ_BRANCH_CASES


def test_right_reaches_what_lies_below_or_the_own_organisation_alone(
    far: Township, town: Township
) -> None:
    east = town.east.organisation
    asked = {
        "own": east,
        "below": organisation(OrganisationKind.BRANCH, "青石村岭上党支部", east),
        "beside": town.west.organisation,
        "above": town.committee,
        "far": far.east.organisation,
    }
    in_office(town.liaison, Role.OFF, far.office)

    def reached(someone: Person) -> set[str]:
        return {name for name, node in asked.items() if rights(someone).may(RIGHT, node)}

    assert reached(town.east.secretary) == {"own"}
    assert reached(town.east.clerk) == {"own"}
    assert reached(town.liaison) == {"own", "below", "beside", "far"}
    assert reached(town.pse) == {"own", "below", "beside", "above"}


def test_right_that_the_role_does_not_give_reaches_nothing(town: Township) -> None:
    east = town.east.organisation
    assert not rights(town.east.secretary).may(READ_MEMBER_CASES, east)
    assert not rights(town.east.clerk).may(APPROVE_PLANS, east)
    assert rights(town.officer).may(READ_MEMBER_CASES, east)


def test_nodes_of_a_right_leave_out_what_lies_below_another(town: Township) -> None:
    east = town.east.organisation
    assert {node.pk for node in rights(town.liaison).nodes(RIGHT)} == {
        east.pk,
        town.west.organisation.pk,
    }
    in_office(town.liaison, Role.LG, town.leading_group)
    assert rights(town.liaison).nodes(RIGHT) == [town.committee]
    assert rights(town.east.members[0]).nodes(RIGHT) == []


def test_places_of_a_right_that_reaches_no_further(town: Township) -> None:
    """A branch below another of his offices is found by that one."""
    east = town.east.organisation
    assert rights(town.east.secretary).nodes(RIGHT) == []
    assert rights(town.east.secretary).own_places(RIGHT) == [east]
    assert rights(town.east.secretary).own_places(READ_MEMBER_CASES) == []
    assert rights(town.liaison).own_places(RIGHT) == []
    in_office(town.east.secretary, Role.LIA, town.west.organisation)
    assert rights(town.east.secretary).own_places(RIGHT) == [east]
    in_office(town.east.secretary, Role.LG, town.leading_group)
    assert rights(town.east.secretary).own_places(RIGHT) == []


def test_roles_are_told_from_which_the_right_comes(town: Township) -> None:
    east = town.east.organisation
    in_office(town.east.clerk, Role.LIA, east)
    in_office(town.east.clerk, Role.PUB, town.publicity)
    assert rights(town.east.clerk).roles_with(RIGHT, east) == {Role.CLK, Role.LIA}
    assert rights(town.east.clerk).roles_with(RIGHT, town.west.organisation) == set()


def test_office_is_found_that_reaches_an_organisation(far: Township, town: Township) -> None:
    held, east = rights(town.east.secretary), town.east.organisation
    found = held.office_reaching(east, Role.OFF, Role.SEC)
    assert found is not None
    assert (found.role, found.organisation) == (Role.SEC, east)
    assert held.office_reaching(east, Role.OFF) is None
    assert held.office_reaching(town.west.organisation, Role.SEC) is None
    assert rights(town.officer).office_reaching(east, Role.OFF) is not None
    assert rights(town.officer).office_reaching(far.east.organisation, Role.OFF) is None


def test_offices_are_appointments_and_membership(town: Township) -> None:
    east = town.east.organisation
    held = rights(town.east.secretary)
    assert held.offices() == {(east.pk, Role.SEC), (east.pk, Role.MEM)}
    assert held.holds(Role.SEC)
    assert held.holds(Role.SEC, east.pk)
    assert not held.holds(Role.SEC, town.west.organisation.pk)
    assert not held.holds(Role.CLK)


def test_appointments_of_another_day_give_nothing_today(town: Township) -> None:
    yesterday = today() - timedelta(days=1)
    leave_office(town.pse, Role.PSE, yesterday)
    assert rights(town.pse).appointments == ()
    later = person("后来任", branch=town.home)
    in_office(later, Role.LG, town.leading_group, since=today() + timedelta(days=1))
    assert rights(later).appointments == ()
    assert [a.role for a in rights(town.dps).appointments] == [Role.DPS]


def test_unconfirmed_suspended_and_disabled_have_nothing(town: Township) -> None:
    waiting = person("候任新")
    appoint(person=waiting, role=Role.LG, organisation=town.leading_group, valid_from=FOUNDED)
    away(town.pse, "suspension")
    User.objects.filter(person=town.dps).update(is_active=False)
    for someone in (waiting, town.pse, town.dps):
        assert rights(someone).appointments == ()
        assert not rights(someone).may(RIGHT, town.committee)
    assert rights(town.dps).offices() == set()


def test_superuser_flag_gives_nothing(town: Township) -> None:
    root = person("超户长")
    User.objects.filter(person=root).update(is_superuser=True)
    held = rights(root)
    assert (held.appointments, held.memberships, held.grants) == ((), (), frozenset())


def test_offices_in_force_on_a_day(town: Township) -> None:
    leave_office(town.pse, Role.PSE, today())
    office = Appointment.objects.get(person=town.pse)
    assert office in offices_on(today())
    assert office not in offices_on(today() + timedelta(days=1))
    away(town.pse, "suspension")
    assert office not in offices_on(today())
    assert office not in offices_on(FOUNDED - timedelta(days=1))


def test_holders_of_a_township_without_whoever_acts(far: Township, town: Township) -> None:
    both = (Role.OFF, Role.ORG)
    assert holders_in(town.committee, both) == [town.intake, town.officer, town.org]
    assert holders_in(town.committee, both, but=town.officer) == [town.intake, town.org]
    assert holders_in(town.office, both) == []
    waiting = person("候任新")
    appoint(person=waiting, role=Role.ORG, organisation=town.committee, valid_from=FOUNDED)
    away(town.org, "suspension")
    assert holders_in(town.committee, both) == [town.intake, town.officer]


def test_first_office_of_some_roles(town: Township) -> None:
    held = rights(town.officer)
    assert held.first_office(Role.ORG, Role.OFF) == held.appointments[0]
    assert held.first_office(Role.ORG) is None


def test_holders_of_an_office_sit_in_one_organisation(far: Township, town: Township) -> None:
    assert list(holders(Role.OFF, town.office, today())) == [town.intake, town.officer]
    assert list(holders(Role.SEC, town.office, today())) == []
    assert list(holders(Role.OFF, None, today())) == []


def test_members_are_those_of_the_day(town: Township) -> None:
    east = town.east
    everybody = {east.secretary, east.clerk, *east.members}
    assert set(members_of(east.organisation, today())) == everybody
    assert list(members_of(east.organisation, FOUNDED - timedelta(days=1))) == []


def test_committee_is_that_of_the_own_township(far: Township, town: Township) -> None:
    assert committee_above(town.east.organisation) == town.committee
    assert committee_above(far.office) == far.committee
    assert committee_above(far.committee) == far.committee
    with pytest.raises(Organisation.DoesNotExist):
        committee_above(organisation(OrganisationKind.BRANCH, "无主党支部"))
