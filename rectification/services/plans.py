"""The plan and its measures, laid before the approver (docs/rules.md T13)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from rectification.enums import EventVerb, Step
from rectification.exceptions import CaseError, InvalidInput
from rectification.models import Case, CaseEvent, Measure, Milestone, Plan, PlanStatus
from rectification.policies.actors import Actor
from rectification.selectors.plan_checks import MeasureDraft, PlanDraft, faults_of
from rectification.selectors.plans import current_plan
from rectification.services.events import record_event


def submit_plan(*, case: Case, actor: Actor, draft: PlanDraft) -> CaseEvent:
    """Lay a new version of the plan before its approver (T13); names every fault at once."""
    before = current_plan(case)
    if before is not None and before.status == PlanStatus.SUBMITTED:
        raise CaseError(_("A version of the plan is under approval already."), rule="T13")
    errors = faults_of(case, draft)
    if errors:
        raise InvalidInput(errors, rule="T13")
    plan = create_version(case, actor, draft)
    for position, row in enumerate(draft.measures, start=1):
        write_measure(plan, position, row)
    return record_event(
        case=case,
        verb=EventVerb.PLAN_SUBMITTED,
        actor=actor,
        step=Step.DRAFT_PLAN,
        reference=f"plan:{plan.pk}",
    )


def create_version(case: Case, actor: Actor, draft: PlanDraft, change_reason: str = "") -> Plan:
    """The next version, submitted now; its measures are written by whoever submits it."""
    return Plan.objects.create(
        case=case,
        round=case.round,
        version=case.plans.count() + 1,
        status=PlanStatus.SUBMITTED,
        cause=draft.cause.strip(),
        target_outcome=draft.target_outcome.strip(),
        minutes_number=draft.minutes_number.strip(),
        drafted_by=actor.hand,
        submitted_at=timezone.now(),
        change_reason=change_reason,
    )


def write_measure(plan: Plan, position: int, draft: MeasureDraft) -> Measure:
    if draft.organisation is None or draft.person is None or draft.due_on is None:
        raise ValueError("a measure is written only after it was checked")
    measure = Measure.objects.create(
        plan=plan,
        position=position,
        text=draft.text.strip(),
        deliverable=draft.deliverable.strip(),
        organisation=draft.organisation,
        person=draft.person,
        starts_on=draft.starts_on,
        due_on=draft.due_on,
        follows=draft.follows,
    )
    for row in draft.milestones:
        if row.due_on is None:
            raise ValueError("a milestone is written only after it was checked")
        Milestone.objects.create(measure=measure, due_on=row.due_on, text=row.text.strip())
    return measure
