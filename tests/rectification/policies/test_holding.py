"""Who holds an open step: asked by the page, the inbox and the act door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, PartyReason, RecusalGround, Step
from rectification.models import Case, CaseParty, Person, WorkItem, WorkItemBar
from rectification.permissions import APPROVE_PLANS, NAME_VERIFIERS, OWN_CASES, VERIFY_CASES
from rectification.policies.days import today
from rectification.policies.holding import (
    acting_on,
    deputyship_for,
    ground_of,
    has_office,
    holds_item,
    is_office_of,
    recusal_text,
    why_elsewhere,
    why_not,
    why_refused,
)
from rectification.policies.reasons import Reason
from rectification.roles import Role
from tests.factories import Township, case_in, in_office, person, rights
from tests.rectification.web.desk import open_step
from tests.workflows.offices import leave_office, stands_in


@pytest.fixture
def case(town: Township) -> Case:
    """Of the first member of the east branch, before the plan is approved."""
    return case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.MEMBER)


@pytest.fixture
def item(town: Township, case: Case) -> WorkItem:
    return open_step(case, Step.APPROVE_PLAN, Role.SEC, town.east.organisation)


def bar(item: WorkItem, someone: Person, ground: RecusalGround) -> None:
    WorkItemBar.objects.create(item=item, person=someone, ground=ground)


def deputy_of(town: Township, scope: str = "everything") -> Person:
    deputy = town.east.members[1]
    stands_in(deputy, town.east.secretary, Role.SEC, approved_by=town.org, scope=scope)
    return deputy


def test_step_of_an_office_lies_with_its_holder_of_today(
    far: Township, town: Township, item: WorkItem
) -> None:
    people = [town.east.secretary, town.east.clerk, town.west.secretary, far.east.secretary]
    assert [p for p in people if has_office(item, rights(p))] == people[:1]
    assert [p for p in people if holds_item(item, rights(p), APPROVE_PLANS)] == people[:1]
    leave_office(town.east.secretary, Role.SEC, today() - timedelta(days=1))
    assert not has_office(item, rights(town.east.secretary))


def test_step_of_a_person_lies_with_him_alone(town: Township, case: Case) -> None:
    owner, other = town.east.members
    item = open_step(case, Step.HEAR_PERSON, Role.MEM, town.east.organisation, person=owner)
    people = [owner, other, town.east.secretary]
    assert [p for p in people if has_office(item, rights(p))] == [owner]
    assert [p for p in people if holds_item(item, rights(p), "")] == [owner]


def test_clerk_enters_progress_for_his_secretary_and_takes_no_other_step(
    town: Township, item: WorkItem
) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    carry = open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation)
    assert holds_item(carry, rights(town.east.clerk), OWN_CASES)
    assert not has_office(carry, rights(town.west.clerk))
    assert not has_office(item, rights(town.east.clerk))


def test_right_must_come_with_the_office(town: Township, item: WorkItem) -> None:
    assert not holds_item(item, rights(town.east.secretary), NAME_VERIFIERS)
    assert holds_item(item, rights(town.east.secretary), "")


def test_deputy_stands_in_within_his_scope(town: Township, item: WorkItem) -> None:
    assert deputyship_for(item, rights(town.east.members[1])) is None
    deputy = deputy_of(town)
    held = rights(deputy)
    assert has_office(item, held)
    assert holds_item(item, held, APPROVE_PLANS)
    assert not holds_item(item, held, NAME_VERIFIERS)
    found = deputyship_for(item, held)
    assert found is not None
    assert found.delegator == town.east.secretary
    actor = acting_on(item, held)
    assert (actor.hand, actor.principal, actor.delegation) == (
        deputy,
        town.east.secretary,
        found.delegation,
    )
    assert acting_on(item, rights(town.east.secretary)).delegation is None


def test_deputy_for_the_work_approves_nothing(town: Township, item: WorkItem) -> None:
    deputy = deputy_of(town, scope="work")
    assert deputyship_for(item, rights(deputy)) is None
    assert not has_office(item, rights(deputy))


def test_deputy_in_one_office_takes_no_step_of_another(town: Township, case: Case) -> None:
    deputy = deputy_of(town)
    other = open_step(case, Step.APPROVE_PLAN, Role.SEC, town.west.organisation)
    assert not has_office(other, rights(deputy))


def test_no_deputy_where_the_delegator_is_barred(town: Township, item: WorkItem) -> None:
    deputy = deputy_of(town)
    bar(item, town.east.secretary, RecusalGround.RELATIVE)
    assert deputyship_for(item, rights(deputy)) is None


def test_delegator_who_was_only_away_leaves_the_step_to_his_deputy(
    town: Township, item: WorkItem
) -> None:
    deputy = deputy_of(town)
    bar(item, town.east.secretary, RecusalGround.ABSENT)
    assert deputyship_for(item, rights(deputy)) is not None


def test_person_concerned_is_told_the_ground(town: Township, item: WorkItem, case: Case) -> None:
    secretary = town.east.secretary
    assert ground_of(item, rights(secretary)) is None
    assert why_not(item, rights(secretary)) is None
    Case.objects.filter(pk=case.pk).update(owner_person=secretary)
    item.case.refresh_from_db()
    assert ground_of(item, rights(secretary)) == RecusalGround.OWN_CASE
    said = why_refused(item, rights(secretary))
    assert said == Reason(recusal_text(RecusalGround.OWN_CASE), "4.4")
    assert why_not(item, rights(secretary)) == said


def test_bar_that_was_recorded_holds(town: Township, item: WorkItem) -> None:
    bar(item, town.east.secretary, RecusalGround.INTEREST)
    assert ground_of(item, rights(town.east.secretary)) == RecusalGround.INTEREST


def test_whoever_came_back_is_no_longer_absent(town: Township, item: WorkItem) -> None:
    bar(item, town.east.secretary, RecusalGround.ABSENT)
    assert ground_of(item, rights(town.east.secretary)) is None


def test_whoever_has_no_part_in_the_step_is_told_no_ground(town: Township, item: WorkItem) -> None:
    stranger = rights(town.east.members[0])
    assert why_refused(item, stranger) is None
    assert why_elsewhere(item, stranger) == why_not(item, stranger)
    assert why_not(item, stranger) is not None
    assert why_elsewhere(item, rights(town.east.secretary)) is None


def test_deputy_of_a_concerned_delegator_is_refused(
    town: Township, item: WorkItem, case: Case
) -> None:
    deputy = deputy_of(town)
    assert why_not(item, rights(deputy)) is None
    Case.objects.filter(pk=case.pk).update(owner_person=town.east.secretary)
    item.case.refresh_from_db()
    said = why_refused(item, rights(deputy))
    assert said is not None
    assert said.message != recusal_text(RecusalGround.OWN_CASE)


def test_deputy_is_told_what_his_delegation_does_not_reach(
    town: Township, case: Case, item: WorkItem
) -> None:
    deputy = deputy_of(town, scope="work")
    stranger = why_elsewhere(item, rights(town.east.members[0]))
    told = why_elsewhere(item, rights(deputy))
    naming = open_step(case, Step.ASSIGN_VERIFIERS, Role.SEC, town.east.organisation)
    never = why_elsewhere(naming, rights(deputy))
    own = open_step(
        case, Step.HEAR_PERSON, Role.SEC, town.east.organisation, person=town.east.secretary
    )
    personal = why_elsewhere(own, rights(deputy))
    found = [stranger, told, never, personal]
    assert [reason and reason.rule for reason in found] == ["4.4", "4.1", "4.1", "4.1"]
    assert len({str(reason and reason.message) for reason in found}) == 4


def test_step_that_nobody_is_free_to_take_waits_for_the_leading_group(
    town: Township, item: WorkItem
) -> None:
    assert why_refused(item, rights(town.east.secretary)) is None
    item.unheld = True
    assert why_refused(item, rights(town.east.secretary)) is not None
    assert why_refused(item, rights(town.west.secretary)) is None


def test_deputyship_belongs_to_one_office(town: Township, case: Case, item: WorkItem) -> None:
    found = rights(deputy_of(town)).deputyships
    other = open_step(case, Step.APPROVE_PLAN, Role.SEC, town.west.organisation)
    assert [is_office_of(found[0], step) for step in (item, other)] == [True, False]


def test_outside_verifier_holds_his_step_while_he_is_named(town: Township) -> None:
    case = case_in(town, CaseStage.NOTICE_PREP)
    guest = town.west.clerk
    item = open_step(case, Step.VERIFY, Role.CLK, town.west.organisation, person=guest)
    assert not holds_item(item, rights(guest), VERIFY_CASES)
    party = CaseParty.objects.create(
        case=case, person=guest, reason=PartyReason.VERIFIER, since=timezone.now()
    )
    assert holds_item(item, rights(guest), VERIFY_CASES)
    party.until = timezone.now()
    party.save()
    assert not holds_item(item, rights(guest), VERIFY_CASES)


def test_two_in_one_office_hold_the_step_both(town: Township, case: Case) -> None:
    second = in_office(person("石副书"), Role.OFF, town.office)
    item = open_step(case, Step.TRIAGE, Role.OFF, town.office)
    assert all(has_office(item, rights(p)) for p in (town.officer, town.intake, second))
