from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rectification.enums import (
    CaseLevel,
    CaseStage,
    DeadlineClass,
    EventVerb,
    ShareAnswer,
    Step,
    UnitKind,
)
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Assignment, Case, Person, PlanComment
from rectification.selectors.plans import returns_in_round
from rectification.services.plan_decisions import return_plan
from rectification.services.plan_templates import enter_template
from tests.factories import Township, acting, case_in
from tests.workflows.forms.filled import filled
from tests.workflows.forms.rendering import rendered
from workflows.forms.plan_drafts import DraftPlanForm
from workflows.forms.plans import AdvisePlanForm, ApprovePlanForm

pytestmark = pytest.mark.django_db


def row(number: int, person: Person, **more: Any) -> dict[str, Any]:
    values = {
        "text": "制定下半年计划并张贴。",
        "deliverable": "计划及活动记录",
        "organisation": person.memberships.get().organisation_id,
        "person": person.pk,
        "due_on": (timezone.localdate() + timedelta(days=5)).isoformat(),
        **more,
    }
    return {f"measure-{number}-{name}": value for name, value in values.items()}


def plan(**rows: Any) -> dict[str, Any]:
    return {"decision": "submit", "cause": "无人督促。", "target_outcome": "每月按时开展。", **rows}


def drafting(town: Township, case: Case, data: dict[str, Any] | None = None) -> DraftPlanForm:
    who = case.owner_person or town.east.secretary
    return filled(DraftPlanForm, case, who, data, step=Step.DRAFT_PLAN)


