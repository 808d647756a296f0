from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from rectification.enums import (
    CaseLevel,
    CaseStage,
    EventVerb,
    PartyReason,
    ShareAnswer,
    SourceKind,
    UnitKind,
)
from rectification.exceptions import CaseError, InvalidInput, NotAllowed
from rectification.models import Assignment, Case, PlanStatus, Recusal
from rectification.roles import Role
from rectification.selectors.plans import current_plan
from rectification.services.plan_decisions import advise_plan, approve_plan, return_plan
from rectification.services.plans import MeasureDraft, submit_plan
from tests.factories import Township, acting, case_in, in_office, owner_actor, person
from tests.outbox import told

REASON = "措施过于笼统，请明确时间和责任人。"


def draft(town: Township, **changes: Any) -> MeasureDraft:
    return replace(
        MeasureDraft(
            text="制定下半年计划并张贴。",
            deliverable="下半年计划",
            organisation=town.east.organisation,
            person=town.east.secretary,
            due_on=date(2026, 6, 30),
        ),
        **changes,
    )


def submit(town: Township, case: Case, *measures: MeasureDraft, **changes: Any) -> Any:
    values = {"cause": "无人督促。", "target_outcome": "每月按时开展。", **changes}
    return submit_plan(
        case=case, actor=owner_actor(town, case), measures=measures or [draft(town)], **values
    )


def faults(town: Township, case: Case, *measures: MeasureDraft) -> set[str]:
    with pytest.raises(InvalidInput) as refused:
        submit(town, case, *measures)
    assert refused.value.rule == "T13"
    assert not case.plans.exists()
    return set(refused.value.errors)


def test_submit_plan_makes_a_version(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    event = submit(town, case, draft(town), draft(town, text="每月通报一次。"))
    plan = case.plans.get()
    assert (event.verb, event.reference) == (EventVerb.PLAN_SUBMITTED, f"plan:{plan.pk}")
    assert (plan.version, plan.status, plan.round) == (1, PlanStatus.SUBMITTED, 1)
    assert (plan.drafted_by, plan.submitted_at) == (town.east.secretary, timezone.now())
    assert list(plan.measures.order_by("position").values_list("position", "text")) == [
        (1, "制定下半年计划并张贴。"),
        (2, "每月通报一次。"),
    ]


def test_submit_plan_names_every_fault(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    with pytest.raises(InvalidInput) as refused:
        submit(
            town,
            case,
            draft(town),
            draft(town, text=" ", deliverable="", person=None, due_on=None),
            cause="",
            target_outcome="",
        )
    assert set(refused.value.errors) == {
        "cause",
        "target_outcome",
        "measure-1-text",
        "measure-1-deliverable",
        "measure-1-person",
        "measure-1-due_on",
    }


def test_submit_plan_without_measures_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    with pytest.raises(InvalidInput) as refused:
        submit_plan(
            case=case,
            actor=acting(town.east.secretary),
            cause="无人督促。",
            target_outcome="每月按时开展。",
            measures=[],
        )
    assert list(refused.value.errors) == ["measure-0-text"]


@pytest.mark.parametrize(
    ("deadline_class", "last", "after"),
    [
        ("immediate", date(2026, 5, 20), date(2026, 5, 21)),
        ("limited", date(2026, 7, 13), date(2026, 7, 14)),
        ("long_term", date(2026, 8, 11), date(2026, 8, 12)),
    ],
)
def test_submit_plan_within_the_limit_of_its_class(
    town: Township, deadline_class: str, last: date, after: date
) -> None:
    case = case_in(town, CaseStage.PLANNING, deadline_class=deadline_class)
    assert faults(town, case, draft(town, due_on=after)) == {"measure-0-due_on"}
    submit(town, case, draft(town, due_on=last))
    assert case.plans.get().measures.get().due_on == last


def test_submit_plan_after_inspection_counts_from_the_day_received(town: Township) -> None:
    case = case_in(
        town,
        CaseStage.PLANNING,
        source=SourceKind.INSPECTION,
        found_on=date(2026, 1, 12),
    )
    assert faults(town, case, draft(town, due_on=date(2026, 7, 14))) == {"measure-0-due_on"}
    submit(town, case, draft(town, due_on=date(2026, 7, 13)))


def test_submit_plan_with_past_date_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    assert faults(town, case, draft(town, due_on=date(2026, 5, 10))) == {"measure-0-due_on"}


def test_submit_plan_for_unit_that_was_not_asked_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    other = draft(town, organisation=town.west.organisation, person=town.west.secretary)
    assert faults(town, case, other) == {"measure-0-organisation"}


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        (ShareAnswer.PENDING, False),
        (ShareAnswer.DECLINED, False),
        (ShareAnswer.ACCEPTED, True),
    ],
)
def test_submit_plan_for_co_unit_only_after_it_accepted(
    town: Township, answer: str, accepted: bool
) -> None:
    case = case_in(town, CaseStage.PLANNING)
    Assignment.objects.create(
        case=case, organisation=town.west.organisation, kind=UnitKind.CO, answer=answer
    )
    other = draft(town, organisation=town.west.organisation, person=town.west.secretary)
    if accepted:
        assert submit(town, case, draft(town), other).verb == EventVerb.PLAN_SUBMITTED
    else:
        assert faults(town, case, draft(town), other) == {"measure-1-organisation"}


def test_submit_plan_for_stranger_to_the_unit_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    assert faults(town, case, draft(town, person=town.west.secretary)) == {"measure-0-person"}


def test_submit_plan_of_member_names_only_himself(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING, level=CaseLevel.MEMBER)
    assert faults(town, case, draft(town)) == {"measure-0-person"}
    submit(town, case, draft(town, person=town.east.members[0]))


def test_submit_plan_while_another_is_under_approval_is_refused(town: Township) -> None:
    with pytest.raises(CaseError):
        submit(town, case_in(town, CaseStage.PLAN_REVIEW))


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
