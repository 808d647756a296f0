"""docs/rules.md, “Absence and deputies”: who may be a deputy, who decides, who records."""

from rectification.models import Appointment, Delegation, Person
from rectification.policies.days import today
from rectification.policies.delegation import (
    deciders_on,
    delegable_offices,
    may_end,
    may_record_absence,
    people_below,
    possible_deputies,
    why_not_decide,
    why_not_delegate,
)
from rectification.roles import Role
from tests.factories import Township, in_office, names, person
from tests.workflows.offices import away, stands_in


def office_of(someone: Person, role: str) -> Appointment:
    return Appointment.objects.get(person=someone, role=role)


def deputies_for(someone: Person, role: str) -> set[str]:
    return names(possible_deputies(office_of(someone, role), today()))


def asked(town: Township, deputy: Person | None = None) -> Delegation:
    return stands_in(deputy or town.east.clerk, town.east.secretary, Role.SEC, approved_by=town.org)


def test_members_and_clerks_have_nothing_to_delegate(town: Township) -> None:
    asked = [town.east.secretary, town.east.clerk, town.east.members[0], town.pse, town.officer]
    held = {p.name: [a.role for a in delegable_offices(p, today())] for p in asked}
    assert list(held.values()) == [[Role.SEC], [], [], [Role.PSE], [Role.OFF]]


def test_why_not_ask_for_a_deputy(town: Township) -> None:
    asked = [town.east.secretary, town.east.clerk, town.east.members[0], town.pse]
    found = [why_not_delegate(someone, today()) for someone in asked]
    assert [reason and reason.rule for reason in found] == [None, "4.1", "4.1", None]
    office = office_of(town.east.secretary, Role.SEC)
    assert why_not_delegate(town.east.secretary, today(), office) is None
    assert why_not_delegate(town.pse, today(), office) is not None


def test_why_not_decide_on_a_deputy(town: Township) -> None:
    row = asked(town)
    people = [town.east.secretary, town.east.clerk, town.pse, town.org]
    found = [why_not_decide(row, someone, today()) for someone in people]
    own = "委托人和受托人不得审批该项委托。"
    assert [reason and reason.message == own for reason in found] == [True, True, False, None]


def test_deputy_of_a_secretary_is_a_full_member_of_his_branch(town: Township) -> None:
    assert deputies_for(town.east.secretary, Role.SEC) == {
        town.east.clerk.name,
        *names(town.east.members),
    }


def test_deputy_of_an_office_sits_in_it_or_leads_the_township(
    far: Township, town: Township
) -> None:
    assert deputies_for(town.officer, Role.OFF) == {town.intake.name}
    assert deputies_for(town.pse, Role.PSE) == {town.dps.name, town.lg.name}
    assert deputies_for(town.dps, Role.DPS) == {town.pse.name, town.lg.name}


def test_keepers_of_the_system_the_suspended_and_the_disabled_stand_in_for_nobody(
    town: Township,
) -> None:
    member, other = town.east.members
    in_office(member, Role.AUD, town.committee)
    away(other, "suspension")
    town.east.clerk.user.is_active = False
    town.east.clerk.user.save()
    assert deputies_for(town.east.secretary, Role.SEC) == set()


def test_organisation_office_decides_and_where_it_is_concerned_those_above(
    far: Township, town: Township
) -> None:
    row = asked(town)
    assert deciders_on(row, today()) == [town.org]
    away(town.org)
    assert deciders_on(row, today()) == [town.pse, town.dps]
    own = stands_in(town.dps, town.pse, Role.PSE, approved_by=town.org)
    assert deciders_on(own, today()) == []


def test_delegation_is_ended_by_both_and_by_whoever_decides(town: Township) -> None:
    row = asked(town)
    people = [
        town.east.secretary,
        town.east.clerk,
        town.org,
        town.pse,
        town.east.members[0],
        town.officer,
    ]
    assert [p for p in people if may_end(row, p, today())] == people[:3]


def test_own_leave_is_recorded_by_oneself_and_anything_else_by_the_organisation_office(
    far: Township, town: Township
) -> None:
    day, clerk = today(), town.east.clerk
    assert may_record_absence(clerk, clerk, "leave", day)
    assert not may_record_absence(clerk, clerk, "suspension", day)
    assert may_record_absence(town.org, clerk, "suspension", day)
    assert not may_record_absence(town.org, town.org, "suspension", day)
    for by in (far.org, town.pse, town.east.secretary):
        assert not may_record_absence(by, clerk, "leave", day)


def test_people_below_are_members_and_officials_of_this_part_of_the_tree(town: Township) -> None:
    east = town.east
    helper = in_office(person("外来帮"), Role.INS, east.organisation)
    assert set(people_below(east.organisation, today())) == {
        *(east.secretary, east.clerk, *east.members, town.liaison, helper)
    }
