from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from rectification.enums import CaseLevel, CaseStage, EventVerb, ShareAnswer, SourceKind, UnitKind
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Assignment, Case, PlanStatus
from rectification.selectors.plan_checks import MeasureDraft, MilestoneDraft, PlanDraft
from rectification.selectors.plans import measures_of
from rectification.services.plans import submit_plan
from tests.factories import Township, acting, case_in
from tests.planned import draft, submit


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
            draft=PlanDraft("无人督促。", "每月按时开展。"),
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


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"starts_on": date(2026, 7, 1)}, "starts_on"),
        (
            {"milestones": (MilestoneDraft(0, date(2026, 7, 1), "完成初稿"),)},
            "milestone-0-due_on",
        ),
        (
            {
                "starts_on": date(2026, 6, 1),
                "milestones": (MilestoneDraft(1, date(2026, 5, 29), "完成初稿"),),
            },
            "milestone-1-due_on",
        ),
        ({"milestones": (MilestoneDraft(0, None, "完成初稿"),)}, "milestone-0-due_on"),
        ({"milestones": (MilestoneDraft(1, date(2026, 6, 5), " "),)}, "milestone-1-text"),
    ],
)
def test_begin_milestones_and_end_follow_one_another(
    town: Township, changes: dict[str, Any], fault: str
) -> None:
    case = case_in(town, CaseStage.PLANNING)
    assert faults(town, case, draft(town, **changes)) == {f"measure-0-{fault}"}


def test_submit_plan_keeps_begin_and_milestones(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    milestone = MilestoneDraft(0, date(2026, 6, 5), "完成初稿 ")
    submit(town, case, draft(town, starts_on=date(2026, 6, 1), milestones=(milestone,)))
    measure = case.plans.get().measures.get()
    assert measure.starts_on == date(2026, 6, 1)
    assert list(measure.milestones.values_list("due_on", "text")) == [
        (date(2026, 6, 5), "完成初稿")
    ]


def test_submit_plan_for_unit_that_was_not_asked_is_refused(town: Township) -> None:
    case = case_in(town, CaseStage.PLANNING)
    other = draft(town, organisation=town.west.organisation, person=town.west.secretary)
    assert faults(town, case, other) == {"measure-0-organisation"}


@pytest.mark.parametrize(
    ("answer", "is_duty"),
    [
        (ShareAnswer.PENDING, False),
        (ShareAnswer.DECLINED, False),
        (ShareAnswer.ACCEPTED, True),
        (ShareAnswer.ASSIGNED, True),
    ],
)
def test_measures_of_a_co_unit_are_planned_before_they_are_its_duty(
    town: Township, answer: str, is_duty: bool
) -> None:
    case = case_in(town, CaseStage.PLANNING)
    west = town.west.organisation
    Assignment.objects.create(case=case, organisation=west, kind=UnitKind.CO, answer=answer)
    other = draft(town, organisation=west, person=town.west.secretary)
    if not is_duty:
        assert faults(town, case, other) == {"measure-0-organisation"}
    assert submit(town, case, draft(town), other).verb == EventVerb.PLAN_SUBMITTED
    case.plans.update(status=PlanStatus.APPROVED)
    assert measures_of(case, west).exists() is is_duty
    assert measures_of(case, town.east.organisation).exists()


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
