"""What becomes of a submitted plan: advised on, returned, approved (docs/rules.md T14, T15)."""

from datetime import date

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, EventVerb, PartyReason
from rectification.exceptions import CaseError, NotAllowed
from rectification.models import PlanStatus, Recusal
from rectification.roles import Role
from rectification.selectors.plans import current_plan
from rectification.services.plan_decisions import advise_plan, approve_plan, return_plan
from tests.factories import Township, acting, case_in, in_office, person
from tests.outbox import told
from tests.planned import submit

REASON = "措施过于笼统，请明确时间和责任人。"


def test_advise_plan_keeps_the_opinion(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    event = advise_plan(case=case, actor=acting(town.org), advice="措施具体，可行。")
    plan = case.plans.get()
    assert (event.verb, event.payload.text) == (EventVerb.PLAN_ADVISED, "措施具体，可行。")
    assert (plan.advice, plan.advised_by) == ("措施具体，可行。", town.org)


def test_approve_plan_sets_due_date_and_approver(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    advise_plan(case=case, actor=acting(town.org), advice="可行。")
    event = approve_plan(case=case, actor=acting(town.pse))
    plan = case.plans.get()
    assert event.verb == EventVerb.PLAN_APPROVED
    assert (plan.status, plan.decided_by) == (PlanStatus.APPROVED, town.pse)
    assert (case.due_on, case.first_due_on, case.due_provisional) == (
        date(2026, 5, 18),
        date(2026, 5, 18),
        False,
    )
    party = case.parties.get(reason=PartyReason.APPROVER)
    assert party.person == town.pse
    assert told("plan_approved", case) == {town.east.secretary, town.east.clerk}


def test_approve_plan_of_immediate_class_runs_seven_working_days(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.MEMBER, deadline_class="immediate")
    approve_plan(case=case, actor=acting(town.east.secretary))
    assert case.due_on == date(2026, 5, 20)


def test_approve_plan_without_opinion_of_organisation_office_is_refused(town: Township) -> None:
    with pytest.raises(CaseError) as refused:
        approve_plan(case=case_in(town, CaseStage.PLAN_REVIEW), actor=acting(town.pse))
    assert refused.value.rule == "T15"


def test_approve_plan_of_committee_needs_minutes(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.COMMITTEE)
    advise_plan(case=case, actor=acting(town.org), advice="可行。")
    with pytest.raises(CaseError) as refused:
        approve_plan(case=case, actor=acting(town.pse))
    assert refused.value.field == "minutes_number"
    approve_plan(case=case, actor=acting(town.pse), minutes_number="云委纪〔2026〕8号")
    assert case.plans.get().minutes_number == "云委纪〔2026〕8号"


def test_approve_plan_by_its_drafter_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    with pytest.raises(NotAllowed) as refused:
        approve_plan(case=case, actor=acting(town.east.secretary))
    assert refused.value.rule == "4.4"


def test_approve_plan_by_secretary_who_is_concerned_is_refused(town: Township) -> None:
    """docs/rules.md, scenario 1: whichever door he takes, and whoever drafted the plan."""
    secretary = town.east.secretary
    case = case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.MEMBER, owner_person=secretary)
    plan = case.plans.get()
    plan.drafted_by = town.east.clerk
    plan.save()
    with pytest.raises(NotAllowed):
        approve_plan(case=case, actor=acting(secretary))
    assert approve_plan(case=case, actor=acting(town.liaison)).verb == EventVerb.PLAN_APPROVED


def test_approve_plan_by_recused_person_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.MEMBER)
    Recusal.objects.create(
        case=case, person=town.east.secretary, ground="relative", since=timezone.now()
    )
    with pytest.raises(NotAllowed):
        approve_plan(case=case, actor=acting(town.east.secretary))


def test_approve_plan_by_leading_group_needs_minutes(town: Township) -> None:
    case = case_in(
        town,
        CaseStage.PLAN_REVIEW,
        level=CaseLevel.MEMBER,
        owner_organisation=town.home,
        owner_person=town.pse,
        author=town.pse,
    )
    member = in_office(person("组员", branch=town.home), Role.LG, town.leading_group)
    with pytest.raises(CaseError) as refused:
        approve_plan(case=case, actor=acting(member))
    assert refused.value.field == "minutes_number"


def test_return_plan_tells_the_owner_all_reasons(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    event = return_plan(case=case, actor=acting(town.pse), reason=REASON)
    plan = case.plans.get()
    assert (event.verb, event.payload.text) == (EventVerb.PLAN_RETURNED, REASON)
    assert (plan.status, plan.return_reason) == (PlanStatus.RETURNED, REASON)
    assert told("plan_returned", case) == {town.east.secretary, town.east.clerk}
    assert not case.parties.filter(reason=PartyReason.JOINED).exists()


def test_return_plan_the_second_time_brings_in_the_liaison(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    return_plan(case=case, actor=acting(town.pse), reason=REASON)
    submit(town, case)
    event = return_plan(case=case, actor=acting(town.pse), reason=REASON)
    assert event.verb == EventVerb.PLAN_RETURNED
    assert case.parties.get(reason=PartyReason.JOINED).person == town.liaison
    assert case.events.latest("sequence").verb == EventVerb.LIAISON_JOINED
    assert told("liaison_joined", case) == {town.liaison}


def test_return_plan_with_short_reason_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    with pytest.raises(CaseError) as refused:
        return_plan(case=case, actor=acting(town.pse), reason="不行")
    assert refused.value.field == "reason"
    assert case.plans.get().status == PlanStatus.SUBMITTED


def test_submit_plan_again_is_the_next_version(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    return_plan(case=case, actor=acting(town.pse), reason=REASON)
    submit(town, case)
    plan = current_plan(case)
    assert plan is not None
    assert (plan.version, plan.status) == (2, PlanStatus.SUBMITTED)


def test_decide_on_plan_twice_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    with pytest.raises(CaseError):
        approve_plan(case=case, actor=acting(town.pse))