def test_draft_plan_form_submits_filled_rows_only(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    rows = row(0, town.east.secretary) | row(4, town.east.clerk, text="每月检查一次。")
    form = drafting(town, case, plan(**rows))
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PLAN_SUBMITTED
    measures = case.plans.get().measures.order_by("position")
    assert [(m.position, m.text) for m in measures] == [
        (1, "制定下半年计划并张贴。"),
        (2, "每月检查一次。"),
    ]


def test_draft_plan_form_puts_faults_beside_the_row_they_belong_to(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    past = (timezone.localdate() - timedelta(days=1)).isoformat()
    rows = row(1, town.east.secretary, deliverable="") | row(3, town.east.clerk, due_on=past)
    form = drafting(town, case, plan(**rows))
    assert form.is_valid(), form.errors
    with pytest.raises(InvalidInput) as refusal:
        form.carry_out()
    form.refuse(refusal.value)
    assert set(form.errors) == {"measure-1-deliverable", "measure-3-due_on"}
    assert [r.number for r in form.open_rows()] == [1, 2, 3, 4]
    assert form["measure-1-text"].value() == "制定下半年计划并张贴。"


def test_draft_plan_form_names_every_missing_part_at_once(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    form = drafting(town, case, {"decision": "submit"})
    assert form.is_valid(), form.errors
    with pytest.raises(InvalidInput) as refusal:
        form.carry_out()
    form.refuse(refusal.value)
    assert set(form.errors) == {"cause", "target_outcome", "measure-0-text"}
    assert not case.plans.exists()
    assert all(bound.field.required for bound in form.shared_fields())


def test_draft_plan_form_checks_without_submitting(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    form = drafting(town, case, plan(**row(0, town.east.secretary, deliverable="")))
    form.set_aside("check")
    assert set(form.errors) == {"measure-0-deliverable"}
    assert not form.is_checked
    form = drafting(town, case, plan(**row(0, town.east.secretary)))
    form.set_aside("check")
    assert (form.is_checked, form.hints) == (True, [])
    said = {**plan(**row(0, town.east.secretary)), "target_outcome": "加强学习。"}
    form = drafting(town, case, said)
    form.set_aside("check")
    assert (form.is_checked, len(form.hints)) == (True, 1)
    assert str(form.hints[0]) in rendered(form)
    assert not case.plans.exists()


def test_a_suggestion_fills_the_next_empty_measure_and_keeps_what_was_typed(
    town: Township,
) -> None:
    case = case_in(town, CaseStage.PLANNING)
    office = town.org.appointments.get(role="ORG")
    template = enter_template(office=office, text="设岗定责。", deliverable="岗位表")
    form = drafting(town, case)
    assert f'value="template-{template.pk}"' in rendered(form)
    form = drafting(town, case, plan(**row(0, town.east.secretary)))
    form.set_aside(f"template-{template.pk}")
    assert form["measure-0-text"].value() == "制定下半年计划并张贴。"
    assert form["measure-1-text"].value() == "设岗定责。"
    assert form["measure-1-deliverable"].value() == "岗位表"
    assert not case.plans.exists()


def test_draft_plan_form_starts_with_begin_and_milestones(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    more = {"starts_on": day, "milestone-1-due_on": day, "milestone-1-text": "完成初稿"}
    form = drafting(town, case, plan(**row(0, town.east.secretary, **more)))
    assert form.is_valid(), form.errors
    form.carry_out()
    first = case.plans.get()
    return_plan(case=case, actor=acting(town.pse), reason="措施没有写明检查的人和时间。")
    form = drafting(town, case)
    assert form["measure-0-milestone-0-text"].value() == "完成初稿"
    assert form.open_rows()[0].is_detailed
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    form = drafting(town, case, {**again, "decision": "submit"})
    assert form.is_valid(), form.errors
    form.carry_out()
    second = case.plans.latest("version").measures.get()
    assert second.follows == first.measures.get()
    assert [row.text for row in second.milestones.all()] == ["完成初稿"]


def test_draft_plan_form_of_the_immediate_class_stays_short(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING, deadline_class=DeadlineClass.IMMEDIATE)
    names = [bound.name for bound in drafting(town, case).open_rows()[0].fields]
    assert names == [
        f"measure-0-{name}" for name in ("text", "deliverable", "organisation", "person", "due_on")
    ]
    assert drafting(town, case).open_rows()[0].more == []


def test_draft_plan_form_offers_units_that_are_asked_and_says_which_wait(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    west = town.west.organisation
    form = drafting(town, case, plan(**row(0, town.west.secretary)))
    assert set(form.errors) == {"measure-0-organisation", "measure-0-person"}
    other = Assignment.objects.create(case=case, organisation=west, kind=UnitKind.CO)
    form = drafting(town, case, plan(**row(0, town.west.secretary)))
    assert form.is_valid()
    assert form.waiting_units == [west]
    other.answer = ShareAnswer.ACCEPTED
    other.save()
    assert drafting(town, case, plan(**row(0, town.west.secretary))).waiting_units == []


def test_draft_plan_form_of_a_member_asks_neither_unit_nor_person(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING, level=CaseLevel.MEMBER)
    form = drafting(town, case, plan(**row(0, town.east.members[0])))
    assert "measure-0-person" not in form.fields
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PLAN_SUBMITTED
    assert case.plans.get().measures.get().person == case.owner_person


@pytest.mark.parametrize(
    ("deadline_class", "rows"), [(DeadlineClass.IMMEDIATE, 1), (DeadlineClass.LIMITED, 3)]
)
def test_draft_plan_form_shows_few_rows_and_folds_the_others(
    town: Township, deadline_class: DeadlineClass, rows: int
) -> None:
    case = case_in(town, CaseStage.PLANNING, deadline_class=deadline_class)
    form = drafting(town, case)
    assert len(form.open_rows()) == rows
    assert len(form.open_rows()) + len(form.spare_rows()) == 6
    assert form["measure-0-organisation"].value() == town.east.organisation.pk
    assert 'name="measure-5-text"' in rendered(form)


def test_draft_plan_form_of_a_member_shows_one_row(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING, level=CaseLevel.MEMBER)
    assert [row.number for row in drafting(town, case).open_rows()] == [1]


def test_draft_plan_form_starts_from_the_returned_version(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    reason = "措施没有写明检查的人和时间。"
    return_plan(case=case, actor=acting(town.pse), reason=reason)
    form = drafting(town, case)
    assert form["cause"].value() == "未列入月度计划，无人督促。"
    assert form["measure-0-deliverable"].value() == "下半年计划及当月活动记录"
    assert form["measure-0-person"].value() == town.east.secretary.pk
    assert len(form.open_rows()) == 1
    assert reason in rendered(form)


def test_advise_plan_form_shows_the_plan_and_needs_the_opinion(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    empty = filled(AdvisePlanForm, case, town.org, {"decision": "advise"}, step=Step.ADVISE_PLAN)
    assert set(empty.errors) == {"advice"}
    assert "制定下半年计划并张贴" in rendered(empty)
    data = {"decision": "advise", "advice": "措施可行，建议通过。"}
    form = filled(AdvisePlanForm, case, town.org, data, step=Step.ADVISE_PLAN)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PLAN_ADVISED


def test_approve_plan_form_approves(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    plan_ = case.plans.get()
    plan_.advice, plan_.advised_by = "可行。", town.org
    plan_.save()
    form = filled(ApprovePlanForm, case, town.pse, {"decision": "approve"}, step=Step.APPROVE_PLAN)
    assert "minutes_number" not in form.fields
    assert "可行。" in rendered(form)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PLAN_APPROVED


def test_approve_plan_form_of_the_committee_asks_for_the_minutes(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW, level=CaseLevel.COMMITTEE)
    form = filled(ApprovePlanForm, case, town.pse, step=Step.APPROVE_PLAN)
    assert [bound.name for bound in form.sections()[0][1]] == ["minutes_number"]


def test_approve_plan_form_returns_with_reasons(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    data = {"decision": "return", "reason": "不行"}
    form = filled(ApprovePlanForm, case, town.pse, data, step=Step.APPROVE_PLAN)
    assert set(form.errors) == {"reason"}
    assert form["reason"].value() == "不行"
    data["reason"] = "措施没有写明检查的人和时间。"
    form = filled(ApprovePlanForm, case, town.pse, data, step=Step.APPROVE_PLAN)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PLAN_RETURNED


def test_three_comments_of_one_return_stand_beside_what_they_are_about(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    measure = case.plans.get().measures.get()
    said = {
        "comment-cause": "原因写得太笼统。",
        "comment-target_outcome": "目标要能检查。",
        f"comment-{measure.pk}": "写明由谁检查。",
    }
    data = {"decision": "return", "reason": "", **said}
    form = filled(ApprovePlanForm, case, town.pse, data, step=Step.APPROVE_PLAN)
    assert form.is_valid(), form.errors
    assert form.carry_out().verb == EventVerb.PLAN_RETURNED
    again = drafting(town, case)
    assert returns_in_round(case) == 1
    beside = {bound.name: [row.text for row in rows] for bound, rows in again.texts_with_comments()}
    assert beside == {"cause": ["原因写得太笼统。"], "target_outcome": ["目标要能检查。"]}
    assert [row.text for row in again.open_rows()[0].comments] == ["写明由谁检查。"]
    assert again["measure-0-text"].value() == measure.text
    page = rendered(again)
    assert all(text in page for text in said.values())


def test_a_return_without_any_reason_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    data = {"decision": "return", "reason": "", "comment-cause": "不对"}
    form = filled(ApprovePlanForm, case, town.pse, data, step=Step.APPROVE_PLAN)
    assert form.is_valid(), form.errors
    with pytest.raises(CaseError) as refusal:
        form.carry_out()
    assert (refusal.value.field, refusal.value.rule) == ("reason", "T14")
    assert not PlanComment.objects.exists()


def test_comments_with_the_opinion_lie_before_the_approver(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    data = {"decision": "advise", "advice": "总体可行。", "comment-cause": "原因可再具体。"}
    form = filled(AdvisePlanForm, case, town.org, data, step=Step.ADVISE_PLAN)
    assert form.is_valid(), form.errors
    form.carry_out()
    comment = PlanComment.objects.get()
    assert (comment.about, comment.made_by, comment.is_advice) == ("cause", town.org, True)
    approving = filled(ApprovePlanForm, case, town.pse, step=Step.APPROVE_PLAN)
    assert "原因可再具体。" in rendered(approving)


def test_whoever_decides_sees_what_the_words_give_cause_to_ask(town: Township) -> None:
    case = case_in(town, CaseStage.PLAN_REVIEW)
    case.plans.update(target_outcome="加强学习。")
    form = filled(ApprovePlanForm, case, town.pse, step=Step.APPROVE_PLAN)
    assert len(form.hints) == 1
    assert str(form.hints[0]) in rendered(form)
