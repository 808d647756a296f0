"""A plan as an owner lays it before the approver."""

from dataclasses import replace
from datetime import date
from typing import Any

from rectification.models import Case
from rectification.selectors.plan_checks import MeasureDraft, PlanDraft
from rectification.services.plans import submit_plan
from tests.factories import Township, owner_actor


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
    plan = PlanDraft(measures=measures or [draft(town)], **values)
    return submit_plan(case=case, actor=owner_actor(town, case), draft=plan)
