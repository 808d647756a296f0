import pytest

from rectification.enums import CaseStage, Step
from rectification.models import Case, PlanStatus
from rectification.policies.plan_changes import (
    change_in_hand,
    is_in_force,
    why_not_change,
    why_not_drop,
)
from rectification.roles import Role
from tests.factories import Township, case_in
from tests.rectification.web.desk import open_step


@pytest.mark.parametrize("stage", [CaseStage.PLANNING, CaseStage.FIRST_REVIEW, CaseStage.CLOSED])
def test_a_plan_is_changed_while_it_is_carried_out_and_no_other_time(
    town: Township, stage: CaseStage
) -> None:
    assert why_not_change(case_in(town, CaseStage.RECTIFYING)) is None
    refusal = why_not_change(case_in(town, stage))
    assert refusal is not None
    assert refusal.rule == "T16"


def test_in_force_is_what_was_approved_in_this_round(town: Township) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    assert is_in_force(case)
    Case.objects.filter(pk=case.pk).update(round=2)
    case.refresh_from_db()
    assert not is_in_force(case)
    other = case_in(town, CaseStage.PLAN_REVIEW)
    assert other.plans.get().status == PlanStatus.SUBMITTED
    assert not is_in_force(other)
    assert why_not_change(other) is not None


@pytest.mark.parametrize("step", [Step.CHANGE_PLAN, Step.ADVISE_CHANGE, Step.APPROVE_CHANGE])
def test_there_is_one_change_at_a_time_to_be_taken_back(town: Township, step: Step) -> None:
    case = case_in(town, CaseStage.RECTIFYING)
    assert why_not_drop(case) is not None
    open_step(case, Step.CARRY_OUT, Role.SEC, town.east.organisation)
    assert change_in_hand(case) is None
    open_step(case, step, Role.SEC, town.east.organisation)
    item = change_in_hand(case)
    assert item is not None
    assert item.step == step
    assert why_not_drop(case) is None
    assert why_not_change(case) is not None
