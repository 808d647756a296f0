"""Who enters a step for a member without account: the door, the lists and the message agree."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, EventVerb, Step
from rectification.models import (
    Absence,
    Case,
    OrganisationRecusal,
    Person,
    Recusal,
    RecusalRequest,
    User,
    WorkItem,
)
from rectification.permissions import OWN_CASES
from rectification.policies.days import today
from rectification.policies.entering import (
    SIGNED,
    can_be_heard,
    entered_by,
    entered_steps,
    entering_actor,
    hand_office,
    hands_for,
    has_account,
    without_account,
)
from rectification.policies.facts import facts_of
from rectification.policies.holding import (
    acting_on,
    enters_for_another,
    has_office,
    holds_item,
    why_elsewhere,
)
from rectification.policies.separation import bar_of
from rectification.roles import Role
from rectification.services.events import record_event
from tests.factories import Township, case_in, rights
from tests.rectification.web.desk import open_step
from tests.workflows.answers import REASON
from tests.workflows.offices import away, leave_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(town: Township) -> WorkItem:
    """The plan of the first member of the east branch, whose account is disabled."""
    case = case_in(town, CaseStage.PLANNING, level=CaseLevel.MEMBER)
    shut(town.east.members[0])
    return open_step(
        case,
        Step.DRAFT_PLAN,
        Role.MEM,
        town.east.organisation,
        person=Person.objects.get(pk=town.east.members[0].pk),
    )


def shut(person: Person) -> None:
    User.objects.filter(person=person).update(is_active=False)


def hands(town: Township, item: WorkItem) -> list[Person]:
    """By the door, as by the list of open work."""
    people = [
        *(town.east.secretary, town.east.clerk, town.east.members[1]),
        *(town.west.secretary, town.west.clerk, town.liaison, town.officer),
    ]
    found = [p for p in people if hand_office(item, rights(p)) is not None]
    listed = WorkItem.objects.filter(pk=item.pk)
    assert found == [p for p in people if listed.filter(entered_steps(rights(p))).exists()]
    assert found == [p for p in people if has_office(item, rights(p))]
    assert {p.pk for p in found} == {p.pk for p in hands_for(item)}
    return found


def test_secretary_of_his_branch_enters_it(far: Township, town: Township, item: WorkItem) -> None:
    secretary = town.east.secretary
    assert hands(town, item) == [secretary]
    assert hand_office(item, rights(far.east.secretary)) is None
    assert hand_office(item, rights(secretary)) == Role.SEC
    assert holds_item(item, rights(secretary), OWN_CASES)
    assert not enters_for_another(item, rights(secretary))


def test_he_acts_on_behalf_of_the_member(town: Township, item: WorkItem) -> None:
    actor = acting_on(item, rights(town.east.secretary))
    assert (actor.hand, actor.principal, actor.role) == (
        town.east.secretary,
        town.east.members[0],
        Role.SEC,
    )
    assert actor.enters_for_member
    user = User.objects.get(person=town.east.members[0])
    user.is_active = True
    user.save()
    assert not acting_on(item, rights(user.person)).enters_for_member


def test_his_branch_acts_for_him_beside_the_steps_too(town: Township, item: WorkItem) -> None:
    case = Case.objects.get(pk=item.case_id)
    actor = entering_actor(case, rights(town.east.secretary))
    assert actor is not None
    assert (actor.hand, actor.principal, actor.role, actor.organisation) == (
        town.east.secretary,
        town.east.members[0],
        Role.SEC,
        town.east.organisation,
    )
    for other in (town.east.clerk, town.east.members[1], town.west.secretary, town.officer):
        assert entering_actor(case, rights(other)) is None
    User.objects.filter(person=town.east.members[0]).update(is_active=True)
    assert entering_actor(Case.objects.get(pk=case.pk), rights(town.east.secretary)) is None


def test_member_with_account_acts_himself(town: Township, item: WorkItem) -> None:
    owner = Person.objects.get(pk=item.person_id)
    assert not has_account(owner)
    assert not has_account(None)
    assert not has_account(Person.objects.create(code="N-0001", name="石阿公"))
    assert list(Person.objects.filter(without_account("pk"), pk=owner.pk)) == [owner]
    User.objects.filter(person=owner).update(is_active=True)
    owner = Person.objects.get(pk=owner.pk)
    assert has_account(owner)
    assert not Person.objects.filter(without_account("pk"), pk=owner.pk).exists()
    assert hands(town, WorkItem.objects.get(pk=item.pk)) == []


NOT_FREE: dict[str, Callable[[Township, Case], object]] = {
    "recused": lambda town, case: Recusal.objects.create(
        case=case, person=town.east.secretary, ground="relative", since=timezone.now()
    ),
    "recused for the branch": lambda town, case: OrganisationRecusal.objects.create(
        organisation=town.east.organisation,
        person=town.east.secretary,
        ground="relative",
        since=today(),
    ),
    "asked about": lambda town, case: RecusalRequest.objects.create(
        case=case,
        person=town.east.secretary,
        requested_by=town.officer,
        ground="relative",
        reason=REASON,
        requested_at=timezone.now(),
    ),
    "gone": lambda town, case: leave_office(
        town.east.secretary, Role.SEC, today() - timedelta(days=1)
    ),
    "suspended": lambda town, case: away(town.east.secretary, "suspension"),
    "without account": lambda town, case: shut(town.east.secretary),
}


@pytest.mark.parametrize("why", NOT_FREE)
def test_clerk_enters_where_the_secretary_is_not_free(
    town: Township, item: WorkItem, why: str
) -> None:
    NOT_FREE[why](town, item.case)
    assert hands(town, item) == [town.east.clerk]
    assert hand_office(item, rights(town.east.clerk)) == Role.CLK
    assert enters_for_another(item, rights(town.east.clerk))


def test_secretary_on_leave_keeps_his_right_beside_the_clerk(
    town: Township, item: WorkItem
) -> None:
    away(town.east.secretary)
    assert hands(town, item) == [town.east.secretary, town.east.clerk]
    Absence.objects.update(ended_on=today() - timedelta(days=1))
    assert hands(town, item) == [town.east.secretary]


def test_nobody_who_is_recused_enters_it(town: Township, item: WorkItem) -> None:
    for person in (town.east.secretary, town.east.clerk):
        Recusal.objects.create(
            case=item.case, person=person, ground="relative", since=timezone.now()
        )
    assert hands(town, item) == []


def test_step_of_an_office_or_of_a_verifier_is_not_entered(town: Township, item: WorkItem) -> None:
    office = open_step(item.case, Step.APPROVE_PLAN, Role.SEC, town.east.organisation)
    shut(town.dis[0])
    verifier = Person.objects.get(pk=town.dis[0].pk)
    verify = open_step(item.case, Step.VERIFY, Role.DIS, town.discipline, person=verifier)
    for other in (office, verify):
        assert hands_for(other) == []
        assert hand_office(other, rights(town.east.secretary)) is None


def test_rows_of_cases_are_asked_alike(town: Township, item: WorkItem) -> None:
    columns = {"organisation": "owner_organisation", "case": "pk"}
    for person, found in ((town.east.secretary, 1), (town.east.clerk, 0), (town.west.clerk, 0)):
        rows = Case.objects.filter(entered_by(person, **columns), pk=item.case_id)
        assert rows.count() == found


def test_others_read_who_enters_it(town: Township, item: WorkItem) -> None:
    why = why_elsewhere(item, rights(town.east.clerk))
    assert why is not None
    assert "没有账号" in why.message


def test_only_what_decides_something_is_signed() -> None:
    heard = ["hear_answer", "hear_disclosure", "hear_owner", "hear_person"]
    assert sorted(SIGNED) == [
        *("change_plan", "claim", "consent_given", "draft_plan"),
        *heard,
        "reclaim",
    ]


@pytest.mark.parametrize("verb", ["claimed", "progress_reported", "person_heard"])
def test_whoever_entered_a_step_for_him_is_of_his_side(
    town: Township, item: WorkItem, verb: str
) -> None:
    secretary = town.east.secretary
    actor = acting_on(item, rights(secretary))
    assert bar_of(secretary.pk, Step.APPROVE_PLAN, facts_of(item.case)) is None
    record_event(case=item.case, verb=EventVerb(verb), actor=actor)
    facts = facts_of(item.case)
    for step in (Step.APPROVE_PLAN, Step.FIRST_REVIEW, Step.APPROVE_PUBLICATION):
        assert bar_of(secretary.pk, step, facts) == "own_case"
    assert bar_of(secretary.pk, Step.CARRY_OUT, facts) is None


def test_he_can_be_heard_while_he_or_somebody_for_him_can_log_in(
    town: Township, item: WorkItem
) -> None:
    hands = User.objects.filter(person__in=[town.east.secretary, town.east.clerk])
    assert can_be_heard(item)
    hands.update(is_active=False)
    assert not can_be_heard(item)
    item.role = Role.SEC
    assert can_be_heard(item)


def test_whoever_entered_the_report_or_told_him_is_not(town: Township, item: WorkItem) -> None:
    actor = acting_on(item, rights(town.east.secretary))
    for verb in (EventVerb.SUBMITTED, EventVerb.TOLD_ON_PAPER):
        record_event(case=item.case, verb=verb, actor=actor)
    assert bar_of(town.east.secretary.pk, Step.APPROVE_PLAN, facts_of(item.case)) is None
