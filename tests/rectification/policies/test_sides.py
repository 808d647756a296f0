from rectification.enums import CaseStage
from rectification.policies.authority import authority_of
from rectification.policies.sides import office_actor, owner_actor
from rectification.roles import Role
from tests.factories import Township, case_in


def test_a_member_acts_for_himself_and_for_nobody_else(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING, level="M")
    member = town.east.members[0]
    actor = owner_actor(case, authority_of(member.user))
    assert actor is not None
    assert (actor.person, actor.role, actor.organisation) == (
        member,
        Role.MEM,
        town.east.organisation,
    )
    assert owner_actor(case, authority_of(town.east.secretary.user)) is None


def test_for_a_branch_acts_the_office_that_answers_for_it(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    actor = owner_actor(case, authority_of(town.east.secretary.user))
    assert actor is not None
    assert (actor.role, actor.organisation) == (Role.SEC, town.east.organisation)
    assert owner_actor(case, authority_of(town.east.clerk.user)) is None
    assert owner_actor(case, authority_of(town.west.secretary.user)) is None


def test_for_the_office_acts_whoever_dispatches_where_the_case_is(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    actor = office_actor(case, authority_of(town.officer.user))
    assert actor is not None
    assert (actor.person, actor.role) == (town.officer, Role.OFF)
    assert office_actor(case, authority_of(town.east.secretary.user)) is None
    assert office_actor(case, authority_of(town.org.user)) is None
