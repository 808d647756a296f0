"""docs/rules.md 4.1: an office is put into force by a second person, never by its holder."""

from rectification.models import Appointment, Person
from rectification.policies.confirming import (
    confirmers_of,
    confirms_offices,
    keeping_office,
    keeps_roster,
    townships_of,
    why_not_move,
)
from rectification.policies.days import today
from rectification.roles import Role
from rectification.services.appointments import appoint
from tests.factories import Township, in_office, person, rights


def entered(town: Township, of: Person, by: Person) -> Appointment:
    return appoint(
        person=of, role=Role.GEN, organisation=town.home, valid_from=today(), entered_by=by
    )


def who_may(town: Township, row: Appointment, asked: list[Person]) -> list[Person]:
    confirmers = confirmers_of(town.committee, today())
    return [someone for someone in asked if confirmers.why_not(row, someone) is None]


def test_organisation_office_alone_enters_changes(town: Township) -> None:
    asked = [town.org, town.pse, town.east.secretary, town.east.members[0]]
    found = [why_not_move(rights(someone)) for someone in asked]
    assert [reason and reason.rule for reason in found] == [None, "4.1", "4.1", "4.1"]


def test_changes_lie_all_in_the_township_of_whoever_enters_them(
    far: Township, town: Township
) -> None:
    own, foreign = town.east.organisation, far.east.organisation
    asked = [(own,), (own, town.west.organisation), (foreign,), (own, foreign)]
    found = [why_not_move(rights(town.org), *places) for places in asked]
    assert [reason and reason.rule for reason in found] == [None, None, "4.1", "4.1"]
    office = keeping_office(rights(town.org), own)
    assert office is not None
    assert office.organisation == town.organisation_office
    in_office(town.org, Role.ORG, far.organisation_office)
    there = keeping_office(rights(town.org), foreign)
    assert there is not None
    assert there.organisation == far.organisation_office
    assert keeping_office(rights(town.org), own, foreign) is None


def test_second_officer_confirms_where_there_is_one(far: Township, town: Township) -> None:
    second = in_office(person("织月华"), Role.ORG, town.organisation_office)
    row = entered(town, town.pub, by=town.org)
    asked = [town.org, second, town.pse, town.dps, town.pub, town.lg, far.org, far.pse]
    assert who_may(town, row, asked) == [second]
    assert who_may(town, entered(town, second, by=town.org), asked) == [town.pse, town.dps]


def test_secretary_or_deputy_confirms_where_the_office_has_one_officer(town: Township) -> None:
    row = entered(town, town.pub, by=town.org)
    assert who_may(town, row, [town.org, town.pse, town.dps, town.lg]) == [town.pse, town.dps]


def test_nobody_confirms_himself_or_what_he_entered(town: Township) -> None:
    confirmers = confirmers_of(town.committee, today())
    own = entered(town, town.pse, by=town.org)
    assert "本人的任职" in str(confirmers.why_not(own, town.pse))
    assert "由您录入" in str(confirmers.why_not(own, town.org))


def test_confirmers_of_the_township_are_known(far: Township, town: Township) -> None:
    confirmers = confirmers_of(town.east.organisation, today())
    asked = [town.org, town.pse, town.dps, town.lg, far.org, far.pse]
    assert [someone for someone in asked if confirmers.hold(someone)] == asked[:3]


def test_pages_of_the_roster_are_for_those_who_keep_or_confirm_it(town: Township) -> None:
    asked = [town.org, town.pse, town.dps, town.lg, town.officer, town.east.secretary]
    assert [p for p in asked if keeps_roster(rights(p))] == [town.org]
    assert [p for p in asked if confirms_offices(rights(p))] == asked[:3]


def test_townships_are_those_in_which_one_of_the_offices_reaches(
    far: Township, town: Township
) -> None:
    in_office(town.org, Role.ORG, far.organisation_office)
    in_office(town.org, Role.GEN, town.general_office)
    found = townships_of(rights(town.org), [Role.ORG])
    assert set(found) == {town.committee, far.committee}
    assert townships_of(rights(town.org), [Role.PSE]) == []
