"""What is computed from the facts and stored for reading: stage and ancestor columns."""

from rectification.enums import CaseStage, PublicationPurpose, Step
from rectification.models import ANCESTOR_LEVELS, Case, Organisation
from rectification.models.history import without_history


def project_stage(*, case: Case) -> str:
    """Compute the stage and store it; the only writer of `Case.stage` (docs/architecture.md)."""
    stage = stage_of(case)
    if case.stage != stage:
        case.stage = stage
        with without_history(case):
            case.save(update_fields=["stage"])
    return stage


def stage_of(case: Case) -> str:
    """The stage as outcome, open work and open objections have it."""
    if case.outcome:
        return CaseStage.LOOK_BACK if _is_looked_at(case) else case.outcome
    if case.submitted_at is None:
        return CaseStage.DRAFT
    items = case.work_items.filter(closed_at__isnull=True).exclude(stage="")
    stages = set(items.values_list("stage", flat=True))
    contested = case.objections.filter(
        decided_at__isnull=True, notice__decision__purpose=PublicationPurpose.EFFECT
    ).exists()
    if contested and items.filter(step=Step.NOTICE_PERIOD).exists():
        return CaseStage.OBJECTION
    if stages == {CaseStage.PLAN_REVIEW, CaseStage.RECTIFYING}:
        # A change of the plan waits for approval; the work goes on under the one in force (T16).
        return CaseStage.PLAN_REVIEW
    return max(stages, key=CaseStage.values.index) if stages else CaseStage.SUBMITTED


def _is_looked_at(case: Case) -> bool:
    """A struck-off case keeps its outcome while somebody looks whether it stayed put right."""
    looking = case.work_items.filter(closed_at__isnull=True, stage=CaseStage.LOOK_BACK)
    return case.outcome in CaseStage.struck_off() and looking.exists()


def set_ancestors(*, case: Case) -> None:
    """Copy the path of the owner organisation into the ancestor columns (saved by the caller)."""
    organisation: Organisation | None = case.owner_organisation
    path = organisation.ancestor_ids() if organisation else []
    for level in range(1, ANCESTOR_LEVELS + 1):
        value = path[level - 1] if len(path) >= level else None
        setattr(case, f"ancestor_{level}", value)
