"""docs/rules.md, “Records”: in which office somebody reads, and what for."""

from rectification.enums import AccessPurpose, CaseLevel, CaseStage
from rectification.models import Person, WorkItem
from rectification.policies.actors import Actor
from rectification.policies.authority import Authority, authority_of
from rectification.policies.readings import (
    Capacity,
    acting,
    at_step,
    by_office,
    capacity_in,
    is_concerned,
    on_lists,
)
from rectification.policies.visibility import Relation
from rectification.roles import Role
from tests.factories import Township, case_in


def rights(someone: Person) -> Authority:
    return authority_of(someone.user)


def test_step_that_lies_with_him_says_it(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    item = WorkItem(case=case, step="dispatch", role=Role.OFF, organisation=town.office)
    told = Capacity(AccessPurpose.STEP, Role.OFF, town.office.pk, "dispatch")
    assert at_step(item) == told
    standings = {(Role.OFF, Relation.REACH)}
    found = capacity_in(case, rights(town.officer), standings=standings, mine=[item])
    assert found == told
    own = WorkItem(case=case, step="verify")
    assert at_step(own, role=Role.DIS) == Capacity(AccessPurpose.STEP, Role.DIS, None, "verify")


def test_else_his_part_in_it_and_else_his_office(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    reading = capacity_in(case, rights(town.officer), standings={(Role.OFF, Relation.REACH)})
    assert reading == Capacity(AccessPurpose.OFFICE, Role.OFF, town.office.pk)
    approving = capacity_in(case, rights(town.pse), standings={(Role.PSE, Relation.IN_CHARGE)})
    assert approving == Capacity(AccessPurpose.PART, Role.PSE, town.committee.pk)
    verifying = capacity_in(case, rights(town.dis[0]), standings={("", Relation.VERIFIER)})
    assert (verifying.purpose, verifying.role) == (AccessPurpose.PART, Role.DIS)


def test_office_in_which_he_acts_and_the_first_that_fits(town: Township) -> None:
    actor = Actor(person=town.officer, role=Role.OFF, organisation=town.office)
    told = Capacity(AccessPurpose.TELLING, Role.OFF, town.office.pk)
    assert acting(actor, AccessPurpose.TELLING) == told
    assert by_office(rights(town.officer), AccessPurpose.INTAKE, Role.OFF) == Capacity(
        AccessPurpose.INTAKE, Role.OFF, town.office.pk
    )
    assert by_office(rights(town.pse), AccessPurpose.INTAKE, Role.OFF) == Capacity(
        AccessPurpose.INTAKE
    )
    assert on_lists(rights(town.officer), AccessPurpose.TAKEN_AWAY) == Capacity(
        AccessPurpose.TAKEN_AWAY, Role.OFF, town.office.pk
    )
    assert on_lists(rights(town.pse), AccessPurpose.LIST).role == Role.PSE


def test_only_the_member_whose_case_it_is_is_concerned(town: Township) -> None:
    case = case_in(town, CaseStage.REGISTERED, level=CaseLevel.MEMBER)
    branch = case_in(town, CaseStage.REGISTERED)
    assert is_concerned(case, town.east.members[0])
    assert not is_concerned(case, town.east.members[1])
    assert not is_concerned(branch, town.east.secretary)
